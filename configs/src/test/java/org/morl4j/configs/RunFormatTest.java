package org.morl4j.configs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.train.KeepState;
import org.morl4j.pareto.search.CMorl;
import org.morl4j.pareto.search.EvaluationMode;
import org.morl4j.pareto.search.WeightedSum;

/** Configs of format 2, and those of format 1 read as such. */
class RunFormatTest {
  /** An update of PPO takes 4 environments times 32 steps. */
  private static String config(String root, String search) {
    return """
    {%s
     "name": "a",
     "environment": {"id": "native:deep-sea-treasure-v0", "rows": 4},
     "agent": {"type": "ppo", "rolloutLength": 32},
     "search": %s}
    """
        .formatted(root, search);
  }

  private static final String SINGLE = "{\"type\": \"single\"}";

  private static RunConfig parse(String text, String... settings) {
    return Catalogue.reader().parse(text, "run.json", List.of(settings));
  }

  private static void refuses(String text, String message, String... settings) {
    assertThatThrownBy(() -> parse(text, settings))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  @Test
  void settingsOfExecutionStoodInTheRoot() {
    RunConfig one =
        parse(
            config(
                "\"seed\": 7, \"threads\": 3, \"checkpointSeconds\": 2.5, \"logEvery\": 9,",
                SINGLE));
    RunConfig two =
        parse(
            config(
                """
                "format": 2, "execution": {"seed": 7, "threads": 3, "checkpointSeconds": 2.5, "logEvery": 9},""",
                SINGLE));
    assertThat(one).isEqualTo(two);
    assertThat(one.execution())
        .isEqualTo(new RunConfig.Execution(7, 3, 2.5, 9, "fused", KeepState.NONE));
    assertThat(Catalogue.write(one)).startsWith("{\n  \"format\": 2,\n  \"name\": \"a\",");
    assertThat(parse(Catalogue.write(one))).isEqualTo(one);
  }

  @Test
  void settingsLaidOverAreOfTheFilesFormat() {
    assertThat(parse(config("", SINGLE), "seed=5").execution().seed()).isEqualTo(5);
    assertThat(parse(config("", SINGLE), "execution.backend=nd4j", "seed=5").execution().backend())
        .isEqualTo("nd4j");
    refuses(
        config("\"seed\": 5,", SINGLE),
        "run.json:1:2: execution.seed is given twice, as seed too.",
        "execution.seed=6");
    refuses(
        config("\"format\": 2,", SINGLE),
        "--set seed=5: unknown key seed. Maybe you meant execution.seed, where it stands in format"
            + " 2.",
        "seed=5");
    assertThat(parse(config("", SINGLE), "format=2")).isEqualTo(parse(config("", SINGLE)));
  }

  @Test
  void mistakesInMovedSettingsAreNamedWhereTheyWereMade() {
    refuses(
        config("\"threads\": 0,", SINGLE),
        "run.json:1:13: execution.threads is 0, but must lie between 1 and 1024. Maybe leave it out for its default, 2.");
    refuses(
        config("\"format\": 2, \"execution\": {\"thread\": 1},", SINGLE),
        "run.json:1:29: unknown key execution.thread. Allowed: backend, checkpointSeconds,"
            + " keepState, logEvery, seed, threads. Maybe you meant threads.");
    refuses(config("\"format\": 3,", SINGLE), "run.json:1:12: format is 3, but must be 1 or 2.");
    refuses(
        config("\"format\": \"2\",", SINGLE),
        "run.json:1:12: format is \"2\" (a string), but must be 1 or 2.");
  }

  /** Left out it was 1, and one update takes 128 transitions. */
  @ParameterizedTest
  @CsvSource({"'', '', 128, 128", "', \"evaluateEvery\": 3', ', \"evaluateEvery\": 2', 384, 256"})
  void cMorlCountedEvaluateEveryInUpdates(String one, String two, long first, long second) {
    String search =
        """
        {"type": "c-morl", "stageOne": {"divisions": 2%s}, "stageTwo": {"rounds": 2%s}}"""
            .formatted(one, two);
    CMorl.Options options = (CMorl.Options) parse(config("", search)).search();
    assertThat(options.stageOne().evaluateEvery()).isEqualTo(first);
    assertThat(options.stageTwo()).isNotNull();
    assertThat(options.stageTwo().evaluateEvery()).isEqualTo(second);
    assertThat(options.stageOne().divisions()).isEqualTo(2);
    assertThat(options.stageTwo().rounds()).isEqualTo(2);

    CMorl.Options present = (CMorl.Options) parse(config("\"format\": 2,", search)).search();
    assertThat(present.stageOne().evaluateEvery()).isEqualTo(one.isEmpty() ? 2048 : 3);
  }

  @Test
  void stagesThatAreLeftOutAreFilledIn() {
    CMorl.Options left =
        (CMorl.Options) parse(config("\"format\": 1,", "{\"type\": \"c-morl\"}")).search();
    assertThat(left.stageOne().evaluateEvery()).isEqualTo(128);
    assertThat(left.stageTwo()).isNotNull();
    assertThat(left.stageTwo().evaluateEvery()).isEqualTo(128);
    CMorl.Options alone =
        (CMorl.Options) parse(config("", "{\"type\": \"c-morl\", \"stageTwo\": null}")).search();
    assertThat(alone.stageTwo()).isNull();
    WeightedSum sum = (WeightedSum) parse(config("", "{\"type\": \"weighted-sum\"}")).search();
    assertThat(sum.evaluateEvery()).isEqualTo(128);
    assertThat(
            ((WeightedSum)
                    parse(config("", "{\"type\": \"weighted-sum\"}"), "search.evaluateEvery=2")
                        .search())
                .evaluateEvery())
        .isEqualTo(256);
    assertThat(parse(config("", SINGLE), "search.evaluateEvery=2").search())
        .as("single always counted transitions")
        .isEqualTo(parse(config("\"format\": 2,", SINGLE), "search.evaluateEvery=2").search());
  }

  @Test
  void whatFormatTwoAddsIsRead() {
    RunConfig config =
        parse(
            config(
                """
                "format": 2,
                "execution": {"backend": "nd4j", "keepState": "replay"},
                "data": {"path": "out/first"},
                "evaluation": {"mode": "sampled"},""",
                "{\"type\": \"single\", \"transitions\": 0, \"updates\": 9}"));
    assertThat(config.execution().keepState()).isEqualTo(KeepState.REPLAY);
    assertThat(config.evaluation().mode()).isEqualTo(EvaluationMode.SAMPLED);
    assertThat(config.search().budget()).isEqualTo(new Budget(0, 9));
    assertThat(config.data())
        .isEqualTo(new DataConfig("out/first", null, DataConfig.Settings.DEFAULT));
    assertThat(parse(Catalogue.write(config))).isEqualTo(config);
  }

  @Test
  void whatCantWorkIsRefused() {
    refuses(
        config("\"format\": 2, \"execution\": {\"backend\": \"fusd\"},", SINGLE),
        "run.json:1:40: execution.backend is \"fusd\", but must be one of fused, nd4j. Maybe you"
            + " meant fused.");
    refuses(
        config("\"format\": 2, \"data\": {},", SINGLE),
        "run.json:1:23: data: data must have path, minari or a list of sets, and has none of them."
            + " Maybe leave out data.");
    refuses(
        config("\"format\": 2,", "{\"type\": \"single\", \"updates\": 9}"),
        "run.json:1:1: search.updates is 9, but there is no data to learn from. Maybe name some by"
            + " data.path.");
    refuses(
        config("\"format\": 2,", "{\"type\": \"single\", \"transitions\": 0}"),
        "run.json:5:46: search.transitions is 0, but must be at least 1.");
    refuses(
        config("\"format\": 2,", SINGLE),
        "--set evaluation.mode=greedly: evaluation.mode is \"greedly\" (a string), but must be one"
            + " of \"greedy\", \"sampled\". Maybe you meant greedy.",
        "evaluation.mode=greedly");
  }
}
