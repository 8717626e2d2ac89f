package org.morl4j.agents.onpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Batch;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.state.State;
import org.morl4j.testkit.Corridor;
import org.morl4j.testkit.SumOfObjectives;

/** What a criterion's weights of rows do to a whole update. */
class SampleWeightsTest {
  static List<AgentOptions> agents() {
    RolloutOptions rollout = new RolloutOptions(16, 0.95, 0.95);
    Ppo.Terms focops = new Ppo.Terms(PolicyLoss.Focops.DEFAULT, 0.2, 0, 0, 0.5);
    Ppo.Options ppo = Ppo.Options.DEFAULT;
    Trpo.Options trpo = Trpo.Options.DEFAULT;
    Mdpo.Options mdpo = Mdpo.Options.DEFAULT;
    return List.of(
        new Ppo.Options(rollout, ppo.terms(), ppo.steps(), ppo.networks()),
        new Ppo.Options(rollout, focops, ppo.steps(), ppo.networks()),
        new Trpo.Options(rollout, trpo.step(), trpo.critic(), trpo.networks()),
        new Mdpo.Options(rollout, mdpo.descent(), mdpo.critic(), mdpo.networks()));
  }

  /** Gives every row the same weight, or says that it has none. */
  private record Even(SumOfObjectives sum, @Nullable Float weight) implements Criterion {
    @Override
    public Set<Hook> hooks() {
      return EnumSet.of(Hook.SAMPLE, Hook.WEIGHTS);
    }

    @Override
    public boolean sampleWeights(Batch batch, float[] out) {
      if (weight == null) {
        return false;
      }
      Arrays.fill(out, weight);
      return true;
    }

    @Override
    public void mix(float[] values, float @Nullable [] preference, int rows, float[] out) {
      sum.mix(values, preference, rows, out);
    }

    @Override
    public void mixGradient(
        float[] values, float @Nullable [] preference, int rows, float[] dValues) {
      sum.mixGradient(values, preference, rows, dValues);
    }

    @Override
    public void save(State out) {}

    @Override
    public void restore(State in) {}
  }

  private static OnPolicyTraining training(AgentOptions options, @Nullable Float weight) {
    SumOfObjectives sum = new SumOfObjectives(options.signals(new Corridor(6, 30).spec()));
    return new OnPolicyTraining(options, () -> new Corridor(6, 30, 0.1), 5, new Even(sum, weight));
  }

  @ParameterizedTest
  @MethodSource("agents")
  void equalWeightsAreAsNone(AgentOptions options) {
    OnPolicyTraining none = training(options, null);
    OnPolicyTraining equal = training(options, 0.3f);
    for (int update = 0; update < 2; update++) {
      assertThat(equal.advance()).isEqualTo(none.advance());
    }
    assertThat(equal.policyParameters()).isEqualTo(none.policyParameters());
  }

  @ParameterizedTest
  @MethodSource("agents")
  void updateWithoutARowThatCountsIsSkippedWhole(AgentOptions options) {
    OnPolicyTraining training = training(options, 0f);
    State before = training.state();
    assertThat(training.advance().toString()).doesNotContainPattern("=[^,\\]]*[1-9]");
    State after = training.state();
    assertThat(after.scalarLong("updates")).isEqualTo(1);
    for (String key : before.entries().keySet()) {
      if (!key.equals("updates")) {
        assertThat(after.entries().get(key)).as(key).isEqualTo(before.entries().get(key));
      }
    }
  }
}
