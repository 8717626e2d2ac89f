package org.morl4j.nn.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.morl4j.core.check.Vec;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.nn.head.HeadOptions.Gaussian;

/** DiagonalGaussian and SquashedGaussian: hand-worked numbers, moments, clamps, bounds. */
class GaussianHeadsTest {
  private static final float[] NONE = {};
  private static final double INF = Double.POSITIVE_INFINITY;

  /** One dimension, mean 1, sigma 2, action 4: z = 1.5. */
  @Test
  void diagonalByHand() {
    ActionHead head = box(Gaussian.STATE_DEPENDENT, -20, 2, Vec.of(-1), Vec.of(1));
    float[] out = {1, (float) Math.log(2)};
    double[] act = {4};
    float[] logProb = new float[1];
    float[] entropy = new float[1];
    head.evaluate(out, NONE, act, 1, logProb, entropy);
    assertThat((double) logProb[0]).isCloseTo(-1.125 - Math.log(2) - .9189385332, within(1e-6));
    assertThat((double) entropy[0]).isCloseTo(1.4189385332 + Math.log(2), within(1e-6));
    float[] dOut = new float[2];
    head.backward(out, NONE, act, 1, new float[] {1}, new float[] {1}, dOut, NONE);
    assertThat(dOut[0]).isCloseTo(.75f, within(1e-6f));
    // z^2 - 1, and 1 from the entropy
    assertThat(dOut[1]).isCloseTo(2.25f, within(1e-6f));
    float[] kl = new float[1];
    head.kl(out, NONE, new float[] {0, 0}, NONE, 1, kl);
    // log(1/2) + (4 + 1) / 2 - 1/2
    assertThat((double) kl[0]).isCloseTo(2 - Math.log(2), within(1e-6));
    head.mode(out, NONE, 1, act);
    assertThat(act[0]).isEqualTo(1);
  }

  @Test
  void initialLogStdIsTheStartOrAConstant() {
    Box box = Box.of(2, -1, 1, Dtype.FLOAT32);
    ActionHead free = ActionHead.of(box, new HeadOptions(Gaussian.STATE_INDEPENDENT, -.5, -5, 2));
    assertThat(free.outputs()).isEqualTo(2);
    assertThat(free.free()).isEqualTo(2);
    float[] parameters = {9, 9, 9, 9};
    free.initialise(parameters, 1);
    assertThat(parameters).containsExactly(9, -.5f, -.5f, 9);

    ActionHead head = ActionHead.of(box, new HeadOptions(Gaussian.STATE_DEPENDENT, -.5, -5, 2));
    assertThat(head.outputs()).isEqualTo(4);
    assertThat(head.free()).isEqualTo(0);
    float[] entropy = new float[1];
    head.evaluate(new float[] {0, 0, .25f, .25f}, NONE, new double[2], 1, new float[1], entropy);
    assertThat((double) entropy[0]).isCloseTo(2 * 1.4189385332 - .5, within(1e-6));
  }

  @Test
  void logStdIsClampedWithoutGradientOutside() {
    ActionHead head = box(Gaussian.STATE_DEPENDENT, -1, .5, Vec.of(-1), Vec.of(1));
    float[] out = {0, -3, 0, .5f, 0, 4};
    float[] entropy = new float[3];
    head.evaluate(out, NONE, new double[3], 3, new float[3], entropy);
    assertThat((double) entropy[0]).isCloseTo(.4189385332, within(1e-6));
    assertThat((double) entropy[2]).isCloseTo(1.9189385332, within(1e-6));
    float[] dOut = new float[6];
    head.backward(
        out, NONE, new double[3], 3, new float[] {0, 0, 0}, new float[] {1, 1, 1}, dOut, NONE);
    assertThat(dOut).containsExactly(0, 0, 0, 1, 0, 0);

    ActionHead shared = box(Gaussian.STATE_INDEPENDENT, -1, .5, Vec.of(-1), Vec.of(1));
    float[] dFree = {0};
    shared.backward(
        new float[2],
        new float[] {.75f},
        new double[2],
        2,
        new float[] {1, 1},
        new float[] {1, 1},
        new float[2],
        dFree);
    assertThat(dFree[0]).isEqualTo(0);
  }

  @Test
  void diagonalMoments() {
    ActionHead head = box(Gaussian.STATE_INDEPENDENT, -20, 2, Vec.of(-1, 0), Vec.of(1, 1));
    int draws = 100_000;
    double[] act = draw(head, new float[] {3, -1}, new float[] {-1, .5f}, draws, 21);
    double[] mean = {3, -1};
    double[] std = {Math.exp(-1), Math.exp(.5)};
    for (int i = 0; i < 2; i++) {
      double sum = 0;
      double squares = 0;
      int within1 = 0;
      for (int row = 0; row < draws; row++) {
        double z = (act[2 * row + i] - mean[i]) / std[i];
        sum += z;
        squares += z * z;
        within1 += Math.abs(z) < 1 ? 1 : 0;
      }
      assertThat(sum / draws).isCloseTo(0, within(5 / Math.sqrt(draws)));
      assertThat(squares / draws).isCloseTo(1, within(5 * Math.sqrt(2.0 / draws)));
      double share = .6826894921;
      assertThat((double) within1 / draws)
          .isCloseTo(share, within(5 * Math.sqrt(share * (1 - share) / draws)));
    }
  }

  @Test
  void samplesAreKeptUnclippedAndClippedOnRequest() {
    ActionHead head = box(Gaussian.STATE_INDEPENDENT, -20, 2, Vec.of(-1, -INF), Vec.of(1, 2));
    double[] act = draw(head, new float[] {5, 5}, new float[] {-5, -5}, 1, 22);
    assertThat(act[0]).isGreaterThan(4);
    double[] several = {5, 5, -5, -5, .5, 1.5};
    head.clip(several, 3);
    assertThat(several).containsExactly(1, 2, -1, -5, .5, 1.5);
  }

  /** The density of the action in the environment's units integrates to 1 between the bounds. */
  @Test
  void squashedDensityIntegratesToOne() {
    ActionHead head = box(Gaussian.SQUASHED, -20, 2, Vec.of(3), Vec.of(10));
    int points = 20_000;
    double[] act = new double[points];
    for (int i = 0; i < points; i++) {
      act[i] = 3 + 7 * (i + .5) / points;
    }
    float[] logProb = new float[points];
    head.evaluate(
        repeat(new float[] {.5f, -.75f}, points), NONE, act, points, logProb, new float[points]);
    double sum = 0;
    for (float l : logProb) {
      sum += Math.exp(l) * 7 / points;
    }
    assertThat(sum).isCloseTo(1, within(1e-5));
  }

  /** Shares below the images of the Gaussian's quantiles at 0 and +1 standard deviation. */
  @Test
  void squashedQuantiles() {
    ActionHead head = box(Gaussian.SQUASHED, -20, 2, Vec.of(3), Vec.of(10));
    int draws = 100_000;
    double[] act = draw(head, new float[] {.5f, -.75f}, NONE, draws, 23);
    double[] z = {0, 1};
    double[] share = {.5, .8413447461};
    for (int k = 0; k < 2; k++) {
      double bound = 3 + 7 * (Math.tanh(.5 + Math.exp(-.75) * z[k]) + 1) / 2;
      double below = Arrays.stream(act).filter(a -> a < bound).count() / (double) draws;
      assertThat(below)
          .isCloseTo(share[k], within(5 * Math.sqrt(share[k] * (1 - share[k]) / draws)));
    }
  }

  @Test
  void squashedStaysInsideTheBoundsAtExtremeMeans() {
    Vec low = Vec.of(-2, 1 - 1e-12, 0);
    Vec high = Vec.of(2, 1, .1);
    ActionHead head = box(Gaussian.SQUASHED, -20, 2, low, high);
    float[] out = {500, 500, 500, 0, 0, -20, -500, -500, -500, 2, -20, 0};
    double[] act = new double[6];
    double[] logProb = new double[2];
    RandomGenerator rng = new Rng(24);
    head.sample(out, NONE, 2, new RandomGenerator[] {rng, rng}, act, logProb);
    float[] evaluated = new float[2];
    float[] entropy = new float[2];
    head.evaluate(out, NONE, act, 2, evaluated, entropy);
    Box box = Box.of(low, high, Dtype.FLOAT64);
    for (int row = 0; row < 2; row++) {
      assertThat(box.contains(act, 3 * row)).isTrue();
      assertThat(logProb[row]).isFinite();
      assertThat(evaluated[row]).isEqualTo((float) logProb[row]);
      assertThat(entropy[row]).isFinite();
    }
    head.mode(out, NONE, 2, act);
    assertThat(act).containsExactly(2, 1, .1, -2, 1 - 1e-12, 0);
    // Actions on the bounds themselves, as a random warm-up or a clip leaves them.
    head.evaluate(out, NONE, act, 2, evaluated, entropy);
    assertThat(evaluated[0]).isFinite();
    assertThat(evaluated[1]).isFinite();
  }

  /** Mean 0: the mode is the middle; log pi(middle) = -log sigma - log(2 pi)/2 - log(range/2). */
  @Test
  void squashedByHand() {
    ActionHead head = box(Gaussian.SQUASHED, -20, 2, Vec.of(3), Vec.of(10));
    float[] out = {0, -1};
    double[] act = new double[1];
    head.mode(out, NONE, 1, act);
    assertThat(act[0]).isEqualTo(6.5);
    float[] logProb = new float[1];
    head.evaluate(out, NONE, act, 1, logProb, new float[1]);
    assertThat((double) logProb[0]).isCloseTo(1 - .9189385332 - Math.log(3.5), within(1e-6));
  }

  /** Entropy's rule against 20,001 points, at the accuracy that evaluate's doc promises. */
  @Test
  void squashEntropyIsAsAccurateAsDocumented() {
    SquashEntropy rule = new SquashEntropy();
    double[] logStds = {-20, -3, -1, 0, 1, 2};
    double[] tolerance = {1e-6, 1e-6, 1e-6, 1e-6, 1e-3, .06};
    for (int k = 0; k < logStds.length; k++) {
      double std = Math.exp(logStds[k]);
      for (double mean = -6; mean <= 6; mean += .25) {
        double exact = 0;
        for (int i = 0; i <= 20_000; i++) {
          double z = -10 + .001 * i;
          double cosh = Math.cosh(mean + std * z);
          exact -= .001 * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * 2 * Math.log(cosh);
        }
        assertThat(rule.at(mean, std)).isCloseTo(exact, within(tolerance[k]));
      }
    }
  }

  /** Far out, where tanh is 1 in floats, log pi and gradients stay finite. */
  @Test
  void rsampleIsStableFarOut() {
    SquashedGaussian head =
        (SquashedGaussian) box(Gaussian.SQUASHED, -20, 2, Vec.of(-2), Vec.of(2));
    float[] out = {60, 0, -60, -20};
    float[] noise = {1, -1};
    float[] act = new float[2];
    float[] logProb = new float[2];
    head.rsample(out, 2, noise, act, logProb);
    assertThat(act).containsExactly(2, -2);
    // -1/2 - log(2 pi)/2 - log 2 - 2 (log 2 - 61)
    assertThat((double) logProb[0])
        .isCloseTo(-.5 - .9189385332 - 3 * Math.log(2) + 122, within(1e-5));
    float[] dOut = new float[4];
    head.rsampleBackward(out, 2, noise, new float[] {1, 1}, new float[] {1, 1}, dOut);
    // d log pi / du = 2 tanh(u); the way through act is closed; dlogStd = 2 sigma noise - 1.
    assertThat(dOut[0]).isEqualTo(2);
    assertThat(dOut[1]).isEqualTo(1);
    assertThat(dOut[2]).isEqualTo(-2);
    assertThat(dOut[3]).isCloseTo(-1, within(1e-6f));
  }

  private static ActionHead box(Gaussian gaussian, double min, double max, Vec low, Vec high) {
    return ActionHead.of(Box.of(low, high, Dtype.FLOAT32), new HeadOptions(gaussian, 0, min, max));
  }

  private static float[] repeat(float[] row, int times) {
    float[] all = new float[row.length * times];
    for (int i = 0; i < all.length; i++) {
      all[i] = row[i % row.length];
    }
    return all;
  }

  private static double[] draw(ActionHead head, float[] row, float[] free, int draws, long seed) {
    RandomGenerator[] generators = new RandomGenerator[draws];
    Arrays.fill(generators, new Rng(seed));
    double[] act = new double[draws * head.actSize()];
    head.sample(repeat(row, draws), free, draws, generators, act, new double[draws]);
    return act;
  }
}
