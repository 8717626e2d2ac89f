package org.morl4j.nn.head;

import java.util.random.RandomGenerator;
import org.morl4j.core.space.Discrete;

/**
 * pi(a|s) = softmax(z)_a with a logit z_k for each of the n actions.
 *
 * <p>log pi = z_a - log sum_k exp z_k; entropy = -sum_k p_k log p_k. A logit of negative infinity
 * masks its action. Source: Bridle 1990, "Probabilistic interpretation of feedforward
 * classification network outputs".
 */
public final class Categorical implements ActionHead {
  private final int n;
  private final int start;

  public Categorical(Discrete space) {
    n = space.n();
    start = space.start();
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
    return 1;
  }

  @Override
  public void sample(
      float[] out,
      float[] free,
      int rows,
      RandomGenerator[] generators,
      double[] act,
      double[] logProb) {
    for (int row = 0; row < rows; row++) {
      int o = row * n;
      double lse = Softmax.logSumExp(out, o, n);
      int k = Softmax.sample(out, o, n, lse, generators[row]);
      act[row] = (double) start + k;
      logProb[row] = out[o + k] - lse;
    }
  }

  @Override
  public void mode(float[] out, float[] free, int rows, double[] act) {
    for (int row = 0; row < rows; row++) {
      act[row] = (double) start + Softmax.argMax(out, row * n, n);
    }
  }

  @Override
  public void evaluate(
      float[] out, float[] free, double[] act, int rows, float[] logProb, float[] entropy) {
    for (int row = 0; row < rows; row++) {
      int o = row * n;
      double lse = Softmax.logSumExp(out, o, n);
      logProb[row] = (float) (out[o + Softmax.index(act[row], start, n, row)] - lse);
      entropy[row] = (float) Softmax.entropy(out, o, n, lse);
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
    for (int row = 0; row < rows; row++) {
      int hot = Softmax.index(act[row], start, n, row);
      Softmax.backward(out, row * n, n, hot, dLogProb[row], dEntropy[row], dOut);
    }
  }

  @Override
  public void kl(
      float[] oldOut, float[] oldFree, float[] newOut, float[] newFree, int rows, float[] kl) {
    for (int row = 0; row < rows; row++) {
      kl[row] = (float) Softmax.kl(oldOut, newOut, row * n, n);
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
    for (int row = 0; row < rows; row++) {
      Softmax.klBackward(out, otherOut, row * n, n, dKl[row], dOut);
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
    for (int row = 0; row < rows; row++) {
      Softmax.fisher(out, row * n, n, vOut, fisherOut);
    }
  }
}
