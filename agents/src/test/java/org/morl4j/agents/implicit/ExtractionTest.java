package org.morl4j.agents.implicit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.nn.head.HeadOptions;
import org.morl4j.nn.head.SquashedGaussian;

/** Weights of the reference policy's actions: by hand, by finite differences, by their optimum. */
class ExtractionTest {
  private static final int A = 2;
  private static final int Z = 2 * A;
  private static final float[] NO_FREE = {};
  private static final SquashedGaussian HEAD =
      new SquashedGaussian(
          Box.of(A, -1, 1, Dtype.FLOAT64),
          new HeadOptions(HeadOptions.Gaussian.SQUASHED, 0, -5, 2));

  private static ReferenceRows rows(int sets, int rows, int outputs) {
    ReferenceRows known = new ReferenceRows(outputs);
    known.reserve(sets, rows);
    return known;
  }

  private static float[] weights(
      Extraction extraction, ReferenceRows known, UniRl.Divergence divergence, double most) {
    float[] omega = new float[known.count()];
    extraction.weights(known, divergence, most, omega);
    return omega;
  }

  @Test
  void likelihoodWeighsByTheOptimumsRatio() {
    ReferenceRows known = rows(1, 3, 1);
    System.arraycopy(new float[] {2, -3, 40}, 0, known.d(), 0, 3);
    Extraction likelihood = Extraction.Likelihood.DEFAULT;
    assertThat(weights(likelihood, known, new UniRl.ReverseKl(2, 5), 100))
        .containsExactly(new float[] {(float) Math.E, (float) Math.exp(-1.5), 100}, within(1e-5f));
    assertThat(weights(likelihood, known, new UniRl.ChiSquare(1), 9)).containsExactly(2, 0, 9);
  }

  /** rho = 2, then 4, which is clipped at 3. */
  @Test
  void importanceByHand() {
    ReferenceRows known = rows(1, 2, 1);
    known.d()[0] = 5;
    known.d()[1] = 5;
    known.logRatio()[0] = (float) Math.log(2);
    known.logRatio()[1] = (float) Math.log(4);
    Extraction importance = new Extraction.Importance(3);
    assertThat(weights(importance, known, new UniRl.ChiSquare(1.5), 1))
        .containsExactly(new float[] {2 * (5 - 3), 3 * (5 - 6)}, within(1e-5f));
    float kl = (float) (2 * (5 - 1.5 * Math.log(2)));
    assertThat(weights(importance, known, new UniRl.ReverseKl(1.5, 5), 1)[0])
        .isCloseTo(kl, within(1e-5f));
  }

  /** At the regularised optimum nothing is left to climb. */
  @Test
  void importanceRestsAtTheOptimum() {
    for (UniRl.Divergence divergence : List.of(new UniRl.ReverseKl(2, 5), new UniRl.ChiSquare(2))) {
      ReferenceRows known = rows(1, 2, 1);
      for (int i = 0; i < 2; i++) {
        known.d()[i] = 3f - 5 * i;
        known.logRatio()[i] = (float) Math.log(divergence.weights().weight(known.d()[i]));
      }
      assertThat(weights(new Extraction.Importance(100), known, divergence, 1))
          .containsExactly(new float[] {0, 0}, within(1e-4f));
    }
  }

  /** The divergence's slope is alpha f', its curvature alpha f'' at 1. */
  @Test
  void slopesOfTheDivergences() {
    DoubleUnaryOperator kl = x -> 2 * (x * Math.log(x) - x + 1);
    DoubleUnaryOperator chi = x -> 3 * (x - 1) * (x - 1);
    slope(new UniRl.ReverseKl(2, 5), kl);
    slope(new UniRl.ChiSquare(3), chi);
  }

  private static void slope(UniRl.Divergence divergence, DoubleUnaryOperator f) {
    double h = 1e-4;
    for (double x : new double[] {0.3, 1, 2.5}) {
      double numeric = (f.applyAsDouble(x + h) - f.applyAsDouble(x - h)) / (2 * h);
      assertThat(divergence.slope(x)).isCloseTo(numeric, within(1e-6));
    }
    double second = (divergence.slope(1 + h) - divergence.slope(1 - h)) / (2 * h);
    assertThat(divergence.curvature()).isCloseTo(second, within(1e-6));
  }

  static Stream<UniRl.Divergence> divergences() {
    return Stream.of(new UniRl.ReverseKl(1.5, 5), new UniRl.ChiSquare(0.8));
  }

  /** d/dz of -1/(K B) sum (rho d - alpha f(rho)) through the policy's head, K = 2, B = 3. */
  @ParameterizedTest
  @MethodSource("divergences")
  void importanceFollowsTheObjective(UniRl.Divergence divergence) {
    Rng rng = new Rng(7);
    int sets = 2;
    int n = 3;
    float[] z = new float[n * Z];
    for (int i = 0; i < z.length; i++) {
      z[i] = (float) (0.5 * rng.nextGaussian());
    }
    double[] act = new double[sets * n * A];
    for (int i = 0; i < act.length; i++) {
      act[i] = 1.6 * rng.nextDouble() - 0.8;
    }
    float[] logMu = new float[sets * n];
    ReferenceRows known = rows(sets, n, Z);
    fill(known, z, act, logMu);
    for (int i = 0; i < known.count(); i++) {
      logMu[i] = known.logRatio()[i] + (float) (0.3 * rng.nextGaussian());
      known.d()[i] = (float) rng.nextGaussian();
    }
    fill(known, z, act, logMu);
    float[] omega = weights(new Extraction.Importance(50), known, divergence, 1);
    float[] dOut = new float[n * Z];
    UniRl.loss(known, omega, logMu, null, dOut);
    double h = 1e-2;
    for (int i = 0; i < z.length; i++) {
      float at = z[i];
      z[i] = (float) (at + h);
      fill(known, z, act, logMu);
      double up = objective(known, divergence);
      z[i] = (float) (at - h);
      fill(known, z, act, logMu);
      double down = objective(known, divergence);
      z[i] = at;
      assertThat((double) dOut[i])
          .as("output %s", i)
          .isCloseTo(-(up - down) / (2 * h), within(2e-3));
    }
  }

  /** log pi - log mu and the slopes of log pi. */
  private static void fill(ReferenceRows known, float[] z, double[] act, float[] logMu) {
    int n = known.rows();
    float[] ones = new float[n];
    java.util.Arrays.fill(ones, 1);
    for (int k = 0; k < known.sets(); k++) {
      double[] set = java.util.Arrays.copyOfRange(act, k * n * A, (k + 1) * n * A);
      float[] logProb = new float[n];
      HEAD.logProb(z, set, n, logProb);
      float[] slopes = new float[n * Z];
      HEAD.backward(z, NO_FREE, set, n, ones, new float[n], slopes, NO_FREE);
      System.arraycopy(slopes, 0, known.slopes(), k * n * Z, n * Z);
      for (int i = 0; i < n; i++) {
        known.logRatio()[k * n + i] = logProb[i] - logMu[k * n + i];
      }
    }
  }

  private static double objective(ReferenceRows known, UniRl.Divergence divergence) {
    double sum = 0;
    for (int i = 0; i < known.count(); i++) {
      double rho = Math.exp(known.logRatio()[i]);
      double f =
          divergence instanceof UniRl.ReverseKl
              ? rho * Math.log(rho) - rho + 1
              : (rho - 1) * (rho - 1);
      sum += rho * known.d()[i] - divergence.curvature() * scale(divergence) * f;
    }
    return sum / known.count();
  }

  /** alpha over alpha f''(1). */
  private static double scale(UniRl.Divergence divergence) {
    return divergence instanceof UniRl.ReverseKl ? 1 : 0.5;
  }

  @Test
  void oneActionHasAClosedForm() {
    ReferenceRows known = rows(1, 2, 2);
    System.arraycopy(new float[] {3, 4, -3, -4}, 0, known.climb(), 0, 4);
    System.arraycopy(new float[] {1, 2, 1, 2}, 0, known.slopes(), 0, 4);
    Extraction inSample = new Extraction.InSample(0.5, 10, false);
    assertThat(weights(inSample, known, new UniRl.ChiSquare(1), 1))
        .as("(3 + 8) / (5 + 0.5), and none against the slope")
        .containsExactly(2, 0);
  }

  /** K equal actions: omega = (g_Q . g)_+ / (|g|^2 + K ridge) each. */
  @Test
  void equalActionsShareTheWeight() {
    int sets = 4;
    ReferenceRows known = rows(sets, 1, 2);
    System.arraycopy(new float[] {3, 4}, 0, known.climb(), 0, 2);
    for (int k = 0; k < sets; k++) {
      System.arraycopy(new float[] {1, 2}, 0, known.slopes(), 2 * k, 2);
    }
    float[] omega =
        weights(new Extraction.InSample(0.5, 200, false), known, new UniRl.ChiSquare(1), 1);
    for (float w : omega) {
      assertThat(w).isCloseTo(11f / 7, within(1e-4f));
    }
  }

  /** Slope 0 where a weight is positive, none downhill where it is 0. */
  @Test
  void severalActionsReachTheConstrainedOptimum() {
    Rng rng = new Rng(3);
    int sets = 5;
    int n = 20;
    ReferenceRows known = rows(sets, n, 4);
    for (int i = 0; i < known.slopes().length; i++) {
      known.slopes()[i] = (float) rng.nextGaussian();
    }
    for (int i = 0; i < known.climb().length; i++) {
      known.climb()[i] = (float) rng.nextGaussian();
    }
    double ridge = 0.1;
    float[] omega =
        weights(new Extraction.InSample(ridge, 300, false), known, new UniRl.ChiSquare(1), 1);
    int zeros = 0;
    for (int row = 0; row < n; row++) {
      double[] rest = new double[4];
      for (int j = 0; j < 4; j++) {
        rest[j] = known.climb()[row * 4 + j];
        for (int k = 0; k < sets; k++) {
          rest[j] -= omega[k * n + row] * known.slopes()[(k * n + row) * 4 + j] / sets;
        }
      }
      for (int k = 0; k < sets; k++) {
        int i = k * n + row;
        double slope = 2 * ridge * omega[i];
        for (int j = 0; j < 4; j++) {
          slope -= 2.0 / sets * known.slopes()[i * 4 + j] * rest[j];
        }
        if (omega[i] == 0) {
          zeros++;
          assertThat(slope).isGreaterThan(-1e-4);
        } else {
          assertThat(slope).isCloseTo(0, within(1e-4));
        }
      }
    }
    assertThat(zeros).isBetween(1, sets * n - 1);
  }
}
