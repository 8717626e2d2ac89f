package org.morl4j.configs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.learn.LimitKeeper;
import org.morl4j.core.learn.Requirements;

/** Runs that keep limits while they learn from recorded data. */
class LimitsOnDataRunTest {
  @TempDir static Path temp;
  private static Path replay;

  private static RunConfig config(String agent, String... settings) {
    String text =
        """
        {"format": 2, "name": "point",
         "environment": {"id": "native:constrained-point-v0", "rows": 2},
         "execution": {"threads": 1, "logEvery": 20},
         "agent": {"type": "%s", "hidden": [8], "replay": {"warmup": 100, "batch": 16}},
         "search": {"type": "single", "transitions": 300, "evaluateEvery": 150},
         "evaluation": {"episodes": 20}}
        """
            .formatted(agent);
    return Catalogue.reader().parse(text, "point.json", List.of(settings));
  }

  private static RunConfig onData(String agent, String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "search.transitions=0",
                "search.updates=80",
                "search.evaluateEvery=40",
                "data.path=" + replay,
                "constraints=[{\"signal\": \"effort\", \"atMost\": 0.3}]",
                "limitCritic={\"every\": 10, \"warmup\": 20, \"batch\": 16, \"hidden\": [8]}"));
    settings.addAll(List.of(more));
    return config(agent, settings.toArray(String[]::new));
  }

  private static Path trained(RunConfig config, String name) throws IOException {
    Path folder = temp.resolve(name);
    Run.create(config, folder).execute(RunListener.NONE);
    return folder;
  }

  @BeforeAll
  static void keepAReplay() throws IOException {
    replay = trained(config("sac", "execution.keepState=replay"), "replay");
  }

  private static List<String> told(Path run, String metric) throws IOException {
    return Files.readAllLines(run.resolve("metrics.csv")).stream()
        .filter(line -> line.contains(",constraint/effort/" + metric + ","))
        .map(line -> line.substring(line.lastIndexOf(',') + 1))
        .toList();
  }

  @Test
  void multipliersReachAllFilesAndDoNotHangOnEvaluations() throws IOException {
    Path run = trained(onData("iql"), "iql");
    List<String> multipliers = told(run, "multiplier");
    assertThat(multipliers).hasSize(4);
    assertThat(multipliers.stream().mapToDouble(Double::parseDouble)).allMatch(x -> x > 0);
    assertThat(multipliers).doesNotHaveDuplicates();
    List<String> evaluations = Files.readAllLines(run.resolve("evaluations.csv"));
    assertThat(evaluations.get(0))
        .contains("constraint/effort/value,constraint/effort/limit,constraint/effort/violation,")
        .contains("constraint/effort/multiplier");
    assertThat(evaluations).hasSize(3);
    assertThat(Files.readAllLines(run.resolve("front.csv")).get(0)).endsWith(",within_limits");

    Path others = trained(onData("iql", "evaluation.episodes=3", "search.evaluateEvery=20"), "o");
    assertThat(told(others, "multiplier")).isEqualTo(multipliers);
    assertThat(told(others, "value")).isEqualTo(told(run, "value"));
  }

  @Test
  void dataThenActingGoOnWithTheSameMultiplier() throws IOException {
    Path run = trained(onData("iql", "search.transitions=140"), "both");
    assertThat(told(run, "multiplier")).hasSizeGreaterThan(4);
  }

  @ParameterizedTest
  @CsvSource({"fisor, violated", "coptidice, excess", "cpq, kept"})
  void agentsThatKeepLimitsThemselves(String agent, String loss) throws IOException {
    Path run = trained(onData(agent), agent);
    assertThat(told(run, "multiplier")).isEmpty();
    assertThat(Files.readString(run.resolve("metrics.csv"))).contains("losses/" + loss);
    assertThat(Files.readAllLines(run.resolve("front.csv")).get(0)).endsWith(",within_limits");
  }

  /** What it clones costs what it costs; limits of it are known all the same. */
  @Test
  void anImitatorsLimitsAreMeasuredOnly() throws IOException {
    Path run = trained(onData("bc"), "bc");
    assertThat(Files.readString(run.resolve("metrics.csv"))).doesNotContain("constraint/effort");
    List<String> front = Files.readAllLines(run.resolve("front.csv"));
    assertThat(front.get(0)).endsWith(",within_limits");
    assertThat(front.get(1)).matches(".*,[01]");
    assertThat(trained(onData("bc", "handlers=[]"), "bc-none").resolve("front.csv"))
        .as("what stands where handlers don't")
        .hasSameTextualContentAs(run.resolve("front.csv"));
  }

  @Test
  void handlersOfAnImitatorAreRefused() {
    refuses(
        onData("bc", "handlers=[{\"type\": \"lagrange\"}]"),
        "handlers.0 is to keep limits, but bc imitates what is recorded, whatever it costs, so"
            + " handlers change nothing. Maybe set agent.type to iql or another agent that learns"
            + " values, or set handlers to [] to measure limits only.");
    for (String agent : List.of("iq-learn", "recoil", "smodice", "bc")) {
      assertThat(Catalogue.defaults("any", "any", agent, "single").agent().factory().requirements())
          .extracting(Requirements::keeper)
          .as(agent)
          .isEqualTo(LimitKeeper.NOBODY);
    }
  }

  private static void refuses(RunConfig config, String message) {
    assertThatThrownBy(() -> Run.check(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatNobodyCanKeepIsRefused() {
    refuses(
        onData("fisor", "handlers=[{\"type\": \"lagrange\"}]"),
        "handlers.0 is to keep limits, but the agent keeps them itself. Maybe leave out handlers");
    RunConfig conditioned = onData("iql", "agent.preference=true");
    assertThatThrownBy(
            () -> ConstraintFit.check(conditioned, EnvProbe.spec(conditioned.environment())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("while the agent learns from data, but agent.preference is true")
        .hasMessageContaining("Maybe set agent.preference to false.");
    refuses(
        config("fisor", "constraints=[{\"signal\": \"effort\", \"atMost\": 0.3}]"),
        "fisor reads recorded data through, but the run has none.");
  }
}
