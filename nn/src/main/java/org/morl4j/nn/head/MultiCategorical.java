package org.morl4j.nn.head;

import java.util.random.RandomGenerator;
import org.morl4j.core.space.MultiDiscrete;

/**
 * Independent choices: pi(a|s) = prod_i softmax(z_i)_{a_i}, the logits of the choices one after the
 * other in a row.
 *
 * <p>Log-probability and entropy are the sums of those of {@link Categorical}. Source: Tang and
 * Agrawal 2019, arXiv:1901.10500 (factorised policy).
 */
public final class MultiCategorical implements ActionHead {
  private final int[] n;
  private final int outputs;

  public MultiCategorical(MultiDiscrete space) {
    n = new int[space.size()];
    for (int i = 0; i < n.length; i++) {
      n[i] = space.n().get(i);
    }
    outputs = space.features();
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public int free() {
    return 0;
  }

  @Override
  public void initialise(float[] free, int offset) {}

  @Override
  public int actSize() {
    return n.length;
  }

  @Override
  public void sample(
      float[] out,
      float[] free,
      int rows,
      RandomGenerator[] generators,
      double[] act,
      double[] logProb) {
    int o = 0;
    int a = 0;
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int i = 0; i < n.length; i++) {
        double lse = Softmax.logSumExp(out, o, n[i]);
        int k = Softmax.sample(out, o, n[i], lse, generators[row]);
        act[a++] = k;
        sum += out[o + k] - lse;
        o += n[i];
      }
      logProb[row] = sum;
    }
  }

  @Override
  public void mode(float[] out, float[] free, int rows, double[] act) {
    int o = 0;
    int a = 0;
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < n.length; i++) {
        act[a++] = Softmax.argMax(out, o, n[i]);
        o += n[i];
      }
    }
  }

  @Override
  public void evaluate(
      float[] out, float[] free, double[] act, int rows, float[] logProb, float[] entropy) {
    int o = 0;
    int a = 0;
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      double entropies = 0;
      for (int i = 0; i < n.length; i++) {
        double lse = Softmax.logSumExp(out, o, n[i]);
        sum += out[o + Softmax.index(act[a], 0, n[i], a)] - lse;
        entropies += Softmax.entropy(out, o, n[i], lse);
        a++;
        o += n[i];
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
    int o = 0;
    int a = 0;
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < n.length; i++) {
        int hot = Softmax.index(act[a], 0, n[i], a);
        Softmax.backward(out, o, n[i], hot, dLogProb[row], dEntropy[row], dOut);
        a++;
        o += n[i];
      }
    }
  }

  @Override
  public void kl(
      float[] oldOut, float[] oldFree, float[] newOut, float[] newFree, int rows, float[] kl) {
    int o = 0;
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int i = 0; i < n.length; i++) {
        sum += Softmax.kl(oldOut, newOut, o, n[i]);
        o += n[i];
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
    int o = 0;
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < n.length; i++) {
        Softmax.klBackward(out, otherOut, o, n[i], dKl[row], dOut);
        o += n[i];
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
    int o = 0;
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < n.length; i++) {
        Softmax.fisher(out, o, n[i], vOut, fisherOut);
        o += n[i];
      }
    }
  }
}
