package org.morl4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.morl4j.cli.report.JsonValue;

class FrontScoreTest {
  private static JsonValue archive(String points) {
    return JsonValue.parse("{\"points\": [" + points + "]}", "archive.json", 1);
  }

  private static double last(String points) {
    return new FrontScore(new double[] {0, 0}, true).last(archive(points));
  }

  @Test
  void whatBreaksLimitsIsNotOnTheFront() {
    String within = "{\"returns\": [2, 3], \"within_limits\": true}";
    String outside = "{\"returns\": [9, 9], \"within_limits\": false}";
    assertThat(last(within + "," + outside)).isEqualTo(6);
    assertThat(last(outside)).as("nothing else is there").isZero();
    assertThat(last("{\"returns\": [2, 3]}, {\"returns\": [3, 2]}")).isEqualTo(8);
    assertThat(FrontScore.noneWithin(archive(within + "," + outside))).isFalse();
    assertThat(FrontScore.noneWithin(archive(outside))).isTrue();
    assertThat(FrontScore.noneWithin(archive(""))).as("there is no policy at all").isFalse();
  }
}
