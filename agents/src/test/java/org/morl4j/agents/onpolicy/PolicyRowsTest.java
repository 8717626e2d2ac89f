package org.morl4j.agents.onpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.PolicySurface;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Networks;
import org.morl4j.nn.head.HeadOptions;
import org.morl4j.testkit.ReferenceNetwork;

/**
 * Surrogates, divergences and Fisher products of a Gaussian policy with free deviations against
 * differences of formulas written down here once more, in double precision.
 */
class PolicyRowsTest {
  private static final int OBS = 3;
  private static final int ACT = 2;
  private static final int SIGNALS = 2;
  private static final int ROWS = 40;
  private static final int HIDDEN = 5;
  private static final int NETWORK = HIDDEN * (OBS + 1) + ACT * (HIDDEN + 1);
  private static final double KL = 3;

  private final Rng rng = new Rng(11);
  private final NetworkPolicy policy =
      new NetworkPolicy(
          Box.of(OBS, -9, 9, Dtype.FLOAT64),
          Box.of(ACT, -1, 1, Dtype.FLOAT32),
          HeadOptions.DEFAULT,
          Networks.create(NetworkSpec.mlp(OBS, new int[] {HIDDEN}, Activation.TANH, ACT, 1), rng),
          false);
  private final StateValues critic =
      new StateValues(
          Networks.create(
              NetworkSpec.mlp(OBS, new int[] {HIDDEN}, Activation.TANH, SIGNALS, 1), rng),
          ScalarHead.Options.DEFAULT,
          new ValueScale(SIGNALS, true),
          ROWS);
  private final OnPolicyBatch rollout = new OnPolicyBatch(policy, critic);
  private final RolloutSurface surface = new RolloutSurface(policy, rollout, SIGNALS);
  private final PolicyRows rows = surface.rows();
  private final double[] anchor;

  PolicyRowsTest() {
    rollout.load(batch(), new Curved());
    // The centre is not the policy that acted, as after a change of observation moments.
    perturb(0.1);
    surface.load();
    anchor = surface.parameters();
  }

  /** Mixes unevenly; its penalty is curved, so that its slope depends on the surrogates. */
  private static final class Curved implements Criterion {
    @Override
    public Set<Hook> hooks() {
      return EnumSet.of(Hook.WEIGHTS, Hook.LOSS);
    }

    @Override
    public void mix(float[] values, float @Nullable [] preference, int rows, float[] out) {
      for (int i = 0; i < rows; i++) {
        out[i] = 0.7f * values[2 * i] - 0.4f * values[2 * i + 1];
      }
    }

    @Override
    public void mixGradient(
        float[] values, float @Nullable [] preference, int rows, float[] dValues) {
      throw new UnsupportedOperationException();
    }

    @Override
    public double penalty(double[] surrogate, double[] unit, double[] gradient) {
      gradient[0] = 2 + 6 * surrogate[0];
      gradient[1] = -Math.exp(-surrogate[1]);
      return 2 * surrogate[0] + 3 * surrogate[0] * surrogate[0] + Math.exp(-surrogate[1]);
    }

    @Override
    public void save(State out) {}

    @Override
    public void restore(State in) {}
  }

  private Batch batch() {
    Signals signals =
        new Signals(
            List.of(
                new Signal("one", Signal.Kind.OBJECTIVE, 0.9, 0.8),
                new Signal("two", Signal.Kind.OBJECTIVE, 0.5, 1)));
    float[] obs = floats(ROWS * OBS);
    double[] act = gaussians(ROWS * ACT);
    float[] logProb = new float[ROWS];
    float[] out = policy.network().forward(obs, ROWS);
    policy.head().evaluate(out, policy.free(), act, ROWS, logProb, new float[ROWS]);
    int[] steps = new int[ROWS];
    Arrays.fill(steps, 1);
    return new Batch(
            signals,
            new int[] {0, 17, ROWS},
            obs,
            floats(ROWS * OBS),
            act,
            gaussians(ROWS * SIGNALS),
            new double[0],
            new boolean[ROWS],
            new boolean[ROWS],
            steps)
        .with(Column.LOG_PROB, logProb);
  }

  private double[] gaussians(int n) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = rng.nextGaussian();
    }
    return values;
  }

  private float[] floats(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) rng.nextGaussian();
    }
    return values;
  }

  private void perturb(double size) {
    PolicyParameters parameters = new PolicyParameters(policy);
    float[] flat = new float[parameters.count()];
    parameters.get(flat);
    for (int i = 0; i < flat.length; i++) {
      flat[i] += (float) (size * rng.nextGaussian());
    }
    parameters.set(flat);
  }

  private double[] means(double[] parameters) {
    ReferenceNetwork network =
        new ReferenceNetwork(
            new int[] {OBS, HIDDEN, ACT},
            new String[] {"TANH", "IDENTITY"},
            new boolean[2],
            Arrays.copyOf(parameters, NETWORK));
    double[] in = new double[ROWS * OBS];
    for (int i = 0; i < in.length; i++) {
      in[i] = rollout.obs()[i];
    }
    return network.forward(in, ROWS);
  }

  private double[] ratios(double[] parameters) {
    double[] mean = means(parameters);
    double[] ratios = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      double logProb = 0;
      for (int j = 0; j < ACT; j++) {
        double logStd = parameters[NETWORK + j];
        double z = (rollout.act()[i * ACT + j] - mean[i * ACT + j]) / Math.exp(logStd);
        logProb += -0.5 * z * z - logStd - 0.5 * Math.log(2 * Math.PI);
      }
      ratios[i] = Math.exp(logProb - rollout.oldLogProb()[i]);
    }
    return ratios;
  }

  private double signalGain(double[] parameters, int s) {
    double[] ratios = ratios(parameters);
    double sum = 0;
    for (int i = 0; i < ROWS; i++) {
      sum += ratios[i] * rollout.advantages()[i * SIGNALS + s] / ROWS;
    }
    return sum;
  }

  /** -E[ratio A] + penalty. */
  private double loss(double[] parameters) {
    double[] ratios = ratios(parameters);
    double loss = 0;
    double[] surrogate = new double[SIGNALS];
    for (int i = 0; i < ROWS; i++) {
      loss -= ratios[i] * rollout.mixed()[i] / ROWS;
      for (int s = 0; s < SIGNALS; s++) {
        surrogate[s] += (ratios[i] - 1) * rollout.advantages()[i * SIGNALS + s] / ROWS;
      }
    }
    return loss + new Curved().penalty(surrogate, new double[SIGNALS], new double[SIGNALS]);
  }

  /** E[KL(p || q)]. */
  private double kl(double[] p, double[] q) {
    double[] pMean = means(p);
    double[] qMean = means(q);
    double sum = 0;
    for (int i = 0; i < ROWS * ACT; i++) {
      double pLogStd = p[NETWORK + i % ACT];
      double qLogStd = q[NETWORK + i % ACT];
      double d = pMean[i] - qMean[i];
      double variances = Math.exp(2 * pLogStd) + d * d;
      sum += qLogStd - pLogStd + 0.5 * (variances / Math.exp(2 * qLogStd) - 1);
    }
    return sum / ROWS;
  }

  private interface Formula {
    double of(double[] parameters);
  }

  private static void assertGradient(double[] gradient, Formula formula, double[] at) {
    double h = 1e-6;
    double[] expected = new double[at.length];
    double largest = 0;
    for (int p = 0; p < at.length; p++) {
      double[] moved = at.clone();
      moved[p] = at[p] + h;
      double up = formula.of(moved);
      moved[p] = at[p] - h;
      expected[p] = (up - formula.of(moved)) / (2 * h);
      largest = Math.max(largest, Math.abs(expected[p]));
    }
    assertThat(gradient).containsExactly(expected, within(1e-5 * largest));
  }

  @Test
  void surrogateLossByHand() {
    float[] d = new float[3];
    double[] ratio = {1, 2, 0.5};
    double loss = PolicyRows.surrogateLoss(ratio, new float[] {3, -1, 4}, 3, d);
    // 3, -2, 2: nothing is clipped
    assertThat(loss).isEqualTo(-1);
    assertThat(d).containsExactly(new float[] {-1, 2f / 3, -2f / 3}, within(1e-7f));
  }

  @Test
  void lossWithItsPenaltyByCentralDifferences() {
    perturb(0.1);
    rows.forward();
    double[] at = surface.parameters();
    assertThat(surface.loss(new Curved())).isCloseTo(loss(at), within(1e-5));
    assertGradient(surface.lossGradient(), this::loss, at);
    for (int s = 0; s < SIGNALS; s++) {
      int signal = s;
      assertGradient(surface.gradient(s), p -> signalGain(p, signal), at);
    }
  }

  @Test
  void lossOfMirrorDescentByCentralDifferences() {
    perturb(0.1);
    rows.forward();
    double[] at = surface.parameters();
    assertThat(rows.klToAnchor()).isCloseTo(kl(at, anchor), within(1e-5)).isGreaterThan(0.01);
    surface.loss(new Curved());
    float[] gradient = new float[at.length];
    rows.backward(0, KL, gradient);
    double[] actual = new double[at.length];
    for (int i = 0; i < actual.length; i++) {
      actual[i] = gradient[i];
    }
    assertGradient(actual, p -> loss(p) + KL * kl(p, anchor), at);
  }

  @Test
  void probeIsOfTheParametersThatWereSet() {
    double[] there = anchor.clone();
    for (int i = 0; i < there.length; i++) {
      there[i] += 0.1 * Math.sin(i);
    }
    surface.set(there);
    PolicySurface.Probe probe = surface.probe();
    assertThat(probe.kl()).isCloseTo(kl(anchor, there), within(1e-5)).isGreaterThan(0.01);
    double[] ratios = ratios(there);
    for (int s = 0; s < SIGNALS; s++) {
      double expected = 0;
      for (int i = 0; i < ROWS; i++) {
        expected += (ratios[i] - 1) * rollout.advantages()[i * SIGNALS + s] / ROWS;
      }
      assertThat(probe.surrogates().get(s)).isCloseTo(expected, within(1e-5));
    }
    surface.set(anchor);
    assertThat(surface.parameters()).containsExactly(anchor);
    assertThat(surface.kl()).isZero();
  }

  /** u'Fv = d^2/ds dt KL(theta || theta + s u + t v) at 0, by differences. */
  @Test
  void fisherProductIsTheHessianOfTheKl() {
    for (int k = 0; k < 6; k++) {
      double[] u = gaussians(anchor.length);
      double[] v = gaussians(anchor.length);
      double h = 1e-3;
      double expected = 0;
      for (int sign = -1; sign <= 1; sign += 2) {
        double[] same = anchor.clone();
        double[] other = anchor.clone();
        for (int i = 0; i < same.length; i++) {
          same[i] += sign * h * (u[i] + v[i]);
          other[i] += sign * h * (u[i] - v[i]);
        }
        expected += (kl(anchor, same) - kl(anchor, other)) / (4 * h * h);
      }
      double[] fv = surface.fisherVector(v, 0);
      double actual = dot(u, fv);
      double size = Math.sqrt(dot(u, surface.fisherVector(u, 0)) * dot(v, fv));
      assertThat(actual).isCloseTo(expected, within(1e-3 * size));
      assertThat(dot(surface.fisherVector(u, 0), v)).isCloseTo(actual, within(1e-5 * size));
      double[] damped = surface.fisherVector(v, 0.3);
      for (int i = 0; i < damped.length; i++) {
        assertThat(damped[i]).isCloseTo(fv[i] + 0.3 * v[i], within(1e-9));
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
