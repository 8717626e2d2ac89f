package org.morl4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The approximations against double precision, over the whole range where they vary. */
class ActivationTest {
  private static final int POINTS = 400_001;
  private static final double RANGE = 20;
  private static final float[] NONE = new float[0];

  @Test
  void tanhIsWithinItsBound() {
    float[] x = grid();
    float[] y = new float[POINTS];
    Activation.TANH.apply(x, y, NONE, POINTS);
    assertThat(largestError(x, y, Math::tanh)).isLessThan(5e-7);
    for (float v : y) {
      assertThat(Math.abs(v)).isLessThanOrEqualTo(1f);
    }
  }

  @Test
  void tanhIsOddAndExactNearZero() {
    float[] x = {0f, -0f, 1e-20f, -1e-20f, Float.MIN_VALUE, 3f, -3f, 1e30f, -1e30f};
    float[] y = new float[x.length];
    Activation.TANH.apply(x, y, NONE, x.length);
    assertThat(y[0]).isZero();
    assertThat(y[2]).isEqualTo(1e-20f);
    assertThat(y[3]).isEqualTo(-1e-20f);
    assertThat(y[4]).isEqualTo(Float.MIN_VALUE);
    assertThat(y[5]).isEqualTo(-y[6]);
    assertThat(y[7]).isEqualTo(-y[8]).isCloseTo(1f, within(5e-7f));
  }

  @Test
  void notANumberStaysOne() {
    for (Activation activation : Activation.values()) {
      float[] y = new float[1];
      activation.apply(new float[] {Float.NaN}, y, new float[1], 1);
      assertThat(y[0]).isNaN();
    }
  }

  /** PyTorch 2.8.0: torch.nn.functional.gelu(torch.tensor([-3., -1., -.1, .5, 2.])). */
  @Test
  void geluIsTheExactOne() {
    float[] y = new float[5];
    Activation.GELU.apply(new float[] {-3f, -1f, -0.1f, 0.5f, 2f}, y, new float[5], 5);
    float[] expected = {-0.0040502250f, -0.15865526f, -0.046017218f, 0.34573123f, 1.9544997f};
    for (int i = 0; i < 5; i++) {
      assertThat(y[i]).isCloseTo(expected[i], within(2e-6f));
    }
  }

  @Test
  void geluAndItsDerivativeAreWithinTheirBounds() {
    float[] x = grid();
    float[] y = new float[POINTS];
    float[] kept = new float[POINTS];
    Activation.GELU.apply(x, y, kept, POINTS);
    double scale = 1e-7;
    for (int i = 0; i < POINTS; i++) {
      double exact = x[i] * phi(x[i]);
      assertThat((double) y[i]).isCloseTo(exact, within(3e-6 + scale * Math.abs(exact)));
    }
    float[] d = new float[POINTS];
    Arrays.fill(d, 1f);
    Activation.GELU.scaleByDerivative(d, x, y, kept, POINTS);
    DoubleUnaryOperator derivative =
        v -> phi(v) + v * Math.exp(-v * v / 2) / Math.sqrt(2 * Math.PI);
    assertThat(largestError(x, d, derivative)).isLessThan(1e-6);
  }

  /** Half of it is kept from the forward pass, which changes no bit. */
  @Test
  void geluDerivativeHasTheBitsOfItsFormula() {
    float[] x = grid();
    x[0] = Float.NaN;
    x[1] = -0f;
    x[2] = Float.NEGATIVE_INFINITY;
    x[3] = Float.POSITIVE_INFINITY;
    float[] kept = new float[POINTS];
    float[] y = new float[POINTS];
    Activation.GELU.apply(x, y, kept, POINTS);
    Random rng = new Random(3);
    float[] d = new float[POINTS];
    float[] expected = new float[POINTS];
    for (int i = 0; i < POINTS; i++) {
      d[i] = (float) rng.nextGaussian();
      float phi = 0.5f + Pointwise.phiOffset(clamp(x[i], Pointwise.PHI_LIMIT));
      expected[i] = d[i] * (phi + Pointwise.timesDensity(clamp(x[i], Pointwise.DENSITY_LIMIT)));
    }
    Activation.GELU.scaleByDerivative(d, x, y, kept, POINTS);
    assertThat(d).isEqualTo(expected);
  }

  private static float clamp(float x, float limit) {
    return Math.max(Math.min(x, limit), -limit);
  }

  @Test
  void tanhDerivativeIsWithinItsBound() {
    float[] x = grid();
    float[] y = new float[POINTS];
    Activation.TANH.apply(x, y, NONE, POINTS);
    float[] d = new float[POINTS];
    Arrays.fill(d, 1f);
    Activation.TANH.scaleByDerivative(d, x, y, NONE, POINTS);
    assertThat(largestError(x, d, v -> 1 / (Math.cosh(v) * Math.cosh(v)))).isLessThan(1e-6);
  }

  @Test
  void reluDerivativeIsExactDownToTheSmallestNumber() {
    float[] out = {0f, Float.MIN_VALUE, 1e-39f, 1f, 1e38f};
    float[] d = {2f, 2f, 2f, 2f, 2f};
    Activation.RELU.scaleByDerivative(d, out, out, NONE, 5);
    assertThat(d).containsExactly(0f, 2f, 2f, 2f, 2f);
  }

  /** Normal distribution function by the Taylor series of erf and, beyond 6, its limits. */
  private static double phi(double x) {
    if (Math.abs(x) > 8) {
      return x > 0 ? 1 : 0;
    }
    double term = x;
    double sum = x;
    for (int k = 3; Math.abs(term) > 1e-18 * Math.abs(sum); k += 2) {
      term *= x * x / k;
      sum += term;
    }
    return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  private static float[] grid() {
    float[] x = new float[POINTS];
    for (int i = 0; i < POINTS; i++) {
      x[i] = (float) (RANGE * (2.0 * i / (POINTS - 1) - 1));
    }
    return x;
  }

  private static double largestError(float[] x, float[] y, DoubleUnaryOperator exact) {
    double largest = 0;
    for (int i = 0; i < x.length; i++) {
      largest = Math.max(largest, Math.abs(y[i] - exact.applyAsDouble(x[i])));
    }
    return largest;
  }
}
