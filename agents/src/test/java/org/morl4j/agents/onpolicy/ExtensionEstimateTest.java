package org.morl4j.agents.onpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.state.State;

/**
 * The estimate G_j(pi) = G_j(pi_old) + H E[(ratio - 1) A_j] of C-MORL's stage two (H = mean over
 * episodes of sum_t gamma^t), as PPO computes it, against exact policy gradients of a process of
 * two states and two actions. Expectations are exact: every transition is in the batch as often as
 * its probability says.
 *
 * <p>Finding: its gradient is exact where rows are weighted by gamma^t, or gamma is 1, or all steps
 * have the same distribution of states. A rollout counts all steps alike, so for gamma below 1 the
 * share of step t comes out as H / L (L the mean length of an episode) in place of gamma^t.
 */
class ExtensionEstimateTest {
  /** pi(1|s): 3/4 in state 0 and 1/2 in state 1. */
  private static final double[] LOGITS = {0, Math.log(3), 0, 0};

  /** Where action a leads from state s, [2 s + a]: 0 stays and 1 goes; from state 1 the reverse. */
  private static final int[] NEXT = {0, 1, 0, 1};

  /** Rewards of the two signals, [2 s + a]. */
  private static final double[][] REWARD = {{1, -2, 0.5, 3}, {-1, 0, 4, 2}};

  private static final int END = -1;

  /** A row of the batch: gamma is the signals', terminated where next is END. */
  private record Transition(int state, int action, int next, boolean lastOfSegment) {}

  // ---- an endless process: chains of single transitions, exact values from a linear critic

  @Test
  void exactWhereStatesAreStationary() {
    // p(0 -> 1) = 3/4, p(1 -> 0) = 1/2, so 2/5 and 3/5 of all steps, with 1:3 and 1:1 for actions.
    List<Transition> rows = endless(1, 3, 3, 3);
    for (int signal = 0; signal < 2; signal++) {
      double[] exact = differences(endlessReturn(signal, 0.5, 0.4));
      assertClose(estimate(rows, signal, 0.5, 0, 2), exact, 1, 1);
    }
  }

  @Test
  void exactWhereRowsAreWeightedByTheDiscount() {
    // From state 0 with gamma 1/2: sum_t gamma^t P(s_t = s) is 4/3 and 2/3.
    List<Transition> rows = endless(1, 3, 1, 1);
    for (int signal = 0; signal < 2; signal++) {
      double[] exact = differences(endlessReturn(signal, 0.5, 1));
      assertClose(estimate(rows, signal, 0.5, 0, 2), exact, 1, 1);
    }
  }

  @Test
  void uniformWeightsDeviateByTheRatioOfVisits() {
    // Long episodes from state 0, counted uniformly: visits 2/5, 3/5 in place of 2/3, 1/3.
    List<Transition> rows = endless(1, 3, 3, 3);
    for (int signal = 0; signal < 2; signal++) {
      double[] exact = differences(endlessReturn(signal, 0.5, 1));
      assertClose(estimate(rows, signal, 0.5, 0, 2), exact, 0.6, 1.8);
    }
  }

  // ---- episodes that end: after action 0 in state 0, and after any action in state 1

  @Test
  void exactWithoutDiscountForEpisodesOfAnyLength() {
    // 8 episodes with 14 steps: H = 14/8.
    for (int signal = 0; signal < 2; signal++) {
      double[] exact = differences(episodicReturn(signal, 1));
      assertClose(estimate(episodes(), signal, 1, 1, 14.0 / 8), exact, 1, 1);
    }
  }

  @Test
  void discountedEpisodesGetTheSameShareAtEveryStep() {
    // H = (2 + 6 * 1.5) / 8 = 11/8 and L = 14/8: step 0 comes out as 11/14 for 1, step 1 as 11/14
    // for 1/2.
    for (int signal = 0; signal < 2; signal++) {
      double[] exact = differences(episodicReturn(signal, 0.5));
      assertClose(estimate(episodes(), signal, 0.5, 1, 11.0 / 8), exact, 11.0 / 14, 2 * 11.0 / 14);
    }
  }

  private static List<Transition> endless(int... counts) {
    List<Transition> rows = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      for (int i = 0; i < counts[k]; i++) {
        rows.add(new Transition(k / 2, k % 2, NEXT[k], true));
      }
    }
    return rows;
  }

  /** All of 8 episodes: probability 1/4 for action 0 at once, 3/8 for each way through state 1. */
  private static List<Transition> episodes() {
    List<Transition> rows = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      rows.add(new Transition(0, 0, END, true));
    }
    for (int i = 0; i < 6; i++) {
      rows.add(new Transition(0, 1, 1, false));
      rows.add(new Transition(1, i % 2, END, true));
    }
    return rows;
  }

  private static double probability(double[] logits, int s, int a) {
    double e0 = Math.exp(logits[2 * s]);
    double e1 = Math.exp(logits[2 * s + 1]);
    return (a == 0 ? e0 : e1) / (e0 + e1);
  }

  /** V of both states of the endless process by Cramer's rule for V = r + gamma P V. */
  private static double[] values(double[] logits, int signal, double gamma) {
    double[] r = new double[2];
    double[] toOne = new double[2];
    for (int k = 0; k < 4; k++) {
      double p = probability(logits, k / 2, k % 2);
      r[k / 2] += p * REWARD[signal][k];
      toOne[k / 2] += p * NEXT[k];
    }
    double a = 1 - gamma * (1 - toOne[0]);
    double b = -gamma * toOne[0];
    double c = -gamma * (1 - toOne[1]);
    double d = 1 - gamma * toOne[1];
    double determinant = a * d - b * c;
    return new double[] {(r[0] * d - b * r[1]) / determinant, (a * r[1] - c * r[0]) / determinant};
  }

  private static ToDoubleFunction<double[]> endlessReturn(
      int signal, double gamma, double startInZero) {
    return logits -> {
      double[] v = values(logits, signal, gamma);
      return startInZero * v[0] + (1 - startInZero) * v[1];
    };
  }

  private static ToDoubleFunction<double[]> episodicReturn(int signal, double gamma) {
    double[] r = REWARD[signal];
    return logits -> {
      double inOne = probability(logits, 1, 0) * r[2] + probability(logits, 1, 1) * r[3];
      return probability(logits, 0, 0) * r[0] + probability(logits, 0, 1) * (r[1] + gamma * inOne);
    };
  }

  private static double[] differences(ToDoubleFunction<double[]> returns) {
    double[] gradient = new double[4];
    double h = 1e-5;
    for (int i = 0; i < 4; i++) {
      double[] moved = LOGITS.clone();
      moved[i] += h;
      double up = returns.applyAsDouble(moved);
      moved[i] -= 2 * h;
      gradient[i] = (up - returns.applyAsDouble(moved)) / (2 * h);
    }
    return gradient;
  }

  /**
   * @param factors of the entries of state 0 and of state 1
   */
  private static void assertClose(double[] actual, double[] exact, double... factors) {
    for (int i = 0; i < 4; i++) {
      assertThat(Math.abs(exact[i])).isGreaterThan(0.01);
      assertThat(actual[i])
          .as("logit of state %s, action %s", i / 2, i % 2)
          .isCloseTo(factors[i / 2] * exact[i], within(2e-6));
    }
  }

  /** The penalty is minus the estimate and nothing else drives the policy. */
  private record MinusEstimate(int signal, double horizon) implements Criterion {
    @Override
    public Set<Hook> hooks() {
      return EnumSet.of(Hook.WEIGHTS, Hook.LOSS);
    }

    @Override
    public void mix(float[] values, float @Nullable [] preference, int rows, float[] out) {
      Arrays.fill(out, 0, rows, 0);
    }

    @Override
    public void mixGradient(
        float[] values, float @Nullable [] preference, int rows, float[] dValues) {
      throw new UnsupportedOperationException();
    }

    @Override
    public double horizon(int ofSignal) {
      return horizon;
    }

    @Override
    public double penalty(double[] surrogate, double[] unit, double[] gradient) {
      Arrays.fill(gradient, 0);
      gradient[signal] = -unit[signal];
      return -unit[signal] * surrogate[signal];
    }

    @Override
    public void save(State out) {}

    @Override
    public void restore(State in) {}
  }

  /** The estimate's gradient with respect to the logits at pi_old, from PPO's own code. */
  private static double[] estimate(
      List<Transition> transitions, int signal, double gamma, double lambda, double horizon) {
    Discrete two = new Discrete(2);
    ActorCriticOptions tables =
        ActorCriticOptions.DEFAULT.withHidden().withNormalized(false, false);
    Signals signals = signals(gamma, lambda);
    int n = transitions.size();
    OnPolicyNetworks networks =
        OnPolicyNetworks.joint(tables, n, OnPolicyFixture.setup(two, two, signals));
    // Each network: weight [output, state], then biases; with one-hot states a table.
    float[] parameters = new float[12];
    for (int i = 0; i < 2; i++) {
      for (int state = 0; state < 2; state++) {
        parameters[2 * i + state] = (float) LOGITS[2 * state + i]; // action i
        double v = lambda == 0 ? values(LOGITS, i, gamma)[state] : 0; // signal i
        parameters[6 + 2 * i + state] = (float) v;
      }
    }
    networks.parameters().write(parameters);
    Criterion criterion = new MinusEstimate(signal, horizon);
    OnPolicyBatch rollout =
        OnPolicyBatch.of(batch(transitions, networks.policy(), signals), criterion, networks);
    PolicyRows rows = networks.rows();
    rows.forward(rollout);
    assertThat(PolicyLoss.CLIP.loss(rows, 0.2)).isZero();
    assertThat(rows.addPenalty(criterion)).isZero();
    rows.backward(0);
    double[] gradient = OnPolicyFixture.gradient(networks.parameters());
    return new double[] {-gradient[0], -gradient[2], -gradient[1], -gradient[3]};
  }

  private static Signals signals(double gamma, double lambda) {
    return new Signals(
        List.of(
            new Signal("one", Signal.Kind.OBJECTIVE, gamma, lambda),
            new Signal("two", Signal.Kind.OBJECTIVE, gamma, lambda)));
  }

  private static Batch batch(List<Transition> transitions, NetworkPolicy policy, Signals signals) {
    int n = transitions.size();
    float[] obs = new float[2 * n];
    float[] nextObs = new float[2 * n];
    double[] act = new double[n];
    double[] reward = new double[2 * n];
    boolean[] terminated = new boolean[n];
    int[] offsets = new int[n + 1];
    int segments = 0;
    for (int i = 0; i < n; i++) {
      Transition t = transitions.get(i);
      obs[2 * i + t.state] = 1;
      terminated[i] = t.next == END;
      nextObs[2 * i + Math.max(0, t.next)] = 1;
      act[i] = t.action;
      reward[2 * i] = REWARD[0][2 * t.state + t.action];
      reward[2 * i + 1] = REWARD[1][2 * t.state + t.action];
      if (t.lastOfSegment) {
        offsets[++segments] = i + 1;
      }
    }
    int[] steps = new int[n];
    Arrays.fill(steps, 1);
    float[] logProb = new float[n];
    policy
        .head()
        .evaluate(policy.network().forward(obs, n), policy.free(), act, n, logProb, new float[n]);
    return new Batch(
            signals,
            Arrays.copyOf(offsets, segments + 1),
            obs,
            nextObs,
            act,
            reward,
            new double[0],
            terminated,
            new boolean[n],
            steps)
        .with(Column.LOG_PROB, logProb);
  }
}
