package org.morl4j.nn.head;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.morl4j.core.space.Box;

/**
 * a = low + (high - low) (tanh(u) + 1) / 2 for a row u of outputs; draws add noise of sigma
 * half-ranges and are clipped to the bounds. Source: the deterministic policy of TD3, Fujimoto et
 * al. 2018, arXiv:1802.09477.
 *
 * <p>Log-probabilities, entropy and KL are those of the Gaussian around the greedy action, as if
 * nothing were clipped; sigma is a constant, so the entropy has no gradient.
 */
public final class Deterministic implements ActionHead {
  private final int n;
  private final Bounds bounds;
  private final double logStd;
  private final double std;

  /**
   * @throws IllegalArgumentException if the Box holds integers, or a dimension has no finite or no
   *     distinct bounds
   */
  public Deterministic(Box space, HeadOptions options) {
    DiagonalGaussian.requireFloating(space);
    bounds = Bounds.of(space);
    n = space.size();
    logStd = options.initialLogStd();
    std = Math.exp(logStd);
  }

  @Override
  public int outputs() {
    return n;
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
    for (int row = 0, a = 0; row < rows; row++) {
      double sum = 0;
      for (int i = 0; i < n; i++, a++) {
        double noise = std * generators[row].nextGaussian();
        act[a] = bounds.stretch(SquashedGaussian.tanh(out[a]) + noise, i);
        // From the stored action, so that evaluate finds the same value in it.
        sum += Normal.logProb(z(out[a], act[a], i), logStd + bounds.logHalfRange(i));
      }
      logProb[row] = sum;
    }
  }

  @Override
  public void mode(float[] out, float[] free, int rows, double[] act) {
    for (int row = 0, a = 0; row < rows; row++) {
      for (int i = 0; i < n; i++, a++) {
        act[a] = bounds.stretch(SquashedGaussian.tanh(out[a]), i);
      }
    }
  }

  @Override
  public void evaluate(
      float[] out, float[] free, double[] act, int rows, float[] logProb, float[] entropy) {
    for (int row = 0, a = 0; row < rows; row++) {
      double sum = 0;
      double entropies = 0;
      for (int i = 0; i < n; i++, a++) {
        sum += Normal.logProb(z(out[a], act[a], i), logStd + bounds.logHalfRange(i));
        entropies += Normal.entropy(logStd + bounds.logHalfRange(i));
      }
      logProb[row] = (float) sum;
      entropy[row] = (float) entropies;
    }
  }

  private double z(double u, double act, int i) {
    return (bounds.shrink(act, i) - SquashedGaussian.tanh(u)) / std;
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
    for (int row = 0, a = 0; row < rows; row++) {
      for (int i = 0; i < n; i++, a++) {
        double slope = SquashedGaussian.slope(out[a]);
        dOut[a] = (float) (z(out[a], act[a], i) / std * slope * dLogProb[row]);
      }
    }
  }

  @Override
  public void kl(
      float[] oldOut, float[] oldFree, float[] newOut, float[] newFree, int rows, float[] kl) {
    Arrays.fill(kl, 0, rows, 0);
    for (int row = 0, a = 0; row < rows; row++) {
      for (int i = 0; i < n; i++, a++) {
        double oldMean = SquashedGaussian.tanh(oldOut[a]);
        double newMean = SquashedGaussian.tanh(newOut[a]);
        kl[row] += (float) Normal.kl(oldMean, logStd, newMean, logStd);
      }
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
        double shift = SquashedGaussian.tanh(out[a]) - SquashedGaussian.tanh(otherOut[a]);
        double slope = SquashedGaussian.slope(out[a]);
        dOut[a] = (float) (shift / (std * std) * slope * dKl[row]);
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
    for (int a = 0; a < rows * n; a++) {
      double slope = SquashedGaussian.slope(out[a]) / std;
      fisherOut[a] = (float) (slope * slope * vOut[a]);
    }
  }

  @Override
  public void clip(double[] act, int rows) {
    for (int row = 0, a = 0; row < rows; row++) {
      for (int i = 0; i < n; i++, a++) {
        act[a] = bounds.clip(act[a], i);
      }
    }
  }

  /**
   * Actions without noise of the environment's, in floats as a critic reads them, moved by {@code
   * noise} half-ranges and clipped to the bounds.
   *
   * @param noise [rows, actSize()]
   * @param act [rows, actSize()], written
   */
  public void smooth(float[] out, int rows, float[] noise, float[] act) {
    for (int row = 0, a = 0; row < rows; row++) {
      for (int i = 0; i < n; i++, a++) {
        act[a] = (float) bounds.stretch(SquashedGaussian.tanh(out[a]) + noise[a], i);
      }
    }
  }

  /**
   * Gradient through the greedy actions of {@code out}.
   *
   * @param dAct [rows, actSize()], dL/dact
   * @param dOut [rows, outputs()], written
   */
  public void modeBackward(float[] out, int rows, float[] dAct, float[] dOut) {
    for (int row = 0, a = 0; row < rows; row++) {
      for (int i = 0; i < n; i++, a++) {
        double slope = SquashedGaussian.slope(out[a]);
        dOut[a] = (float) (bounds.halfRange(i) * slope * dAct[a]);
      }
    }
  }
}
