package org.morl4j.agents.onpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.nn.Activation;
import org.morl4j.nn.Network;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Networks;
import org.morl4j.nn.head.HeadOptions;

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
  private static StateValues critic(ValueScale scale, int chunk) {
    Network critic =
        Networks.create(NetworkSpec.mlp(1, new int[0], Activation.TANH, 2, 1), new Rng(1));
    critic.setParameters(new float[] {1, 2, 0, 0}, 0);
    return new StateValues(critic, ScalarHead.Options.DEFAULT, scale, chunk);
  }

  private static OnPolicyBatch rollout(int chunk) {
    return new OnPolicyBatch(policy(), critic(new ValueScale(2, false), chunk));
  }

  private static NetworkPolicy policy() {
    return new NetworkPolicy(
        OBS,
        ACT,
        HeadOptions.DEFAULT,
        Networks.create(NetworkSpec.mlp(1, new int[0], Activation.TANH, 2, 1), new Rng(2)),
        false);
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
    OnPolicyBatch rollout = rollout(3);
    rollout.load(batch(), MIXTURE);
    for (int i = 0; i < 7; i++) {
      assertThat(rollout.advantages()[2 * i]).isEqualTo(ONE[i]);
      assertThat(rollout.advantages()[2 * i + 1]).isEqualTo(TWO[i]);
      assertThat(rollout.targets()[2 * i]).isEqualTo(ONE[i] + i + 1);
      assertThat(rollout.targets()[2 * i + 1]).isEqualTo(TWO[i] + 2 * (i + 1));
    }
  }

  @Test
  void mixtureIsStandardisedOverTheRollout() {
    OnPolicyBatch rollout = rollout(64);
    rollout.load(batch(), MIXTURE);
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
      assertThat((double) rollout.mixed()[i]).isCloseTo(expected, within(1e-6));
    }
  }

  @Test
  void scaledTargetsAreWhatTheCriticsOutputsMean() {
    ValueScale scale = new ValueScale(2, true);
    OnPolicyBatch rollout = new OnPolicyBatch(policy(), critic(scale, 3));
    rollout.load(batch(), MIXTURE);
    float[] first = rollout.targets().clone();
    float[] decoded = first.clone();
    scale.decode(decoded, 7);
    for (int i = 0; i < 7; i++) {
      assertThat(decoded[2 * i]).isCloseTo(ONE[i] + i + 1, within(1e-4f));
      assertThat(decoded[2 * i + 1]).isCloseTo(TWO[i] + 2 * (i + 1), within(1e-4f));
    }
    // The critic's values are what they were, so a second look gives the same advantages.
    rollout.load(batch(), MIXTURE);
    for (int i = 0; i < 7; i++) {
      assertThat(rollout.advantages()[2 * i]).isCloseTo(ONE[i], within(1e-4f));
      assertThat(rollout.advantages()[2 * i + 1]).isCloseTo(TWO[i], within(1e-3f));
    }
    assertThat(rollout.targets()).containsExactly(first, within(1e-4f));
  }

  @Test
  void smallerRolloutsFitIntoTheSameArrays() {
    OnPolicyBatch rollout = rollout(3);
    rollout.load(batch(), MIXTURE);
    Batch whole = batch();
    Batch one =
        new Batch(
                whole.signals(),
                new int[] {0, 1},
                whole.obs(),
                whole.nextObs(),
                whole.act(),
                whole.reward(),
                whole.cost(),
                whole.terminated(),
                whole.truncated(),
                new int[] {1})
            .with(Column.LOG_PROB, new float[1]);
    rollout.load(one, MIXTURE);
    // 1 + 10 / 2 - 1 and 1 + 20 - 2
    assertThat(Arrays.copyOf(rollout.advantages(), 2)).containsExactly(5, 19);
    assertThat(rollout.mixed()[0]).isZero();
  }
}
