package org.morl4j.nn.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.core.check.Vec;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.MultiBinary;
import org.morl4j.core.space.MultiDiscrete;
import org.morl4j.nn.head.HeadOptions.Gaussian;

/**
 * Values of torch.distributions, PyTorch 2.8.0 in float64. All inputs are exact in float, so what
 * remains is the rounding of the results to float.
 */
class HeadFixtureTest {
  private static final float[] NONE = {};
  private static final Box BOX = Box.of(Vec.of(-2, 0), Vec.of(2, 1), Dtype.FLOAT32);

  @Test
  void categorical() {
    float[] out = {.5f, -1.25f, 2, 0, -3, .75f, .25f, 1.5f};
    float[] other = {0, 1, -.5f, .25f, 1, 1, -2, 3};
    // Start 10: the actions are 2 and 0.
    check(
        new Categorical(new Discrete(4, 10)),
        out,
        NONE,
        other,
        NONE,
        new double[] {12, 10},
        new double[] {-0.334498612603662, -5.07096844264807},
        2e-7,
        new double[] {0.85794638443869, 1.00170565208431},
        new double[] {1.17228024894942, 0.598778467737541});
  }

  @Test
  void multiCategorical() {
    float[] out = {.5f, -1.25f, 2, 0, -.75f, -3, .75f, .25f, 1.5f, -4};
    float[] other = {0, 1, -.5f, .25f, .125f, 1, 1, -2, 3, .5f};
    check(
        new MultiCategorical(new MultiDiscrete(List.of(2, 3))),
        out,
        NONE,
        other,
        NONE,
        new double[] {1, 2, 0, 1},
        new double[] {-4.84193147233117, -4.02834615770677},
        2e-7,
        new double[] {0.973302825412132, 0.659421201563192},
        new double[] {1.68044166759616, 1.23671439119212});
  }

  @Test
  void bernoulli() {
    float[] out = {.5f, -1.25f, 4, -3, .75f, .25f};
    float[] other = {0, 1, -.5f, 1, 1, -2};
    check(
        new Bernoulli(new MultiBinary(3)),
        out,
        NONE,
        other,
        NONE,
        new double[] {1, 0, 1, 1, 1, 0},
        new double[] {-0.744155993443289, -4.26139777756749},
        2e-7,
        new double[] {1.28324634122236, 1.50374724749719},
        new double[] {1.46554626722956, 1.64745256800086});
  }

  @Test
  void stateIndependentGaussian() {
    check(
        gaussian(Gaussian.STATE_INDEPENDENT),
        new float[] {.5f, -1.25f, 3, .75f},
        new float[] {-.5f, .25f},
        new float[] {0, -1, 2.5f, 1},
        new float[] {0, .5f},
        new double[] {.75, -2, 2.875, 3.5},
        new double[] {-1.84341012159287, -3.90255770023258},
        2e-7,
        new double[] {2.58787706640935, 2.58787706640935},
        new double[] {0.373701282978646, 0.373701282978646});
  }

  @Test
  void stateDependentGaussian() {
    check(
        gaussian(Gaussian.STATE_DEPENDENT),
        new float[] {.5f, -1.25f, -.5f, .25f, 3, .75f, -1.5f, .75f},
        NONE,
        new float[] {0, -1, 0, .5f, 2.5f, 1, -1, .25f},
        NONE,
        new double[] {.75, -2, 2.875, 3.5},
        new double[] {-1.84341012159287, -2.088506241683},
        2e-7,
        new double[] {2.58787706640935, 2.08787706640935},
        new double[] {0.373701282978646, 1.48566673029759});
  }

  /**
   * TransformedDistribution(Normal, [TanhTransform, AffineTransform]); the entropy by integrating
   * log_abs_det_jacobian over 400,001 points, which PyTorch has no formula for either. Row 1 has a
   * standard deviation of 2.1, where the head's own rule is 2e-5 off.
   */
  @Test
  void squashedGaussian() {
    check(
        gaussian(Gaussian.SQUASHED),
        new float[] {.5f, -1.25f, -.5f, .25f, 1, .75f, -1.5f, .75f},
        NONE,
        new float[] {0, -1, 0, .5f, 2.5f, 1, -1, .25f},
        NONE,
        new double[] {1.5, .125, -.5, .9375},
        new double[] {-0.261818191568215, -15.4412287729398},
        3e-5,
        new double[] {0.206075735417202, -1.27949503575304},
        new double[] {0.373701282978646, 8.87472282922825});
  }

  /** Loss = sum(act * dAct) + sum(logProb * dLogProb), its gradient by PyTorch's autograd. */
  @Test
  void reparameterisedSquashedGaussian() {
    SquashedGaussian head = (SquashedGaussian) gaussian(Gaussian.SQUASHED);
    float[] out = {.5f, -1.25f, -.5f, .25f, 1, .75f, -1.5f, .75f};
    float[] noise = {.25f, -1.5f, 2, .5f};
    float[] act = new float[4];
    float[] logProb = new float[2];
    head.rsample(out, 2, noise, act, logProb);
    close(act, 1.14553607912596, 0.0017400910199632, 1.78990185844655, 0.973839605738437);
    close(logProb, 2.6227290669065, 0.684980672483665);

    float[] dOut = new float[8];
    head.rsampleBackward(
        out, 2, noise, new float[] {1, -2, .5f, 3}, new float[] {.75f, -1.25f}, dOut);
    close(
        dOut,
        2.20302560505483,
        -1.50172797935293,
        -0.415949356600567,
        2.14238534166043,
        -2.0383144887758,
        -2.21634186049033,
        0.340381123373181,
        -1.0959978777387);
  }

  private static ActionHead gaussian(Gaussian gaussian) {
    return ActionHead.of(BOX, new HeadOptions(gaussian, 0, -20, 2));
  }

  private static void check(
      ActionHead head,
      float[] out,
      float[] free,
      float[] otherOut,
      float[] otherFree,
      double[] act,
      double[] logProbs,
      double entropyTolerance,
      double[] entropies,
      double[] kls) {
    float[] logProb = new float[2];
    float[] entropy = new float[2];
    float[] kl = new float[2];
    head.evaluate(out, free, act, 2, logProb, entropy);
    head.kl(out, free, otherOut, otherFree, 2, kl);
    close(logProb, logProbs);
    close(entropyTolerance, entropy, entropies);
    close(kl, kls);
  }

  private static void close(float[] actual, double... expected) {
    close(2e-7, actual, expected);
  }

  private static void close(double relative, float[] actual, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      double tolerance = relative * Math.max(1, Math.abs(expected[i]));
      assertThat((double) actual[i]).isCloseTo(expected[i], within(tolerance));
    }
  }
}
