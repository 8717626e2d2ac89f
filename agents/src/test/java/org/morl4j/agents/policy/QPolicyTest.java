package org.morl4j.agents.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;

class QPolicyTest {
  private static final Space OBS = Box.of(1, -5, 5, Dtype.FLOAT64);
  private static final Discrete ACT = new Discrete(3, 10);
  private static final int ROWS = 4000;

  /** Actions 10, 11, 12 of value x, 1, -x by the first signal and 0, 4, 0 by the second. */
  private static QPolicy policy(float... weights) {
    QNetwork network =
        QNetwork.create(new QNetwork.Spec(1, List.of(), Activation.RELU, 3, 2, false), new Rng(1));
    network.setParameters(new float[] {1, 0, 0, 0, -1, 0, 0, 0, 1, 4, 0, 0});
    return new QPolicy(OBS, ACT, ScalarHead.Options.DEFAULT, network, weights, 0.3);
  }

  private static double[] act(QPolicy policy, double... obs) {
    int n = obs.length;
    double[] act = new double[n];
    policy.actor(n, Mode.EXPLOIT, new SeedTree(3).generators(n)).act(obs, null, act, null);
    return act;
  }

  @Test
  void greedyActionMixesTheSignals() {
    assertThat(act(policy(1, 0), 2, 0, -2)).containsExactly(10, 11, 12);
    assertThat(act(policy(1, -1), 2, 0.5, -0.5)).containsExactly(10, 10, 12);
    assertThat(act(policy(1, 1), 2, 0, -2)).containsExactly(11, 11, 11);
    // A tie goes to the lowest.
    assertThat(act(policy(0, -1), 2)).containsExactly(10);
  }

  @Test
  void exploresWithProbabilityEpsilon() {
    QPolicy policy = policy(1, 0);
    double[] obs = new double[ROWS];
    Arrays.fill(obs, 2);
    double[] act = new double[ROWS];
    double[] logProb = new double[ROWS];
    policy.actor(ROWS, Mode.EXPLORE, new SeedTree(3).generators(ROWS)).act(obs, null, act, logProb);
    int[] counts = new int[3];
    for (int i = 0; i < ROWS; i++) {
      counts[(int) act[i] - 10]++;
      assertThat(logProb[i]).isCloseTo(Math.log(act[i] == 10 ? 0.8 : 0.1), within(1e-12));
    }
    // 0.8, 0.1, 0.1 of 4000, four standard deviations of 25 and 19.
    assertThat(counts[0]).isBetween(3100, 3300);
    assertThat(counts[1]).isBetween(325, 475);
    policy.setEpsilon(0);
    policy.actor(ROWS, Mode.EXPLORE, new SeedTree(3).generators(ROWS)).act(obs, null, act, logProb);
    assertThat(act).containsOnly(10);
    assertThat(logProb).containsOnly(0);
  }

  @Test
  void frozenCopyStaysAsItWas() {
    QPolicy live = policy(1, 0);
    QPolicy frozen = live.copy();
    Actor following = live.actor(1, Mode.EXPLOIT, new SeedTree(3).generators(1));
    live.network().setParameters(new float[12]);
    live.setWeights(new float[] {0, 1});
    live.setEpsilon(1);
    assertThat(act(frozen, -2)).containsExactly(12);
    assertThat(frozen.epsilon()).isEqualTo(0.3);
    assertThat(act(live, -2)).containsExactly(10);
    double[] act = new double[1];
    following.act(new double[] {-2}, null, act, null);
    assertThat(act).containsExactly(10);
  }

  @Test
  void stateComesBackInAnotherPolicy() {
    QPolicy policy = policy(1, -1);
    State state = new State();
    policy.save(state);
    QPolicy other = policy(0, 0);
    other.network().setParameters(new float[12]);
    other.setEpsilon(1);
    other.restore(state);
    assertThat(act(other, 2, 0, -2)).isEqualTo(act(policy, 2, 0, -2)).containsExactly(10, 10, 12);
    assertThat(other.epsilon()).isEqualTo(0.3);
    assertThat(other.weight(1)).isEqualTo(-1);
  }

  @Test
  void networkMustFitSpacesSignalsAndHead() {
    ActionNetwork network = policy(1, 0).network();
    assertThatThrownBy(
            () ->
                new QPolicy(
                    OBS, new Discrete(2), ScalarHead.Options.DEFAULT, network, new float[3], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maps 1 values to 2 for each of 3 actions")
        .hasMessageContaining("need 1 to 3 for each of 2");
  }
}
