package org.morl4j.nn.head;

import java.util.random.RandomGenerator;
import org.morl4j.core.space.Box;

/**
 * pi(a|s) = prod_i N(a_i; m_i, (h_i sigma_i)^2), unbounded around a mean within the bounds:
 *
 * <pre>
 *   m = low + h (tanh(u) + 1),   h = (high - low) / 2
 * </pre>
 *
 * A row of outputs holds u; log sigma, in half-ranges, are free parameters. Source: the policy of
 * the authors' code of IQL (Kostrikov et al. 2021, arXiv:2110.06169) and of what is built on it.
 * Other than {@link SquashedGaussian}, a stored action at a bound is as likely as any at its
 * distance, so that recorded actions need no inverse of tanh.
 *
 * <p>As in {@link DiagonalGaussian} the action is kept as drawn, also outside the bounds; {@link
 * #clip} makes the copy that the environment gets.
 */
public final class BoundedMean implements ActionHead {
  private final int n;
  private final Bounds bounds;
  private final LogStd logStds;
  private final double[] logStd; // in half-ranges
  private final double[] std;

  /**
   * @throws IllegalArgumentException if the Box holds integers, or a dimension has no finite or no
   *     distinct bounds
   */
  public BoundedMean(Box space, HeadOptions options) {
    DiagonalGaussian.requireFloating(space);
    bounds = Bounds.of(space);
    n = space.size();
    logStds = new LogStd(n, false, options);
    logStd = new double[n];
    std = new double[n];
  }

  @Override
  public int outputs() {
    return n;
  }

  @Override
  public int free() {
    return n;
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

  private double logProb(float u, double act, int i) {
    return Normal.logProb(z(u, act, i), logStd[i] + bounds.logHalfRange(i));
  }

  /** How many deviations an action is off the mean. */
  private double z(float u, double act, int i) {
    return (bounds.shrink(act, i) - SquashedGaussian.tanh(u)) / std[i];
  }

  @Override
  public void sample(
      float[] out,
      float[] free,
      int rows,
      RandomGenerator[] generators,
      double[] act,
      double[] logProb) {
    logStds.fill(out, free, 0, logStd, std);
    for (int row = 0, a = 0; row < rows; row++) {
      double sum = 0;
      for (int i = 0; i < n; i++, a++) {
        double noise = std[i] * generators[row].nextGaussian();
        act[a] = bounds.beyond(SquashedGaussian.tanh(out[a]) + noise, i);
        // From the stored action, so that evaluate finds the same value in it.
        sum += logProb(out[a], act[a], i);
      }
      logProb[row] = sum;
    }
  }

  @Override
  public void mode(float[] out, float[] free, int rows, double[] act) {
    for (int a = 0; a < rows * n; a++) {
      act[a] = bounds.stretch(SquashedGaussian.tanh(out[a]), a % n);
    }
  }

  @Override
  public void evaluate(
      float[] out, float[] free, double[] act, int rows, float[] logProb, float[] entropy) {
    logStds.fill(out, free, 0, logStd, std);
    for (int row = 0, a = 0; row < rows; row++) {
      double sum = 0;
      double entropies = 0;
      for (int i = 0; i < n; i++, a++) {
        sum += logProb(out[a], act[a], i);
        entropies += Normal.entropy(logStd[i] + bounds.logHalfRange(i));
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
    logStds.fill(out, free, 0, logStd, std);
    for (int row = 0, a = 0; row < rows; row++) {
      for (int i = 0; i < n; i++, a++) {
        double z = z(out[a], act[a], i);
        dOut[a] = (float) (z / std[i] * SquashedGaussian.slope(out[a]) * dLogProb[row]);
        double dLogStd = (z * z - 1) * dLogProb[row] + dEntropy[row];
        logStds.backward(out, free, row, i, dLogStd, dOut, dFree);
      }
    }
  }

  @Override
  public void kl(
      float[] oldOut, float[] oldFree, float[] newOut, float[] newFree, int rows, float[] kl) {
    for (int row = 0, a = 0; row < rows; row++) {
      double sum = 0;
      for (int i = 0; i < n; i++, a++) {
        double oldMean = SquashedGaussian.tanh(oldOut[a]);
        double newMean = SquashedGaussian.tanh(newOut[a]);
        double oldLogStd = logStds.at(oldOut, oldFree, row, i);
        sum += Normal.kl(oldMean, oldLogStd, newMean, logStds.at(newOut, newFree, row, i));
      }
      kl[row] = (float) sum;
    }
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
    for (int row = 0, a = 0; row < rows; row++) {
      for (int i = 0; i < n; i++, a++) {
        double mean = SquashedGaussian.tanh(out[a]);
        double otherMean = SquashedGaussian.tanh(otherOut[a]);
        double otherLogStd = logStds.at(otherOut, otherFree, row, i);
        double byMean = Normal.klByMean(mean, otherMean, otherLogStd);
        dOut[a] = (float) (byMean * SquashedGaussian.slope(out[a]) * dKl[row]);
        double byLogStd = Normal.klByLogStd(logStds.at(out, free, row, i), otherLogStd);
        logStds.backward(out, free, row, i, byLogStd * dKl[row], dOut, dFree);
      }
    }
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
    logStds.fill(out, free, 0, logStd, std);
    for (int row = 0, a = 0; row < rows; row++) {
      for (int i = 0; i < n; i++, a++) {
        double slope = SquashedGaussian.slope(out[a]) / std[i];
        fisherOut[a] = (float) (slope * slope * vOut[a]);
        logStds.backward(out, free, row, i, 2 * vFree[i], fisherOut, fisherFree);
      }
    }
  }

  @Override
  public void clip(double[] act, int rows) {
    for (int a = 0; a < rows * n; a++) {
      act[a] = bounds.clip(act[a], a % n);
    }
  }
}
