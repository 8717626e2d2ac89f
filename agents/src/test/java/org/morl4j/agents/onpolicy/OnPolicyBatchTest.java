package org.morl4j.agents.onpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.State;

class OnPolicyBatchTest {
  private static final Box OBS = Box.of(1, -9, 9, Dtype.FLOAT64);
  private static final Discrete ACT = new Discrete(2);

  /** States 1 to 7 in three segments, each row's next state 10 times its own; one termination. */
  private static Batch batch() {
    Signals signals =
        new Signals(
            List.of(
                new Signal("one", Signal.Kind.OBJECTIVE, 0.5, 0),
                new Signal("two", Signal.Kind.OBJECTIVE, 1, 1)));
    return new Batch(
            signals,
            new int[] {0, 3, 4, 7},
            new float[] {1, 2, 3, 4, 5, 6, 7},
            new float[] {10, 20, 30, 40, 50, 60, 70},
            new double[] {0, 1, 0, 1, 0, 1, 0},
            new double[] {1, 1, 2, 0, 3, 1, 4, 0, 5, 1, 6, 0, 7, 1},
            new double[0],
            new boolean[] {false, false, false, true, false, false, false},
            new boolean[7],
            new int[] {1, 1, 1, 1, 1, 1, 1})
        .with(Column.LOG_PROB, new float[7]);
  }

  /** V = (x, 2 x). */
  private static OnPolicyNetworks networks(int chunk, boolean normalizeReturns) {
    ActorCriticOptions options =
        ActorCriticOptions.DEFAULT.withHidden().withNormalized(false, normalizeReturns);
    OnPolicyNetworks networks =
        OnPolicyNetworks.joint(options, chunk, OnPolicyFixture.setup(OBS, ACT, batch().signals()));
    networks.parameters().write(new float[] {0, 0, 0, 0, 1, 2, 0, 0});
    return networks;
  }

  private static final Mixture MIXTURE =
      new Mixture(Mixer.weightedSum(Vec.of(0.25, 0.75)), List.of());

  // Signal one, r + V(next) / 2 - V, within a segment the next row's value, at its end that of
  // the next observation: 1 + 1 - 1, 2 + 3/2 - 2, 3 + 15 - 3; 4 - 4; 5 + 3 - 5, 6 + 7/2 - 6,
  // 7 + 35 - 7.
  private static final float[] ONE = {1, 1.5f, 15, 0, 3, 3.5f, 35};

  // Signal two, rewards to the segment's end and the tail's value minus V: 2 + 60 - 2, 1 + 60 - 4,
  // 1 + 60 - 6; 0 - 8; 2 + 140 - 10, 1 + 140 - 12, 1 + 140 - 14.
  private static final float[] TWO = {60, 57, 55, -8, 132, 129, 127};

  @Test
  void advantagesAndTargetsByHand() {
    OnPolicyBatch rollout = OnPolicyBatch.of(batch(), MIXTURE, networks(3, false));
    for (int i = 0; i < 7; i++) {
      assertThat(rollout.advantages[2 * i]).isEqualTo(ONE[i]);
      assertThat(rollout.advantages[2 * i + 1]).isEqualTo(TWO[i]);
      assertThat(rollout.targets[2 * i]).isEqualTo(ONE[i] + i + 1);
      assertThat(rollout.targets[2 * i + 1]).isEqualTo(TWO[i] + 2 * (i + 1));
      assertThat(rollout.weight[i]).isEqualTo(1);
    }
  }

  @Test
  void mixtureIsStandardisedOverTheRollout() {
    OnPolicyBatch rollout = OnPolicyBatch.of(batch(), MIXTURE, networks(64, false));
    double[] mixed = new double[7];
    double mean = 0;
    for (int i = 0; i < 7; i++) {
      mixed[i] = 0.25 * ONE[i] + 0.75 * TWO[i];
      mean += mixed[i] / 7;
    }
    double squares = 0;
    for (double value : mixed) {
      squares += (value - mean) * (value - mean);
    }
    for (int i = 0; i < 7; i++) {
      double expected = (mixed[i] - mean) / Math.sqrt(squares / 6);
      assertThat((double) rollout.mixed[i]).isCloseTo(expected, within(1e-6));
    }
  }

  @Test
  void scaledTargetsAreWhatTheCriticsOutputsMean() {
    OnPolicyNetworks networks = networks(3, true);
    float[] first = OnPolicyBatch.of(batch(), MIXTURE, networks).targets;
    float[] decoded = first.clone();
    networks.critic().scale().decode(decoded, 7);
    for (int i = 0; i < 7; i++) {
      assertThat(decoded[2 * i]).isCloseTo(ONE[i] + i + 1, within(1e-4f));
      assertThat(decoded[2 * i + 1]).isCloseTo(TWO[i] + 2 * (i + 1), within(1e-4f));
    }
    // The critic's values are what they were, so a second look gives the same advantages.
    OnPolicyBatch rollout = OnPolicyBatch.of(batch(), MIXTURE, networks);
    for (int i = 0; i < 7; i++) {
      assertThat(rollout.advantages[2 * i]).isCloseTo(ONE[i], within(1e-4f));
      assertThat(rollout.advantages[2 * i + 1]).isCloseTo(TWO[i], within(1e-3f));
    }
    assertThat(rollout.targets).containsExactly(first, within(1e-4f));
  }

  @Test
  void someRowsAreCopiedInTheirOrder() {
    OnPolicyBatch rollout = OnPolicyBatch.of(batch(), MIXTURE, networks(3, false));
    rollout.anchor = new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
    OnPolicyBatch some = rollout.take(new int[] {5, 0});
    assertThat(some.rows).isEqualTo(2);
    assertThat(some.obs).containsExactly(6, 1);
    assertThat(some.act).containsExactly(1, 0);
    assertThat(some.advantages).containsExactly(ONE[5], TWO[5], ONE[0], TWO[0]);
    assertThat(some.targets).containsExactly(ONE[5] + 6, TWO[5] + 12, ONE[0] + 1, TWO[0] + 2);
    assertThat(some.mixed).containsExactly(rollout.mixed[5], rollout.mixed[0]);
    assertThat(some.anchor).containsExactly(11, 12, 1, 2);
  }

  /** {@link #MIXTURE} with weights of its rows. */
  private record Weighing(float... weight) implements Criterion {
    @Override
    public Set<Hook> hooks() {
      return EnumSet.of(Hook.SAMPLE, Hook.WEIGHTS);
    }

    @Override
    public boolean sampleWeights(Batch batch, float[] out) {
      System.arraycopy(weight, 0, out, 0, weight.length);
      return true;
    }

    @Override
    public void mix(float[] values, float @Nullable [] preference, int rows, float[] out) {
      MIXTURE.mix(values, preference, rows, out);
    }

    @Override
    public void mixGradient(
        float[] values, float @Nullable [] preference, int rows, float[] dValues) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void save(State out) {}

    @Override
    public void restore(State in) {}
  }

  @Test
  void rowsWithoutWeightAreLeftOutOfAllButTheSums() {
    // Row 4 doesn't count, but what comes after it still reaches row 3's segment and its own.
    OnPolicyNetworks networks = networks(3, true);
    OnPolicyBatch rollout = OnPolicyBatch.of(batch(), new Weighing(1, 1, 0, 0, 0, 4, 0), networks);
    assertThat(rollout.rows).isEqualTo(3);
    assertThat(rollout.obs).containsExactly(1, 2, 6);
    assertThat(rollout.weight).containsExactly(0.5f, 0.5f, 2);
    assertThat(rollout.advantages).containsExactly(ONE[0], TWO[0], ONE[1], TWO[1], ONE[5], TWO[5]);
    // Targets 2, 3.5 and 9.5 of signal one: mean 5.
    double deviation = Math.sqrt((9 + 2.25 + 20.25) / 3);
    assertThat((double) rollout.targets[0]).isCloseTo(-3 / deviation, within(1e-6));
    assertThat((double) rollout.targets[4]).isCloseTo(4.5 / deviation, within(1e-6));
    // Mixtures 45.25, 43.125 and 97.625, the last counting four times: mean 79.8125.
    assertThat((double) (rollout.mixed[0] + rollout.mixed[1]) / 4 + rollout.mixed[2])
        .isCloseTo(0, within(1e-6));
    assertThat(rollout.mixed[2]).isPositive();
  }

  @Test
  void nothingMovesWhereNoRowCounts() {
    OnPolicyNetworks networks =
        OnPolicyNetworks.joint(
            ActorCriticOptions.DEFAULT, 3, OnPolicyFixture.setup(OBS, ACT, batch().signals()));
    State before = new State();
    networks.parts().save(before);
    OnPolicyBatch rollout = OnPolicyBatch.of(batch(), new Weighing(0, 0, 0, 0, 0, 0, 0), networks);
    assertThat(rollout.isEmpty()).isTrue();
    State after = new State();
    networks.parts().save(after);
    for (String key : before.entries().keySet()) {
      assertThat(after.entries().get(key)).as(key).isEqualTo(before.entries().get(key));
    }
  }
}
