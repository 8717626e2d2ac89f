package org.morl4j.configs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.constraints.Cpo;
import org.morl4j.constraints.Lagrange;
import org.morl4j.constraints.Pid;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.Per;
import org.morl4j.core.constraint.Sense;
import org.morl4j.core.constraint.Statistic;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;
import org.morl4j.core.learn.LimitKeeper;
import org.morl4j.core.learn.Mode;

class LimitsConfigTest {
  private static final Signals SIGNALS =
      new Signals(
          List.of(
              new Signal("energy", Signal.Kind.OBJECTIVE, 1, 1),
              new Signal("flood", Signal.Kind.COST, 1, 1)));

  private static RunConfig parse(String limits) {
    String text =
        """
        {
          "format": 2,
          "name": "a",
          "environment": {"id": "native:constrained-bandit-v0"},
          "agent": {"type": "ppo"},
          "search": {"type": "single"}%s
        }
        """
            .formatted(limits.isEmpty() ? "" : ",\n  " + limits);
    return Catalogue.reader().parse(text, "run.json", List.of());
  }

  @Test
  void oneLineIsALimitUnderOneLagrangeHandler() {
    RunConfig config = parse("\"constraints\": [{\"signal\": \"flood\", \"atMost\": 5}]");
    assertThat(config.limits().constraints().get(0).limit(SIGNALS))
        .isEqualTo(new Limit("flood", 1, Sense.AT_MOST, 5, Per.EPISODE_SUM, new Statistic.Mean()));
    assertThat(config.limits().keepers(LimitKeeper.HANDLERS))
        .containsExactly(Lagrange.Options.DEFAULT);
    assertThat(config.limits().keepers(LimitKeeper.AGENT)).as("the agent keeps them").isEmpty();
    assertThat(config.limits().keepers(LimitKeeper.NOBODY)).as("measured only").isEmpty();
    assertThat(config.mode()).as("the policy that limits are on").isEqualTo(Mode.EXPLORE);
    assertThat(Catalogue.reader().parse(Catalogue.write(config), "again", List.of()))
        .isEqualTo(config);
  }

  @Test
  void withoutLimitsThereIsNothing() {
    RunConfig config = parse("");
    assertThat(config.limits()).isEqualTo(LimitsConfig.DEFAULT);
    assertThat(config.limits().keepers(LimitKeeper.HANDLERS)).isEmpty();
    assertThat(config.mode()).isEqualTo(Mode.EXPLOIT);
    assertThat(
            parse("\"constraints\": [{\"signal\": \"x\", \"equals\": 1}], \"handlers\": []")
                .limits()
                .keepers(LimitKeeper.HANDLERS))
        .as("measured only")
        .isEmpty();
  }

  @Test
  void everythingCanBeSaid() {
    RunConfig config =
        parse(
            """
            "constraints": [
                {"signal": "energy", "atLeast": -2, "per": "discounted", "name": "power"},
                {"signal": "flood", "atMost": 0.5, "per": "step-mean",
                  "statistic": {"type": "cvar", "level": 0.1}},
                {"signal": "flood", "equals": 1, "name": "just so"}
              ],
              "handlers": [
                {"type": "lagrange", "limits": ["power"], "every": 5, "episodes": 50,
                  "margin": 0.1, "clock": "evaluation", "scale": "raw",
                  "multiplier": {"type": "pid", "gains": {"proportional": 2}, "cap": 7}},
                {"type": "cpo", "limits": ["flood"], "step": {"targetKl": 0.02}}
              ],
              "evaluation": {"mode": "greedy"}""");
    List<Limit> limits =
        config.limits().constraints().stream().map(one -> one.limit(SIGNALS)).toList();
    assertThat(limits)
        .containsExactly(
            new Limit("power", 0, Sense.AT_LEAST, -2, Per.DISCOUNTED, new Statistic.Mean()),
            new Limit("flood", 1, Sense.AT_MOST, 0.5, Per.STEP_MEAN, new Statistic.Cvar(0.1)),
            new Limit("just so", 1, Sense.EQUALS, 1, Per.EPISODE_SUM, new Statistic.Mean()));
    Pid.Options pid = new Pid.Options(new Pid.Gains(2, 0.01, 0), 0.9, 10, 0, 7);
    assertThat(config.limits().keepers(LimitKeeper.HANDLERS).get(0))
        .isEqualTo(
            new Lagrange.Options(
                List.of("power"), pid, 50, 5, 0.1, Clock.EVALUATION, Lagrange.Scale.RAW));
    assertThat(
            ((Cpo.Options) config.limits().keepers(LimitKeeper.HANDLERS).get(1)).step().targetKl())
        .isEqualTo(0.02);
    assertThat(config.mode()).isEqualTo(Mode.EXPLOIT);
    assertThat(Catalogue.reader().parse(Catalogue.write(config), "again", List.of()))
        .isEqualTo(config);
  }

  private static void refuses(String limits, String message) {
    assertThatThrownBy(() -> parse(limits))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void mistakesAreNamedWithTheirPath() {
    refuses(
        "\"constraints\": [{\"signal\": \"flood\"}]",
        "constraints.0.signal \"flood\" has 0 of atMost, atLeast and equals, but must have exactly"
            + " one.");
    refuses(
        "\"constraints\": [{\"signal\": \"flood\", \"atMost\": 1, \"atLeast\": 0}]",
        "constraints.0.signal \"flood\" has 2 of atMost, atLeast and equals");
    refuses("\"constraints\": [{\"atMost\": 1}]", "missing key constraints.0.signal");
    refuses(
        "\"constraints\": [{\"signal\": \"flood\", \"atmost\": 1}]",
        "unknown key constraints.0.atmost. Allowed: atLeast, atMost, equals, name, per, signal,"
            + " statistic. Maybe you meant atMost.");
    refuses(
        "\"constraints\": [{\"signal\": \"flood\", \"atMost\": 1, \"name\": \"a/b\"}]",
        "constraints.0.name is \"a/b\", but must be 1 to 100 letters");
    refuses("\"handlers\": [{\"type\": \"lagrnage\"}]", "Maybe you meant lagrange.");
    refuses(
        "\"handlers\": [{\"type\": \"lagrange\", \"clock\": \"epoch\"}]",
        "handlers.0.clock is epoch, but must be rollout or evaluation");
    assertThatThrownBy(
            () ->
                parse("\"constraints\": [{\"signal\": \"floods\", \"atMost\": 1}]")
                    .limits()
                    .constraints()
                    .get(0)
                    .limit(SIGNALS))
        .hasMessage(
            "signal is \"floods\", but must be one of energy, flood. Maybe you meant flood.");
  }

  @Test
  void whoServesAHook() {
    assertThat(Catalogue.serving(Hook.WEIGHTS)).containsAll(Catalogue.agents());
    assertThat(Catalogue.serving(Hook.STEP)).contains("trpo").doesNotContain("ppo", "sac");
    assertThat(Catalogue.serving(Hook.LOSS))
        .containsExactlyInAnyOrder(
            "ppo",
            "trpo",
            "mdpo",
            "sac",
            "td3",
            "tqc",
            "redq",
            "rlpd",
            "off-policy-mdpo",
            "dsac",
            "dsac-t",
            "td3-bc",
            "prdc",
            "rebrac",
            "cql",
            "cal-ql",
            "a2pr");
  }
}
