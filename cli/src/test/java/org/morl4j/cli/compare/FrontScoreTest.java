package org.morl4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.morl4j.cli.report.JsonValue;

class FrontScoreTest {
  private static double last(String points) {
    JsonValue archive = JsonValue.parse("{\"points\": [" + points + "]}", "archive.json", 1);
    return new FrontScore(new double[] {0, 0}, true).last(archive);
  }

  @Test
  void whatBreaksLimitsIsNotOnTheFront() {
    String within = "{\"returns\": [2, 3], \"within_limits\": true}";
    String outside = "{\"returns\": [9, 9], \"within_limits\": false}";
    assertThat(last(within + "," + outside)).isEqualTo(6);
    assertThat(last(outside)).as("nothing else is there").isEqualTo(81);
    assertThat(last("{\"returns\": [2, 3]}, {\"returns\": [3, 2]}")).isEqualTo(8);
  }
}
