package org.morl4j.configs.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.morl4j.configs.json.Sample.Env;
import org.morl4j.configs.json.Sample.Ppo;
import org.morl4j.configs.json.Sample.PpoOptions;
import org.morl4j.configs.json.Sample.RandomAgent;
import org.morl4j.configs.json.Sample.Run;
import org.morl4j.configs.json.Sample.Search;
import org.morl4j.configs.json.Sample.Std;
import org.morl4j.core.check.Vec;

class ConfigWriterTest {
  @Test
  void writesEverySettingInTheRecordsOrder() {
    Run run = Sample.READER.parse(Sample.TEXT, "run.json", List.of("environment.options={}"));
    assertThat(Sample.WRITER.write(run))
        .isEqualTo(
            """
            {
              "name": "demo",
              "environment": {
                "id": "native:deep-sea-treasure-v0",
                "count": 4,
                "reference": [0.0, -25.5],
                "wrappers": [{
                  "type": "time-limit",
                  "steps": 100
                }, {
                  "type": "linear-reward",
                  "weights": [1.0, 0.5]
                }],
                "options": {}
              },
              "agent": {
                "type": "ppo",
                "learningRate": 0.001,
                "clip": 0.2,
                "epochs": 3,
                "bufferSize": 1099511627776,
                "normalize": true,
                "std": "state-dependent"
              },
              "targetKl": 0.02,
              "search": null
            }
            """);
  }

  @Test
  void readingWhatWasWrittenGivesAnEqualRecord() {
    double[] numbers = {1e-300, -0.0, 3e-4, 1e7, 123456789.125, 1e22, Double.MIN_VALUE, 1.0 / 3};
    Run run =
        new Run(
            "quote \" slash \\ newline \n \u00e4 \u2028",
            new Env("id", 1, Vec.of(numbers), List.of(), Map.of("large", 1e7, "long", 1L << 62)),
            new RandomAgent(),
            null,
            Search.DEFAULT);
    assertThat(Sample.READER.parse(Sample.WRITER.write(run), "again", List.of())).isEqualTo(run);
  }

  @Test
  void refusesNumbersThatJsonCannotHold() {
    Run run = new Run("a", Env.DEFAULT, null, Double.POSITIVE_INFINITY, null);
    assertThatThrownBy(() -> Sample.WRITER.write(run))
        .hasMessage("targetKl is Infinity, which JSON can't hold. Maybe use null for no limit.");
  }

  @Test
  void leavesOutWhatTheReaderFillsIn() {
    Run run =
        new Run(
            "brief",
            new Env("native:none", 9, Vec.of(0, -50), List.of(), Map.of()),
            new Ppo(new PpoOptions(3e-4, 0.3, 10, 1L << 40, true), Std.STATE_INDEPENDENT),
            null,
            Search.DEFAULT);
    String brief = Sample.WRITER.writeBriefly(run);
    assertThat(brief)
        .isEqualTo(
            """
            {
              "name": "brief",
              "environment": {
                "count": 9
              },
              "agent": {
                "type": "ppo",
                "clip": 0.3
              },
              "search": {}
            }
            """);
    assertThat(Sample.READER.parse(brief, "brief", List.of())).isEqualTo(run);
  }
}
