package org.morl4j.agents.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.agents.part.ValueRule.ChiSquare;
import org.morl4j.agents.part.ValueRule.ChiSquareAsCoded;
import org.morl4j.agents.part.ValueRule.Expectile;
import org.morl4j.agents.part.ValueRule.Exponential;
import org.morl4j.agents.part.ValueRule.Gumbel;
import org.morl4j.agents.part.ValueRule.Quantile;
import org.morl4j.agents.part.ValueRule.Sparse;
import org.morl4j.agents.part.ValueRule.Squared;

/** Losses of d = q - v by hand, their slopes by differences, and where v ends up. */
class ValueRuleTest {
  /** What a rule says of differences at v. */
  private record Said(float[] loss, float[] slope, float[] pull) {
    static Said of(ValueRule rule, double v, double... q) {
      int n = q.length;
      float[] d = new float[n];
      float[] values = new float[n];
      for (int i = 0; i < n; i++) {
        d[i] = (float) (q[i] - v);
        values[i] = (float) v;
      }
      Said said = new Said(new float[n], new float[n], new float[n]);
      rule.evaluate(d, values, n, said.loss, said.slope, said.pull);
      return said;
    }

    double meanSlope() {
      double sum = 0;
      for (float one : slope) {
        sum += one;
      }
      return sum / slope.length;
    }
  }

  /** Where the mean slope changes its sign from - to +. */
  private static double fixedPoint(ValueRule rule, double... q) {
    double low = -100;
    double high = 100;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (Said.of(rule, middle, q).meanSlope() < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  private static void assertSaid(Said said, double[] loss, double[] slope, double[] pull) {
    for (int i = 0; i < loss.length; i++) {
      assertThat((double) said.loss[i]).as("loss %d", i).isCloseTo(loss[i], within(2e-6));
      assertThat((double) said.slope[i]).as("slope %d", i).isCloseTo(slope[i], within(2e-6));
      assertThat((double) said.pull[i]).as("pull %d", i).isCloseTo(pull[i], within(2e-6));
    }
  }

  private static double[] of(double... values) {
    return values;
  }

  @Test
  void squaredAndExpectileByHand() {
    assertSaid(Said.of(new Squared(), 0, 2, -3), of(4, 9), of(-4, 6), of(2, 2));
    Said said = Said.of(new Expectile(0.9), 0, 2, -3);
    assertSaid(said, of(3.6, 0.9), of(-3.6, 0.6), of(1.8, 0.2));
  }

  /** alpha 1/2: u = 1 + d = 3 and 0 at v = 1: 9 + 2 and 0 + 2. */
  @Test
  void sparseByHand() {
    Said said = Said.of(new Sparse(0.5), 1, 3, -1);
    assertSaid(said, of(11, 2), of(-4, 2), of(6, 0));
  }

  /** (1 - V)_+ + (3 - V)_+ = 2 at V = 1. */
  @Test
  void underTheSparseRuleTheMeanWeightIsOne() {
    assertThat(fixedPoint(new Sparse(0.5), 0, 2)).isCloseTo(1, within(1e-5));
    double v = fixedPoint(new Sparse(0.7), 0.2, -1, 3, 2.2, -5);
    double mean = 0;
    for (double q : of(0.2, -1, 3, 2.2, -5)) {
      mean += Math.max(1 + (q - v) / 1.4, 0) / 5;
    }
    assertThat(mean).isCloseTo(1, within(1e-6));
  }

  /** z = log 2 and -log 2; M = log 2, so that slopes are halved. */
  @Test
  void gumbelByHand() {
    double log2 = Math.log(2);
    Said said = Said.of(new Gumbel(2, 7), 0, 2 * log2, -2 * log2);
    double[] loss = {2 - log2 - 1, 0.5 + log2 - 1};
    assertSaid(said, loss, of(-0.25, 0.125), of(0.5, 0.125));
  }

  /** M = -1 where all z lie below: slopes are multiplied by e. */
  @Test
  void gumbelsScaleHasAFloor() {
    Said said = Said.of(new Gumbel(1, 7), 0, -3, -2);
    assertThat((double) said.slope[1]).isCloseTo(Math.E * (1 - Math.exp(-2)), within(1e-6));
  }

  @Test
  void theExponentialRulesFindTheSoftMaximum() {
    double[] q = {0, 2 * Math.log(3)};
    double expected = 2 * Math.log(2); // mean of 1 and 3
    assertThat(fixedPoint(new Gumbel(2, 20), q)).isCloseTo(expected, within(1e-5));
    assertThat(fixedPoint(new Exponential(2, 20), q)).isCloseTo(expected, within(1e-5));
  }

  @Test
  void theGradientOfEqlIsThatOfXql() {
    double[] q = {0.3, -2, 1.7, 4, -0.4};
    Said eql = Said.of(new Exponential(1.5, 5), 0.2, q);
    Said xql = Said.of(new Gumbel(1.5, 5), 0.2, q);
    for (int i = 0; i < q.length; i++) {
      assertThat(eql.slope[i]).isCloseTo(xql.slope[i], within(1e-7f));
      assertThat(eql.pull[i]).isEqualTo(xql.pull[i]);
    }
    // e^z + v / alpha, without the scale.
    assertThat((double) eql.loss[0]).isCloseTo(Math.exp(0.1 / 1.5) + 0.2 / 1.5, within(1e-6));
  }

  /** q 10 above v at clip 5: XQL's form leaves v alone, EQL's pushes it down by e^-5. */
  @Test
  void clippedSamples() {
    Said xql = Said.of(new Gumbel(1, 5), 0, 10, 0);
    assertThat(xql.slope[0]).isZero();
    assertThat(xql.pull[0]).isZero();
    assertThat((double) xql.loss[0]).isCloseTo(Math.exp(5) - 6, within(1e-4));
    Said eql = Said.of(new Exponential(1, 5), 0, 10, 0);
    assertThat((double) eql.slope[0]).isCloseTo(Math.exp(-5), within(1e-8));
    assertThat(eql.pull[0]).isZero();
    assertThat((double) eql.loss[0]).isCloseTo(Math.exp(5), within(1e-4));
  }

  /** lambda 0.8: losses 0.8 x 2 - 0.2 x 2 and 0.2. */
  @Test
  void quantileByHand() {
    Said said = Said.of(new Quantile(0.8), 0, 2, -1);
    assertSaid(said, of(1.2, 0.2), of(-0.6, 0.2), of(0.8, 0));
  }

  /** (2 lambda - 1) / lambda = 3/4: a quarter of 1 .. 8 lies above v. */
  @Test
  void totalVariationIsAQuantile() {
    double[] q = {5, 1, 8, 3, 7, 2, 6, 4};
    Quantile rule = new Quantile(0.8);
    assertThat(Said.of(rule, 6.5, q).meanSlope()).isCloseTo(0, within(1e-7));
    assertThat(Said.of(rule, 5.9, q).meanSlope()).isNegative();
    assertThat(Said.of(rule, 7.1, q).meanSlope()).isPositive();
    assertThat(fixedPoint(new Quantile(2 / 3.0), 5, 1, 3, 2, 4)).isCloseTo(3, within(1e-5));
  }

  /** lambda 0.6 at d = 2, -1, -6: w = 2, 1/2, 0; f* = 4 - 1, -1/2 - 1/4, -1. */
  @Test
  void chiSquareByHand() {
    Said said = Said.of(new ChiSquare(0.6), 0, 2, -1, -6);
    assertSaid(said, of(1, -0.05, 1.8), of(-0.8, 0.1, 0.4), of(1.2, 0.3, 0));
    // As coded nothing counts between -4 and 0, and below it falls: (-6 + 9) 0.6 + 0.4 x 6.
    Said coded = Said.of(new ChiSquareAsCoded(0.6), 0, 2, -1, -6);
    assertSaid(coded, of(1, 0.4, 4.2), of(-0.8, 0.4, 1.6), of(1.2, 0, 0));
  }

  /** Mean of w = 2/3: (1 - x) + (2 - x) = 4/3 with x = V / 2. */
  @Test
  void underChiSquareTheMeanWeightIsThatOfLambda() {
    assertThat(fixedPoint(new ChiSquare(0.6), 0, 2)).isCloseTo(5 / 3.0, within(1e-5));
    // SQL of alpha 1 is the rule with lambda 1/2.
    double[] q = {0.2, -1, 3, 2.2, -5};
    assertThat(fixedPoint(new ChiSquare(0.5), q))
        .isCloseTo(fixedPoint(new Sparse(1), q), within(1e-5));
  }

  static List<ValueRule> rules() {
    return List.of(
        new Squared(),
        new Expectile(0.8),
        new Sparse(0.7),
        new Gumbel(1.5, 5),
        new Exponential(1.5, 5),
        new Quantile(0.7),
        new ChiSquare(0.6),
        new ChiSquareAsCoded(0.6));
  }

  /** dl/dv by central differences, with the scale that some rules give a batch. */
  @ParameterizedTest
  @MethodSource("rules")
  void slopesAreThoseOfTheLoss(ValueRule rule) {
    double[] q = {0.9, -0.8, 2.3, -4.7, 0.1, 20};
    double v = 0.35;
    double h = 1e-2;
    Said at = Said.of(rule, v, q);
    Said up = Said.of(rule, v + h, q);
    Said down = Said.of(rule, v - h, q);
    double scale = scale(rule);
    for (int i = 0; i < q.length; i++) {
      double expected = (up.loss[i] - down.loss[i]) / (2 * h) * scale;
      assertThat((double) at.slope[i])
          .as("%s at %s", rule, q[i])
          .isCloseTo(expected, within(1e-3 * (1 + Math.abs(expected))));
      assertThat(at.pull[i]).isNotNegative();
    }
  }

  /** e^-M of the batch above, whose largest z is clipped at 5. */
  private static double scale(ValueRule rule) {
    return rule instanceof Gumbel || rule instanceof Exponential ? Math.exp(-5) : 1;
  }

  @Test
  void weightsByHand() {
    float[] x = {0, 2, -3, 100};
    float[] w = new float[4];
    new WeightRule.Exponential(0.5).weights(x, 4, 10, w);
    assertThat(w)
        .containsExactly(
            new float[] {1, (float) Math.E, (float) Math.exp(-1.5), 10}, within(1e-6f));
    new WeightRule.PositivePart().weights(x, 4, 10, w);
    assertThat(w).containsExactly(0, 2, 0, 10);
    new WeightRule.Sparse(1).weights(x, 4, 10, w);
    assertThat(w).containsExactly(1, 2, 0, 10);
  }

  @Test
  void refusesWhatHasNoFixedPoint() {
    assertThatThrownBy(() -> new Expectile(1))
        .hasMessage("tau is 1.0, but must lie strictly between 0 and 1.");
    assertThatThrownBy(() -> new Quantile(0.5)).hasMessageContaining("lambda is 0.5");
  }
}
