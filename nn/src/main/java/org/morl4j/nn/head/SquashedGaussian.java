package org.morl4j.nn.head;

import java.util.Locale;
import java.util.random.RandomGenerator;
import org.morl4j.core.space.Box;

/**
 * a = low + (high - low) (tanh(u) + 1) / 2 with u ~ N(mu, sigma^2); a row of outputs holds the
 * means mu, then log sigma (state-dependent).
 *
 * <p>log pi(a|s) = sum_i (log N(u_i) - log((high_i - low_i) / 2) - 2 (log 2 - u_i - softplus(-2
 * u_i))). Source: Haarnoja et al. 2018, arXiv:1801.01290, appendix C equation 21; the stable form
 * of log(1 - tanh^2) is TensorFlow Probability's, {@code tfp.bijectors.Tanh}. Densities are those
 * of the action in the environment's units, so the scale is included.
 *
 * <p>Its entropy has no closed form; see {@link #evaluate}. KL is that of the Gaussians before
 * squashing, exactly, as any bijection keeps it.
 */
public final class SquashedGaussian implements ActionHead {
  /**
   * |tanh(u)| of stored actions is kept below this, so |u| below 10.7: nearer to the bounds the
   * action's 53 bits say too little about u. Sampled actions keep to it as well.
   */
  private static final double MAX_TANH = 1 - 1e-9;

  private static final float[] NO_FREE = {};

  private final int n;
  private final Bounds bounds;
  private final LogStd logStds;
  private final GaussianRows gaussians;
  private final double[] logStd;
  private final double[] std;
  private final SquashEntropy squashEntropy = new SquashEntropy();

  /**
   * @throws IllegalArgumentException if the Box holds integers, or a dimension has no finite or no
   *     distinct bounds, or the options ask for another Gaussian
   */
  public SquashedGaussian(Box space, HeadOptions options) {
    if (options.gaussian() != HeadOptions.Gaussian.SQUASHED) {
      throw new IllegalArgumentException(
          """
          head.gaussian is %s, but must be squashed here, where actions are drawn through tanh. \
          Maybe leave it out.\
          """
              .formatted(options.gaussian().name().toLowerCase(Locale.ROOT).replace('_', '-')));
    }
    DiagonalGaussian.requireFloating(space);
    bounds = Bounds.of(space);
    n = space.size();
    logStds = new LogStd(n, true, options);
    gaussians = new GaussianRows(n, logStds);
    logStd = new double[n];
    std = new double[n];
  }

  @Override
  public int outputs() {
    return 2 * n;
  }

  @Override
  public int free() {
    return 0;
  }

  @Override
  public void initialise(float[] free, int offset) {}

  @Override
  public int actSize() {
    return n;
  }

  @Override
  public void sample(
      float[] out,
      float[] free,
      int rows,
      RandomGenerator[] generators,
      double[] act,
      double[] logProb) {
    int a = 0;
    for (int row = 0; row < rows; row++) {
      logStds.fill(out, free, row, logStd, std);
      double sum = 0;
      for (int i = 0; i < n; i++) {
        double mean = out[row * 2 * n + i];
        double y = tanh(mean + std[i] * generators[row].nextGaussian());
        act[a] = bounds.stretch(Math.min(MAX_TANH, Math.max(-MAX_TANH, y)), i);
        // From the rounded action, so that evaluate finds the same value in it.
        sum += logProb(unsquash(act[a], i), mean, i);
        a++;
      }
      logProb[row] = sum;
    }
  }

  @Override
  public void mode(float[] out, float[] free, int rows, double[] act) {
    int a = 0;
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < n; i++) {
        act[a++] = bounds.stretch(tanh(out[row * 2 * n + i]), i);
      }
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Here: u is recovered as atanh of the action rescaled to [-1, 1]; actions at, beyond or
   * within 5e-10 of the range of a bound are read as |u| = 10.7. Entropy is H(u) + E[log da/du],
   * the expectation by a fixed trapezoidal rule whose error stays below 1e-6 for sigma up to 1,
   * 1e-3 up to e and 0.06 up to e^2 a dimension; {@link #backward} is the exact gradient of that
   * rule. (Minus the stored actions' log-probability, which some codes take for the entropy, has an
   * on-policy gradient of zero mean and so can't serve as a bonus.)
   */
  @Override
  public void evaluate(
      float[] out, float[] free, double[] act, int rows, float[] logProb, float[] entropy) {
    int a = 0;
    for (int row = 0; row < rows; row++) {
      logStds.fill(out, free, row, logStd, std);
      double sum = 0;
      double entropies = 0;
      for (int i = 0; i < n; i++) {
        double mean = out[row * 2 * n + i];
        sum += logProb(unsquash(act[a++], i), mean, i);
        entropies +=
            Normal.entropy(logStd[i]) + bounds.logHalfRange(i) + squashEntropy.at(mean, std[i]);
      }
      logProb[row] = (float) sum;
      entropy[row] = (float) entropies;
    }
  }

  /**
   * Log-probabilities of {@link #evaluate} without the entropies, which take a quadrature each.
   *
   * @param act [rows, actSize()]
   * @param logProb [rows], written
   */
  public void logProb(float[] out, double[] act, int rows, float[] logProb) {
    int a = 0;
    for (int row = 0; row < rows; row++) {
      logStds.fill(out, NO_FREE, row, logStd, std);
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += logProb(unsquash(act[a++], i), out[row * 2 * n + i], i);
      }
      logProb[row] = (float) sum;
    }
  }

  @Override
  public void backward(
      float[] out,
      float[] free,
      double[] act,
      int rows,
      float[] dLogProb,
      float[] dEntropy,
      float[] dOut,
      float[] dFree) {
    int a = 0;
    for (int row = 0; row < rows; row++) {
      logStds.fill(out, free, row, logStd, std);
      for (int i = 0; i < n; i++) {
        double mean = out[row * 2 * n + i];
        double z = (unsquash(act[a++], i) - mean) / std[i];
        double dMean = z / std[i] * dLogProb[row];
        double dLogStd = (z * z - 1) * dLogProb[row] + dEntropy[row];
        if (dEntropy[row] != 0) {
          dMean += squashEntropy.dMean(mean, std[i]) * dEntropy[row];
          dLogStd += squashEntropy.dLogStd(mean, std[i]) * dEntropy[row];
        }
        dOut[row * 2 * n + i] = (float) dMean;
        logStds.backward(out, free, row, i, dLogStd, dOut, dFree);
      }
    }
  }

  @Override
  public void kl(
      float[] oldOut, float[] oldFree, float[] newOut, float[] newFree, int rows, float[] kl) {
    gaussians.kl(oldOut, oldFree, newOut, newFree, rows, kl);
  }

  @Override
  public void klBackward(
      float[] out,
      float[] free,
      float[] otherOut,
      float[] otherFree,
      int rows,
      float[] dKl,
      float[] dOut,
      float[] dFree) {
    gaussians.klBackward(out, free, otherOut, otherFree, rows, dKl, dOut, dFree);
  }

  @Override
  public void fisher(
      float[] out,
      float[] free,
      int rows,
      float[] vOut,
      float[] vFree,
      float[] fisherOut,
      float[] fisherFree) {
    gaussians.fisher(out, free, rows, vOut, vFree, fisherOut, fisherFree);
  }

  /**
   * Actions as a differentiable function of outputs and noise (the reparameterisation of SAC,
   * arXiv:1801.01290 equation 11), in floats as a critic reads them.
   *
   * @param out [rows, outputs()]
   * @param noise [rows, actSize()] draws from the standard normal
   * @param act [rows, actSize()], written, in the environment's units
   * @param logProb [rows], written: log pi of the action before its rounding to floats
   */
  public void rsample(float[] out, int rows, float[] noise, float[] act, float[] logProb) {
    int a = 0;
    for (int row = 0; row < rows; row++) {
      logStds.fill(out, NO_FREE, row, logStd, std);
      double sum = 0;
      for (int i = 0; i < n; i++) {
        double u = out[row * 2 * n + i] + std[i] * noise[a];
        act[a] = (float) bounds.stretch(tanh(u), i);
        sum += Normal.logProb(noise[a], logStd[i]) - bounds.logHalfRange(i) - logSlope(u);
        a++;
      }
      logProb[row] = (float) sum;
    }
  }

  /**
   * Gradient of a loss through {@link #rsample} of the same {@code out} and {@code noise}.
   *
   * @param dAct [rows, actSize()], dL/dact
   * @param dLogProb [rows], dL/dlogProb
   * @param dOut [rows, outputs()], overwritten with dL/dout
   */
  public void rsampleBackward(
      float[] out, int rows, float[] noise, float[] dAct, float[] dLogProb, float[] dOut) {
    int a = 0;
    for (int row = 0; row < rows; row++) {
      logStds.fill(out, NO_FREE, row, logStd, std);
      for (int i = 0; i < n; i++) {
        double u = out[row * 2 * n + i] + std[i] * noise[a];
        double slope = slope(u);
        double dU = bounds.halfRange(i) * slope * dAct[a] + 2 * tanh(u) * dLogProb[row];
        dOut[row * 2 * n + i] = (float) dU;
        double dLogStd = dU * std[i] * noise[a] - dLogProb[row];
        logStds.backward(out, NO_FREE, row, i, dLogStd, dOut, NO_FREE);
        a++;
      }
    }
  }

  private double logProb(double u, double mean, int i) {
    return Normal.logProb((u - mean) / std[i], logStd[i]) - bounds.logHalfRange(i) - logSlope(u);
  }

  private double unsquash(double act, int i) {
    double y = bounds.shrink(act, i);
    double clamped = Math.min(MAX_TANH, Math.max(-MAX_TANH, y));
    return 0.5 * Math.log((1 + clamped) / (1 - clamped));
  }

  /** Math.tanh is several times slower; the absolute error here stays at 1e-16. */
  static double tanh(double u) {
    double e = Math.exp(-2 * Math.abs(u));
    return Math.copySign((1 - e) / (1 + e), u);
  }

  /** 1 - tanh(u)^2. */
  static double slope(double u) {
    return Math.exp(logSlope(u));
  }

  /** log(1 - tanh(u)^2) = 2 (log 2 - |u| - log(1 + exp(-2|u|))), exact also where tanh is 1. */
  static double logSlope(double u) {
    double v = Math.abs(u);
    return 2 * (Math.log(2) - v - Math.log(1 + Math.exp(-2 * v)));
  }
}
