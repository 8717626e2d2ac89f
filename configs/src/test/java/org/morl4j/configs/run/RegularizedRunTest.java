package org.morl4j.configs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.agents.policy.RunningMoments;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.policy.Policies;

/** Runs on data of agents that stay near it: what they ship knows how observations are scaled. */
class RegularizedRunTest {
  @TempDir static Path temp;
  private static Path data;

  private static RunConfig config(String agent, String... settings) {
    String text =
        """
        {"format": 2, "name": "swing", "environment": {"id": "native:Pendulum-v1"},
         "execution": {"threads": 1},
         "agent": {"type": "%s", "hidden": [8], "replay": {"warmup": 20, "batch": 8}},
         "search": {"type": "single", "transitions": 300, "evaluateEvery": 300},
         "evaluation": {"episodes": 1, "finalEpisodes": 1}}
        """
            .formatted(agent);
    return Catalogue.reader().parse(text, "swing.json", List.of(settings));
  }

  @BeforeAll
  static void keepAReplay() throws IOException {
    data = temp.resolve("td3");
    Run.create(config("td3", "execution.keepState=replay"), data).execute(RunListener.NONE);
  }

  private static RunConfig offline(String agent) {
    return config(
        agent,
        "data.path=" + data,
        "search.transitions=0",
        "search.updates=20",
        "search.evaluateEvery=10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"td3-bc", "prdc", "awac"})
  void policiesHoldTheDatasMoments(String agent) throws IOException {
    Path run = temp.resolve(agent);
    Run.create(offline(agent), run).execute(RunListener.NONE);
    try (Stream<Path> all = Files.list(run.resolve("policies"))) {
      NetworkPolicy policy = (NetworkPolicy) Policies.load(all.findFirst().orElseThrow()).policy();
      RunningMoments moments = Objects.requireNonNull(policy.obsMoments());
      assertThat(moments.count()).isEqualTo(296); // whole turns of 8
      // The pendulum's speed, within +-8; cosine and sine deviate by less than 1.
      assertThat(1 / moments.scale(2)).isBetween(0.5, 8.0);
      assertThat(1 / moments.scale(0)).isBetween(0.05, 1.0);
    }
  }

  @Test
  void rebracNeedsTheNextActions() {
    assertThatThrownBy(() -> Run.check(offline("rebrac")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("needs the column NEXT_ACT");
  }

  @Test
  void withoutDataTheyAreRefused() {
    assertThatThrownBy(() -> Run.check(config("prdc")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("prdc reads recorded data through, but the run has none");
  }
}
