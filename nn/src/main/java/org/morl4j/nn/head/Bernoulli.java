package org.morl4j.nn.head;

import java.util.random.RandomGenerator;
import org.morl4j.core.space.MultiBinary;

/**
 * Independent bits: p(a_i = 1) = sigmoid(z_i) with one logit z_i a bit.
 *
 * <p>With softplus(x) = log(1 + e^x): log p(1) = -softplus(-z), log p(0) = -softplus(z), entropy =
 * p softplus(-z) + (1 - p) softplus(z), each summed over the bits. Source: Bishop 2006, "Pattern
 * Recognition and Machine Learning", equation 2.2.
 */
public final class Bernoulli implements ActionHead {
  private final int n;

  public Bernoulli(MultiBinary space) {
    n = space.n();
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
    int o = 0;
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        boolean bit = generators[row].nextDouble() < sigmoid(out[o]);
        act[o] = bit ? 1 : 0;
        sum += logProb(out[o], bit);
        o++;
      }
      logProb[row] = sum;
    }
  }

  @Override
  public void mode(float[] out, float[] free, int rows, double[] act) {
    for (int o = 0; o < rows * n; o++) {
      act[o] = out[o] > 0 ? 1 : 0;
    }
  }

  @Override
  public void evaluate(
      float[] out, float[] free, double[] act, int rows, float[] logProb, float[] entropy) {
    int o = 0;
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      double entropies = 0;
      for (int i = 0; i < n; i++) {
        double z = out[o];
        sum += logProb(z, bit(act, o));
        entropies -= weighted(sigmoid(z), logProb(z, true));
        entropies -= weighted(sigmoid(-z), logProb(z, false));
        o++;
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
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < n; i++) {
        double z = out[o];
        double p = sigmoid(z);
        double q = sigmoid(-z);
        double score = bit(act, o) ? q : -p;
        dOut[o] = (float) (score * dLogProb[row] - weighted(p * q, z) * dEntropy[row]);
        o++;
      }
    }
  }

  @Override
  public void kl(
      float[] oldOut, float[] oldFree, float[] newOut, float[] newFree, int rows, float[] kl) {
    int o = 0;
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        double z = oldOut[o];
        double w = newOut[o];
        sum += weighted(sigmoid(z), logProb(z, true) - logProb(w, true));
        sum += weighted(sigmoid(-z), logProb(z, false) - logProb(w, false));
        o++;
      }
      kl[row] = (float) sum;
    }
  }

  /** dKL/dz = p (1 - p) (z - w) for the other logit w. */
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
      for (int i = 0; i < n; i++) {
        double variance = sigmoid(out[o]) * sigmoid(-out[o]);
        dOut[o] = (float) (weighted(variance, (double) out[o] - otherOut[o]) * dKl[row]);
        o++;
      }
    }
  }

  /** p (1 - p) v. */
  @Override
  public void fisher(
      float[] out,
      float[] free,
      int rows,
      float[] vOut,
      float[] vFree,
      float[] fisherOut,
      float[] fisherFree) {
    for (int o = 0; o < rows * n; o++) {
      fisherOut[o] = (float) (sigmoid(out[o]) * sigmoid(-out[o]) * vOut[o]);
    }
  }

  private static boolean bit(double[] act, int at) {
    return Softmax.index(act[at], 0, 2, at) == 1;
  }

  /** p x with the convention 0 log 0 = 0 for logits at infinity. */
  private static double weighted(double p, double x) {
    return p == 0 ? 0 : p * x;
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  /** -softplus(-z) for 1, -softplus(z) for 0, without overflow. */
  private static double logProb(double z, boolean bit) {
    double x = bit ? -z : z;
    return -Math.max(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
  }
}
