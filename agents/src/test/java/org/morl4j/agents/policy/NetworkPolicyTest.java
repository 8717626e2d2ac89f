package org.morl4j.agents.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.MultiDiscrete;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Networks;
import org.morl4j.nn.head.ActionHead;
import org.morl4j.nn.head.HeadOptions;

class NetworkPolicyTest {
  private static final Space OBS = Box.of(2, -5, 5, Dtype.FLOAT64);
  private static final Space ACT = Box.of(2, -1, 1, Dtype.FLOAT32);
  private static final int ROWS = 5;

  private static NetworkPolicy policy(Space act, long seed) {
    ActionHead head = ActionHead.of(act, HeadOptions.DEFAULT);
    NetworkSpec spec = NetworkSpec.mlp(2, new int[] {8}, Activation.TANH, head.outputs(), 1);
    NetworkPolicy policy =
        new NetworkPolicy(
            OBS, act, HeadOptions.DEFAULT, Networks.create(spec, new Rng(seed)), true);
    Objects.requireNonNull(policy.obsMoments()).add(new float[] {0, 1, 2, 5}, 2);
    return policy;
  }

  private static double[] obs() {
    double[] obs = new double[ROWS * 2];
    Rng rng = new Rng(9);
    for (int i = 0; i < obs.length; i++) {
      obs[i] = 2 * rng.nextGaussian();
    }
    return obs;
  }

  private static double[] act(NetworkPolicy policy, Mode mode) {
    Actor actor = policy.actor(ROWS, mode, new SeedTree(3).generators(ROWS));
    double[] act = new double[ROWS * policy.actionSpace().size()];
    actor.act(obs(), null, act, null);
    return act;
  }

  /** Moves everything that a learner moves. */
  private static void change(NetworkPolicy policy) {
    float[] parameters = new float[policy.network().parameterCount()];
    policy.network().getParameters(parameters, 0);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += 0.1f;
    }
    policy.network().setParameters(parameters, 0);
    Arrays.fill(policy.free(), -1);
    Objects.requireNonNull(policy.obsMoments()).add(new float[] {30, 30}, 1);
  }

  @Test
  void frozenCopyStaysAsItWas() {
    NetworkPolicy live = policy(ACT, 1);
    NetworkPolicy frozen = live.copy();
    double[] greedy = act(live, Mode.EXPLOIT);
    double[] drawn = act(live, Mode.EXPLORE);
    change(live);
    assertThat(act(live, Mode.EXPLOIT)).isNotEqualTo(greedy);
    assertThat(act(live, Mode.EXPLORE)).isNotEqualTo(drawn);
    assertThat(act(frozen, Mode.EXPLOIT)).isEqualTo(greedy);
    assertThat(act(frozen, Mode.EXPLORE)).isEqualTo(drawn);
  }

  @Test
  void actorFollowsItsLivePolicy() {
    NetworkPolicy live = policy(ACT, 1);
    Actor actor = live.actor(ROWS, Mode.EXPLOIT, new SeedTree(3).generators(ROWS));
    double[] act = new double[ROWS * 2];
    actor.act(obs(), null, act, null);
    change(live);
    actor.act(obs(), null, act, null);
    assertThat(act).isEqualTo(act(live, Mode.EXPLOIT));
  }

  @Test
  void rowsDoNotDependOnHowTheyAreSplit() {
    NetworkPolicy policy = policy(ACT, 1);
    double[] whole = new double[ROWS * 2];
    double[] wholeLogProb = new double[ROWS];
    Rng[] generators = new SeedTree(3).generators(ROWS);
    policy.actor(ROWS, Mode.EXPLORE, generators).act(obs(), null, whole, wholeLogProb);
    generators = new SeedTree(3).generators(ROWS);
    int at = 0;
    for (int n : new int[] {2, 1, 2}) {
      Rng[] own = Arrays.copyOfRange(generators, at, at + n);
      double[] act = new double[n * 2];
      double[] logProb = new double[n];
      policy
          .actor(n, Mode.EXPLORE, own)
          .act(Arrays.copyOfRange(obs(), 2 * at, 2 * (at + n)), null, act, logProb);
      assertThat(act).isEqualTo(Arrays.copyOfRange(whole, 2 * at, 2 * (at + n)));
      assertThat(logProb).isEqualTo(Arrays.copyOfRange(wholeLogProb, at, at + n));
      at += n;
    }
  }

  @Test
  void logProbIsThatOfTheHead() {
    NetworkPolicy policy = policy(new MultiDiscrete(List.of(2, 3)), 4);
    double[] act = new double[ROWS * 2];
    double[] logProb = new double[ROWS];
    policy
        .actor(ROWS, Mode.EXPLORE, new SeedTree(3).generators(ROWS))
        .act(obs(), null, act, logProb);
    float[] features = new float[ROWS * 2];
    for (int i = 0; i < ROWS; i++) {
      OBS.encode(obs(), 2 * i, features, 2 * i);
    }
    policy.normalize(features, ROWS, features);
    float[] out = policy.network().forward(features, ROWS);
    float[] expected = new float[ROWS];
    policy.head().evaluate(out, policy.free(), act, ROWS, expected, new float[ROWS]);
    for (int i = 0; i < ROWS; i++) {
      assertThat((float) logProb[i]).isCloseTo(expected[i], within(1e-6f));
    }
  }

  @Test
  void stateComesBackInAnotherPolicy() {
    NetworkPolicy policy = policy(ACT, 1);
    change(policy);
    State state = new State();
    policy.save(state);
    NetworkPolicy other = policy(ACT, 2);
    assertThat(act(other, Mode.EXPLORE)).isNotEqualTo(act(policy, Mode.EXPLORE));
    other.restore(state);
    assertThat(act(other, Mode.EXPLORE)).isEqualTo(act(policy, Mode.EXPLORE));
    assertThat(act(other, Mode.EXPLOIT)).isEqualTo(act(policy, Mode.EXPLOIT));
  }

  @Test
  void actorGoesOnDrawingAfterRestore() {
    NetworkPolicy policy = policy(ACT, 1);
    Actor actor = policy.actor(ROWS, Mode.EXPLORE, new SeedTree(3).generators(ROWS));
    double[] act = new double[ROWS * 2];
    actor.act(obs(), null, act, null);
    State state = new State();
    actor.save(state);
    actor.act(obs(), null, act, null);
    Actor resumed = policy.actor(ROWS, Mode.EXPLORE, new SeedTree(77).generators(ROWS));
    resumed.restore(state);
    double[] again = new double[ROWS * 2];
    resumed.act(obs(), null, again, null);
    assertThat(again).isEqualTo(act);
  }

  @Test
  void networkMustFitTheSpaces() {
    NetworkSpec spec = NetworkSpec.mlp(3, new int[0], Activation.TANH, 4, 1);
    assertThatThrownBy(
            () ->
                new NetworkPolicy(
                    OBS,
                    new Discrete(5),
                    HeadOptions.DEFAULT,
                    Networks.create(spec, new Rng(1)),
                    false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maps 3 to 4 values, but the spaces need 2 to 5");
  }
}
