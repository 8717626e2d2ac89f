package org.morl4j.configs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.agents.discrete.Iqn;
import org.morl4j.agents.discrete.StockDqn;
import org.morl4j.agents.onpolicy.Ppo;
import org.morl4j.agents.policy.Risk;
import org.morl4j.agents.policy.Utility;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.train.KeepState;
import org.morl4j.envs.NativeEnvs;
import org.morl4j.pareto.search.CMorl;
import org.morl4j.pareto.search.Evaluation;

class RunConfigTest {
  private static final String MINIMAL =
      """
      {"format": 2,
        "name": "a",
        "environment": {"id": "native:deep-sea-treasure-v0"},
        "agent": {"type": "ppo"},
        "search": {"type": "c-morl"}
      }
      """;

  private static RunConfig parse(String text) {
    return Catalogue.reader().parse(text, "run.json", List.of());
  }

  static Stream<Path> runs() throws IOException {
    return Files.list(Path.of("runs")).filter(f -> f.toString().endsWith(".json")).sorted();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void readyMadeRunsParseAndSurviveTheirResolvedForm(Path file) {
    RunConfig config = Catalogue.reader().read(file, List.of());
    assertThat(parse(Catalogue.write(config))).isEqualTo(config);
    assertThat(config.name() + ".json").isEqualTo(file.getFileName().toString());
    if (config.environment().id().startsWith("native:")) {
      try (VectorEnv env = Environments.open(config.environment(), 1)) {
        int m = env.spec().objectives().size();
        config.search().check(m, config.agent().factory().requirements());
        Vec reference = config.reference() != null ? config.reference() : env.spec().reference();
        assertThat(reference != null || !config.search().front()).isTrue();
        assertThat(reference == null ? m : reference.size()).isEqualTo(m);
      }
    } else {
      assertThat(config.environment().id()).startsWith("gymnasium:");
    }
  }

  @Test
  void whatIsLeftOutTakesItsDefault() {
    RunConfig config = parse(MINIMAL);
    assertThat(config.execution()).isEqualTo(RunConfig.Execution.DEFAULT);
    assertThat(config.environment().settings())
        .isEqualTo(RunConfig.EnvironmentConfig.Settings.DEFAULT);
    assertThat(config.agent()).isEqualTo(Ppo.Options.DEFAULT);
    assertThat(config.search()).isEqualTo(CMorl.Options.DEFAULT);
    assertThat(config.evaluation()).isEqualTo(Evaluation.DEFAULT);
    assertThat(config.reference()).isNull();
    assertThat(config.with(5L, 3, 1.5).execution())
        .isEqualTo(new RunConfig.Execution(5, 3, 1.5, 1000, "fused", KeepState.NONE));
    assertThat(config.with(null, null, null)).isEqualTo(config);
  }

  private static void refuses(String from, String to, String message) {
    assertThat(MINIMAL).contains(from);
    assertThatThrownBy(() -> parse(MINIMAL.replace(from, to)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  @Test
  void mistakesAreNamedWithTheirPlace() {
    refuses(
        "\"type\": \"ppo\"",
        "\"type\": \"ppo\", \"learnigRate\": 0.1",
        "run.json:4:28: unknown key agent.learnigRate. Allowed: activation, annealLearningRate,"
            + " clip, entropy, epochs, gaeLambda, gamma, head, hidden, learningRate,"
            + " maxGradientNorm, minibatch, normalizeObs, normalizeReturns, policyLoss,"
            + " rolloutLength, schedule, targetKl, valueCoefficient, valueHead. Maybe you meant"
            + " learningRate.");
  }

  @Test
  void wrongTypes() {
    refuses(
        "\"type\": \"ppo\"",
        "\"type\": \"ppo\", \"epochs\": \"ten\"",
        "run.json:4:38: agent.epochs is \"ten\" (a string), but must be a whole number.");
  }

  @Test
  void outOfRange() {
    refuses(
        "\"type\": \"ppo\"",
        "\"type\": \"ppo\", \"learningRate\": -0.1",
        "run.json:4:44: agent.learningRate is -0.1, but must lie above 0 and be at most 1000."
            + " Maybe leave it out for its default, 0.0003.");
  }

  @Test
  void badNames() {
    refuses(
        "\"name\": \"a\"",
        "\"name\": \"../a\"",
        "run.json:2:11: name is \"../a\", but must be 1 to 100 letters, digits, dots, dashes or"
            + " underscores, not starting with a dot.");
  }

  @Test
  void badWeights() {
    refuses(
        "\"type\": \"c-morl\"",
        "\"type\": \"weighted-sum\", \"weights\": [[1, -1]]",
        "run.json:5:54: search.weights[0][1] is -1, but must lie between 0 and 1e12. Maybe use 0.");
    refuses(
        "\"type\": \"c-morl\"",
        "\"type\": \"weighted-sum\", \"weights\": [[0, 0]]",
        "run.json:5:49: search.weights has [0.0, 0.0], but the entries must be finite and not"
            + " negative, and one positive. Maybe turn the reward's sign round by the wrapper"
            + " reward-scale.");
  }

  private static void refusesEnvironment(String json, String message) {
    RunConfig config = parse(MINIMAL.replace("\"id\": \"native:deep-sea-treasure-v0\"", json));
    assertThatThrownBy(() -> Environments.open(config.environment(), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void unknownEnvironments() {
    refusesEnvironment(
        "\"id\": \"native:deep-sea-treasures-v0\"",
        "environment.id is \"native:deep-sea-treasures-v0\", but must be native: and one of "
            + String.join(", ", NativeEnvs.names())
            + ". Maybe you meant deep-sea-treasure-v0.");
    refusesEnvironment(
        "\"id\": \"java:reef\"",
        "environment.id is \"java:reef\", but must be java: and a name, of which there are none."
            + " Maybe name its jar with --plugins, in the variable MORL4J_PLUGINS or in the"
            + " config's plugins, and its provider in the jar's"
            + " META-INF/services/org.morl4j.envs.EnvironmentProvider.");
  }

  @Test
  void unknownProviders() {
    refusesEnvironment(
        "\"id\": \"gymnasum:mo-hopper-v4\"",
        "environment.id is \"gymnasum:mo-hopper-v4\", but must start with one of native, java,"
            + " gymnasium, safety-gymnasium, python and a colon. Maybe you meant gymnasium.");
    refusesEnvironment(
        "\"id\": \"CartPole-v1\"",
        "environment.id is \"CartPole-v1\", but must start with one of native, java, gymnasium,"
            + " safety-gymnasium, python and a colon. Maybe you meant native:CartPole-v1.");
  }

  @Test
  void settingsThatNothingWouldReadAreRefused() {
    refusesEnvironment(
        "\"id\": \"native:CartPole-v1\", \"kwargs\": {\"a\": 1}",
        "environment.kwargs is set, but native:CartPole-v1 takes none. Maybe leave it out, or name"
            + " a gymnasium: environment.");
  }

  @Test
  void keywordArgumentsKeepTheirOrder() {
    // The fingerprint of a run is a hash of this text: it must be the same in every process.
    String kwargs = "\"kwargs\": {\"zeta\": 1, \"beta\": 2, \"omega\": 3, \"alpha\": 4}";
    RunConfig config = parse(MINIMAL.replace("\"v0\"", "v0").replace("-v0\"", "-v0\", " + kwargs));
    assertThat(config.environment().settings().kwargs().keySet())
        .containsExactly("zeta", "beta", "omega", "alpha");
  }

  @Test
  void everyNativeEnvironmentIsListed() {
    assertThat(Environments.known().stream().map(spec -> spec.id()))
        .contains("native:deep-sea-treasure-v0", "native:fruit-tree-v0", "native:CartPole-v1");
  }

  @Test
  void lawsAndTheirUtilitiesAreNamed() {
    String text =
        """
        {
          "format": 2,
          "name": "a",
          "environment": {"id": "native:CartPole-v1", "wrappers": [
            {"type": "stock", "gamma": 0.99, "low": -200, "high": 0}]},
          "agent": {"type": "stock-dqn", "utility": {
            "type": "cvar", "tau": 0.2, "low": -200, "high": 0, "points": 101}},
          "search": {"type": "single"}
        }
        """;
    RunConfig config = parse(text);
    assertThat(parse(Catalogue.write(config))).isEqualTo(config);
    assertThat(((StockDqn.Options) config.agent()).utility())
        .isEqualTo(new Utility.Cvar(0.2, -200, 0, 101));
    try (VectorEnv env = Environments.open(config.environment(), 1)) {
      assertThat(env.spec().observationSpace().features()).isEqualTo(5);
    }
    RunConfig iqn =
        Catalogue.reader()
            .parse(
                MINIMAL,
                "run.json",
                List.of("agent.type=iqn", "agent.risk.type=cpw", "agent.risk.eta=0.71"));
    assertThat(((Iqn.Options) iqn.agent()).risk()).isEqualTo(new Risk.Cpw(0.71));
    assertThat(parse(Catalogue.write(iqn))).isEqualTo(iqn);
  }

  @Test
  void stocksOfSeveralObjectivesAreRefused() {
    RunConfig config = parse(MINIMAL);
    try (VectorEnv env = Environments.open(config.environment(), 1)) {
      StockDqn.Options options = StockDqn.Options.DEFAULT;
      assertThatThrownBy(
              () ->
                  options
                      .factory()
                      .create(
                          new Setup(env.spec(), options.signals(env.spec()), 1, new SeedTree(1))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "The signals of native:deep-sea-treasure-v0 are treasure, time, but"
                  + " stock-dqn learns the distribution of one objective's return.")
          .hasMessageContaining("Maybe put the wrapper linear-reward before the wrapper stock");
    }
  }
}
