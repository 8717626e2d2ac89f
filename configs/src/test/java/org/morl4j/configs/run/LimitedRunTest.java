package org.morl4j.configs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.learn.Mode;
import org.morl4j.policy.Policies;

/** Limits from a config to a run's files, and what is refused before anything is trained. */
class LimitedRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String BANDIT =
      """
      {
        "format": 2,
        "name": "limited",
        "environment": {"id": "native:constrained-bandit-v0", "rows": 8},
        "agent": {"type": "ppo", "rolloutLength": 32, "learningRate": 0.001, "hidden": [8]},
        "search": {"type": "single", "transitions": 12800, "evaluateEvery": 2560},
        "constraints": [
          {"signal": "risk", "atMost": 0.3},
          {"signal": "coverage", "atLeast": 0.4, "name": "cover"}
        ],
        "evaluation": {"episodes": 50, "finalEpisodes": 400}
      }
      """;

  @TempDir static Path shared;

  private static Path done = Path.of("");

  @BeforeAll
  static void train() throws IOException {
    done = shared.resolve("done");
    Run.create(Miniature.parse(BANDIT), done).execute(RunListener.NONE);
  }

  private static JsonNode json(String file) throws IOException {
    return JSON.readTree(done.resolve(file).toFile());
  }

  @Test
  void frontHasCostsErrorsAndWhoIsWithinLimits() throws IOException {
    List<String> lines = Files.readAllLines(done.resolve("front.csv"));
    assertThat(lines.get(0))
        .isEqualTo(
            "policy,return,risk,coverage,return_standard_error,risk_standard_error,"
                + "coverage_standard_error,within_limits");
    JsonNode points = json("archive.json").path("points");
    assertThat(lines).hasSize(3);
    for (int i = 0; i < 2; i++) {
      String[] cells = lines.get(i + 1).split(",", -1);
      JsonNode point = points.get(i);
      double risk = Double.parseDouble(cells[2]);
      double cover = Double.parseDouble(cells[3]);
      assertThat(point.path("costs").get(0).asDouble()).isEqualTo(risk);
      assertThat(point.path("cost_standard_error").get(0).asDouble())
          .isEqualTo(Double.parseDouble(cells[5]))
          .isCloseTo(Math.sqrt(risk * (1 - risk) / 399), within(1e-9));
      boolean within = risk <= 0.3 && cover >= 0.4;
      assertThat(cells[7]).isEqualTo(within ? "1" : "0");
      assertThat(point.path("within_limits").asBoolean()).isEqualTo(within);
      // An arm alone, measured beside the policy that draws.
      JsonNode greedy = point.path("greedy");
      assertThat(greedy.path("standard_error").get(0).asDouble()).isZero();
      assertThat(greedy.has("within_limits")).isTrue();
    }
    assertThat(json("archive.json").path("mode").asText()).isEqualTo("sampled");
  }

  @Test
  void theRunSaysItsLimits() throws IOException {
    JsonNode run = json("run.json");
    assertThat(run.path("evaluation_mode").asText()).isEqualTo("sampled");
    assertThat(run.path("feasible").asBoolean()).isTrue();
    assertThat(run.path("constraints").toString())
        .isEqualTo(
            "[{\"name\":\"risk\",\"signal\":\"risk\",\"sense\":\"at-most\",\"limit\":0.3,"
                + "\"per\":\"episode-sum\"},{\"name\":\"cover\",\"signal\":\"coverage\","
                + "\"sense\":\"at-least\",\"limit\":0.4,\"per\":\"episode-sum\"}]");
  }

  @Test
  void evaluationsAndMetricsTellOfLimits() throws IOException {
    List<String> lines = Files.readAllLines(done.resolve("evaluations.csv"));
    List<String> header = List.of(lines.get(0).split(",", -1));
    String[] last = lines.get(lines.size() - 1).split(",", -1);
    int value = header.indexOf("constraint/cover/value");
    assertThat(header.subList(value, value + 4))
        .containsExactly(
            "constraint/cover/value",
            "constraint/cover/limit",
            "constraint/cover/violation",
            "constraint/cover/multiplier");
    double cover = Double.parseDouble(last[value]);
    assertThat(cover).isEqualTo(Double.parseDouble(last[header.indexOf("coverage")]));
    assertThat(last[value + 1]).isEqualTo("0.4");
    assertThat(Double.parseDouble(last[value + 2])).isCloseTo(0.4 - cover, within(1e-12));
    assertThat(Double.parseDouble(last[value + 3])).isNotNegative();
    try (Stream<String> metrics = Files.lines(done.resolve("metrics.csv"))) {
      assertThat(metrics.map(line -> line.split(",")[3]).distinct())
          .contains("constraint/risk/value", "constraint/risk/limit", "constraint/risk/violation")
          .contains("constraint/risk/multiplier", "constraint/risk/multiplier_raw");
    }
  }

  @Test
  void savedPoliciesSayHowTheyActed() throws IOException {
    Run run = Run.open(done, null, null);
    assertThat(run.mode("last")).isEqualTo(Mode.EXPLORE);
    assertThat(Policies.load(done.resolve("policies").resolve("last")).mode())
        .isEqualTo(Mode.EXPLORE);
    assertThat(run.limits().stream().map(Limit::name)).containsExactly("risk", "cover");
    Returns returns = run.evaluate("last", 300, 9).evaluated();
    assertThat(returns.standardError().get(0)).as("it draws").isPositive();
  }

  private static void refuses(String from, String to, String message) {
    assertThat(BANDIT).contains(from);
    assertThatThrownBy(() -> Run.check(Miniature.parse(BANDIT.replace(from, to))))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  private static void refusesHandlers(String handlers, String message) {
    refuses("\"evaluation\"", "\"handlers\": " + handlers + ", \"evaluation\"", message);
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeAnythingIsTrained() {
    refuses(
        "\"signal\": \"risk\"",
        "\"signal\": \"rusk\"",
        "constraints.0: signal is \"rusk\", but must be one of return, risk, coverage. Maybe you"
            + " meant risk.");
    refuses(
        "\"name\": \"cover\"",
        "\"name\": \"risk\"",
        "constraints.1.name is \"risk\", which another limit has. Maybe name one of them"
            + " otherwise.");
    refuses(
        "\"atMost\": 0.3",
        "\"atMost\": 0.3, \"statistic\": {\"type\": \"cvar\", \"level\": 0.1}",
        "handlers.0: The limit risk is on a tail (statistic cvar), but this handler moves means"
            + " alone. Maybe set its statistic to mean, or set handlers to [] to have it measured"
            + " only.");
    refusesHandlers(
        "[{\"type\": \"lagrange\", \"limits\": [\"risks\"]}]",
        "handlers.0.limits names risks, but must name some of risk, cover. Maybe you meant risk.");
    refusesHandlers(
        "[{\"type\": \"lagrange\", \"limits\": [\"risk\", \"risk\"]}]",
        "handlers.0.limits names risk twice. Maybe leave out one.");
    refusesHandlers(
        "[{\"type\": \"lagrange\", \"limits\": [\"risk\"]}]",
        "constraints.1, the limit cover, is kept by no handler. Maybe add it to the limits of one,"
            + " or leave out handlers.");
    refusesHandlers(
        "[{\"type\": \"lagrange\"}, {\"type\": \"log-barrier\", \"limits\": [\"cover\"]}]",
        "handlers.1 keeps the limit cover, which another handler keeps. Maybe name its limits, each"
            + " in one handler.");
    refusesHandlers(
        "[{\"type\": \"cpo\"}]",
        "handlers.0 acts at the hook step, but the agent serves only environment, sample, weights,"
            + " loss. Maybe set handlers.0.type to lagrange, or agent.type to trpo.");
    assertThatThrownBy(
            () ->
                Run.check(
                    Miniature.parse(
                        BANDIT.replaceFirst(
                            "(?s)\"constraints\".*?],",
                            "\"handlers\": [{\"type\": \"lagrange\"}],"))))
        .hasMessage("handlers.0 has no limit to keep. Maybe add one to constraints.");
  }

  @Test
  void barriersNeedALossThatAPolicyDescends() {
    String point =
        BANDIT
            .replace("constrained-bandit-v0", "constrained-point-v0")
            .replace("\"coverage\"", "\"progress\"")
            .replace("\"risk\"", "\"effort\"")
            .replaceFirst("\"agent\".*\n", "\"agent\": {\"type\": \"sac\"},\n")
            .replace(
                "\"evaluation\"", "\"handlers\": [{\"type\": \"log-barrier\"}], \"evaluation\"");
    for (String agent :
        List.of("sac", "td3", "tqc", "redq", "rlpd", "off-policy-mdpo", "dsac", "dsac-t")) {
      Run.check(Miniature.parse(point.replace("\"sac\"", "\"" + agent + "\"")));
    }
    String bandit = point.replace("point", "bandit").replace("effort", "risk");
    assertThatThrownBy(
            () ->
                Run.check(
                    Miniature.parse(
                        bandit.replace("progress", "coverage").replace("\"sac\"", "\"dqn\""))))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "handlers.0 acts at the hook loss, but the agent serves only environment, weights."
                + " Maybe set handlers.0.type to lagrange, or agent.type to ppo or trpo or mdpo or"
                + " sac or td3 or tqc or redq or rlpd or off-policy-mdpo or dsac or dsac-t or"
                + " td3-bc or prdc or rebrac or cql or cal-ql or a2pr.");
  }

  @Test
  void oneStepRuleAtMost() {
    assertThatThrownBy(
            () ->
                Run.check(
                    Miniature.parse(
                        BANDIT
                            .replace("\"type\": \"ppo\"", "\"type\": \"trpo\"")
                            .replace(", \"learningRate\": 0.001", "")
                            .replace(
                                "\"evaluation\"",
                                """
                                "handlers": [{"type": "cpo", "limits": ["risk"]},
                                  {"type": "cpo", "limits": ["cover"]}], "evaluation\""""))))
        .hasMessage(
            "handlers: 2 handlers replace the optimiser's step, but at most one can. Maybe let one"
                + " of them keep all limits.");
  }

  /** P3: stage two of c-morl would have failed after half of the budget. */
  @Test
  void everyStageOfASearchIsCheckedAgainstTheAgent() {
    String dive =
        """
        {
          "format": 2,
          "name": "dive",
          "environment": {"id": "native:deep-sea-treasure-v0"},
          "agent": {"type": "dqn"},
          "search": {"type": "c-morl"}
        }
        """;
    assertThatThrownBy(() -> Run.check(Miniature.parse(dive)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("search.stageTwo acts at the hook loss, but the agent serves only ")
        .hasMessageContaining("Maybe set search.stageTwo to null, or agent.type to ")
        .hasMessageContaining("ppo or trpo or mdpo");
    Run.check(Miniature.parse(dive.replace("\"c-morl\"", "\"c-morl\", \"stageTwo\": null")));
  }
}
