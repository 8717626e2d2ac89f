package org.morl4j.nn.head;

import java.util.random.RandomGenerator;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;

/**
 * pi(a|s) = prod_i N(a_i; mu_i, sigma_i^2), unbounded. A row of outputs holds the means; log sigma
 * are free parameters, or follow the means in the row (state-dependent).
 *
 * <p>With z = (a - mu) / sigma: log pi = sum_i (-z_i^2 / 2 - log sigma_i - log(2 pi) / 2), entropy
 * = sum_i (log sigma_i + log(2 pi e) / 2). Sources: Williams 1992, "Simple statistical
 * gradient-following algorithms", section 6; free log sigma as in Schulman et al. 2015,
 * arXiv:1502.05477.
 *
 * <p>The sampled action is kept as drawn, also outside the bounds, and that is what belongs into
 * the buffer, as in Stable-Baselines3 and CleanRL: the log-probability of a clipped action would be
 * wrong. {@link #clip} makes the copy that the environment gets, if no wrapper does.
 */
public final class DiagonalGaussian implements ActionHead {
  private final int n;
  private final int outputs;
  private final double[] low;
  private final double[] high;
  private final LogStd logStds;
  private final GaussianRows gaussians;
  private final double[] logStd;
  private final double[] std;

  /**
   * @throws IllegalArgumentException if the Box holds integers or the options ask for squashing
   */
  public DiagonalGaussian(Box space, HeadOptions options) {
    if (options.gaussian() != HeadOptions.Gaussian.STATE_INDEPENDENT
        && options.gaussian() != HeadOptions.Gaussian.STATE_DEPENDENT) {
      throw new IllegalArgumentException(
          "head.gaussian is "
              + options.gaussian()
              + ", but a DiagonalGaussian must be STATE_INDEPENDENT or STATE_DEPENDENT. Maybe you"
              + " meant a SquashedGaussian or a Deterministic.");
    }
    requireFloating(space);
    n = space.size();
    low = space.low().toArray();
    high = space.high().toArray();
    logStds = new LogStd(n, options.gaussian() == HeadOptions.Gaussian.STATE_DEPENDENT, options);
    gaussians = new GaussianRows(n, logStds);
    outputs = logStds.outputs();
    logStd = new double[n];
    std = new double[n];
  }

  static void requireFloating(Box space) {
    if (space.dtype() != Dtype.FLOAT32 && space.dtype() != Dtype.FLOAT64) {
      throw new IllegalArgumentException(
          "The action space is a Box of "
              + space.dtype().numpyName()
              + ", but a Gaussian needs float32 or float64. Maybe declare it as MultiDiscrete.");
    }
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public int free() {
    return logStds.free();
  }

  @Override
  public float freeMin() {
    return logStds.min();
  }

  @Override
  public float freeMax() {
    return logStds.max();
  }

  @Override
  public void initialise(float[] free, int offset) {
    logStds.initialise(free, offset);
  }

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
        double mean = out[row * outputs + i];
        act[a] = mean + std[i] * generators[row].nextGaussian();
        // From the rounded action, so that evaluate finds the same value in it.
        sum += Normal.logProb((act[a] - mean) / std[i], logStd[i]);
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
        act[a++] = out[row * outputs + i];
      }
    }
  }

  @Override
  public void evaluate(
      float[] out, float[] free, double[] act, int rows, float[] logProb, float[] entropy) {
    int a = 0;
    for (int row = 0; row < rows; row++) {
      logStds.fill(out, free, row, logStd, std);
      double sum = 0;
      double entropies = 0;
      for (int i = 0; i < n; i++) {
        double z = (act[a++] - out[row * outputs + i]) / std[i];
        sum += Normal.logProb(z, logStd[i]);
        entropies += Normal.entropy(logStd[i]);
      }
      logProb[row] = (float) sum;
      entropy[row] = (float) entropies;
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
        double z = (act[a++] - out[row * outputs + i]) / std[i];
        dOut[row * outputs + i] = (float) (z / std[i] * dLogProb[row]);
        double dLogStd = (z * z - 1) * dLogProb[row] + dEntropy[row];
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

  /** Clips to the Box's bounds, in place; dimensions without bounds stay. */
  @Override
  public void clip(double[] act, int rows) {
    int a = 0;
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < n; i++) {
        act[a] = Math.min(high[i], Math.max(low[i], act[a]));
        a++;
      }
    }
  }
}
