package org.morl4j.agents.onpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.morl4j.agents.onpolicy.OnPolicyFixture.HORIZON;
import static org.morl4j.agents.onpolicy.OnPolicyFixture.NETWORK;
import static org.morl4j.agents.onpolicy.OnPolicyFixture.ROWS;
import static org.morl4j.agents.onpolicy.OnPolicyFixture.SIGNALS;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.morl4j.agents.onpolicy.OnPolicyFixture.Curved;
import org.morl4j.constraints.ConjugateGradient;
import org.morl4j.core.constraint.PolicySurface;
import org.morl4j.nn.Trainable;

/**
 * Surrogates, divergences and Fisher products of a Gaussian policy with free deviations, at rows
 * that count unevenly.
 */
class PolicyRowsTest {
  private static final double KL = 3;

  private final OnPolicyFixture fixture = new OnPolicyFixture();
  private final Trainable parameters;
  private final OnPolicyBatch rollout;
  private final PolicyRows rows;
  private final RolloutSurface surface;
  private final double[] anchor;

  PolicyRowsTest() {
    OnPolicyNetworks networks =
        OnPolicyNetworks.apart(OnPolicyFixture.networks(), ROWS, OnPolicyFixture.setup());
    parameters = networks.parameters();
    fixture.perturb(parameters, NETWORK, 0.3);
    rollout = OnPolicyBatch.of(fixture.batch(networks.policy()), new Curved(), networks);
    // The centre is not the policy that acted, as after a change of observation moments.
    perturb();
    rows = networks.rows();
    surface = new RolloutSurface(rows, parameters, rollout, new Curved());
    anchor = surface.parameters();
  }

  private void perturb() {
    fixture.perturb(parameters, parameters.parameterCount(), 0.1);
  }

  /** Somewhere near the centre. */
  private double[] moved() {
    perturb();
    double[] there = OnPolicyFixture.parameters(parameters);
    surface.set(there);
    return there;
  }

  private double kl(double[] p, double[] q) {
    return OnPolicyFixture.kl(rollout, p, q);
  }

  /** -E[ratio A]. */
  private double surrogateLoss(double[] at) {
    double[] ratios = OnPolicyFixture.ratios(rollout, at);
    double loss = 0;
    for (int i = 0; i < rollout.rows; i++) {
      loss -= rollout.weight[i] * ratios[i] * rollout.mixed[i] / rollout.rows;
    }
    return loss;
  }

  private double loss(double[] at) {
    return surrogateLoss(at) + OnPolicyFixture.penalty(rollout, at);
  }

  @Test
  void surrogateLossByHand() {
    float[] d = new float[3];
    double[] ratio = {1, 2, 0.5};
    float[] advantage = {3, -1, 4};
    // 3, -2, 2: nothing is clipped
    PolicyRows.Samples even = new PolicyRows.Samples(3, ratio, advantage, new float[] {1, 1, 1});
    assertThat(PolicyRows.surrogateLoss(even, d)).isEqualTo(-1);
    assertThat(d).containsExactly(new float[] {-1, 2f / 3, -2f / 3}, within(1e-7f));
    // half, double and half of it
    PolicyRows.Samples uneven =
        new PolicyRows.Samples(3, ratio, advantage, new float[] {0.5f, 2, 0.5f});
    assertThat(PolicyRows.surrogateLoss(uneven, d)).isEqualTo((-1.5 + 4 - 1) / 3);
    assertThat(d).containsExactly(new float[] {-0.5f, 4f / 3, -1f / 3}, within(1e-7f));
  }

  @Test
  void centreIsWhereTheSurfaceWasMade() {
    PolicySurface.Probe probe = surface.probe();
    assertThat(probe.kl()).isZero();
    assertThat(probe.loss()).isCloseTo(loss(anchor), within(1e-5));
    CentralDifferences.check(surface.gradient(), this::loss, anchor);
    double norm = Math.sqrt(ConjugateGradient.dot(surface.gradient(), surface.gradient()));
    assertThat(surface.gradientNorm()).isEqualTo(norm);
    surface.gradient()[0] = 99;
    assertThat(surface.gradient()[0]).isNotEqualTo(99);
  }

  @Test
  void lossWithItsPenaltyByCentralDifferences() {
    double[] at = moved();
    assertThat(surface.probe().loss()).isCloseTo(loss(at), within(1e-6 * Math.abs(loss(at))));
    CentralDifferences.check(surface.gradient(), this::loss, at);
    for (int s = 0; s < SIGNALS; s++) {
      int signal = s;
      CentralDifferences.check(
          surface.gradient(s),
          p -> HORIZON[signal] * OnPolicyFixture.surrogates(rollout, p)[signal],
          at);
    }
  }

  @Test
  void lossOfMirrorDescentByCentralDifferences() {
    double[] at = moved();
    assertThat(rows.klToAnchor()).isCloseTo(kl(at, anchor), within(1e-5)).isGreaterThan(0.01);
    rows.surrogateLoss();
    rows.addPenalty(new Curved());
    rows.addKl(KL);
    rows.backward(0);
    CentralDifferences.check(
        OnPolicyFixture.gradient(parameters), p -> loss(p) + KL * kl(p, anchor), at);
    // The divergence counts once.
    rows.forward(rollout);
    CentralDifferences.check(surface.gradient(), this::loss, at);
  }

  @Test
  void klPenaltyByCentralDifferences() {
    double[] at = moved();
    PolicyLoss loss = new PolicyLoss.Kl(KL);
    CentralDifferences.Formula formula = p -> surrogateLoss(p) + KL * kl(p, anchor);
    assertThat(loss.anchored()).isTrue();
    assertThat(loss.loss(rows, 0.2)).isCloseTo(formula.of(at), within(1e-5));
    rows.backward(0);
    CentralDifferences.check(OnPolicyFixture.gradient(parameters), formula, at);
  }

  @Test
  void focopsByCentralDifferences() {
    double[] at = moved();
    double[] kl = OnPolicyFixture.divergences(rollout, at, anchor);
    double maxKl = Arrays.stream(kl).sorted().skip(kl.length / 2).findFirst().orElseThrow();
    PolicyLoss.Focops loss = new PolicyLoss.Focops(1.5, maxKl * 1.001);
    // Which rows count is held where it is: the indicator has no derivative.
    CentralDifferences.Formula formula =
        p -> {
          double[] ratios = OnPolicyFixture.ratios(rollout, p);
          double[] divergence = OnPolicyFixture.divergences(rollout, p, anchor);
          double sum = 0;
          for (int i = 0; i < rollout.rows; i++) {
            if (kl[i] <= loss.maxKl()) {
              double row = divergence[i] - ratios[i] * rollout.mixed[i] / 1.5;
              sum += rollout.weight[i] * row / rollout.rows;
            }
          }
          return sum;
        };
    assertThat(loss.loss(rows, 0.2)).isCloseTo(formula.of(at), within(1e-5));
    rows.backward(0);
    CentralDifferences.check(OnPolicyFixture.gradient(parameters), formula, at);
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
    double[] expected = OnPolicyFixture.surrogates(rollout, there);
    for (int s = 0; s < SIGNALS; s++) {
      assertThat(probe.changes().get(s)).isCloseTo(HORIZON[s] * expected[s], within(1e-5));
    }
    surface.set(anchor);
    assertThat(surface.parameters()).containsExactly(anchor);
    assertThat(surface.probe().kl()).isZero();
  }

  /** u'Fv = d^2/ds dt KL(theta || theta + s u + t v) at 0, by differences. */
  @Test
  void fisherProductIsTheHessianOfTheKl() {
    for (int k = 0; k < 6; k++) {
      double[] u = fixture.gaussians(anchor.length);
      double[] v = fixture.gaussians(anchor.length);
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
      double[] fu = surface.fisherVector(u, 0);
      double actual = ConjugateGradient.dot(u, fv);
      double size = Math.sqrt(ConjugateGradient.dot(u, fu) * ConjugateGradient.dot(v, fv));
      assertThat(actual).isCloseTo(expected, within(1e-3 * size));
      assertThat(ConjugateGradient.dot(fu, v)).isCloseTo(actual, within(1e-5 * size));
      double[] damped = surface.fisherVector(v, 0.3);
      for (int i = 0; i < damped.length; i++) {
        assertThat(damped[i]).isCloseTo(fv[i] + 0.3 * v[i], within(1e-9));
      }
    }
  }
}
