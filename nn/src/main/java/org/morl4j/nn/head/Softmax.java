package org.morl4j.nn.head;

import java.util.random.RandomGenerator;

/**
 * One categorical distribution given by {@code n} logits at {@code z[o..]}: p_k = exp(z_k - lse).
 * Logits of negative infinity mean probability 0 and are never drawn.
 */
final class Softmax {
  private Softmax() {}

  /** log sum_k exp(z_k), shifted by the maximum so that it can't overflow. */
  static double logSumExp(float[] z, int o, int n) {
    double max = z[o];
    for (int k = 1; k < n; k++) {
      max = Math.max(max, z[o + k]);
    }
    double sum = 0;
    for (int k = 0; k < n; k++) {
      sum += Math.exp(z[o + k] - max);
    }
    return max + Math.log(sum);
  }

  /** Draws by inverting the cumulative distribution with one uniform number. */
  static int sample(float[] z, int o, int n, double lse, RandomGenerator rng) {
    double left = rng.nextDouble();
    int drawn = 0;
    for (int k = 0; k < n; k++) {
      double p = Math.exp(z[o + k] - lse);
      // Rounding may leave a rest after the last one; that goes to the last possible choice.
      if (p > 0) {
        drawn = k;
        left -= p;
        if (left < 0) {
          break;
        }
      }
    }
    return drawn;
  }

  static int argMax(float[] z, int o, int n) {
    int best = 0;
    for (int k = 1; k < n; k++) {
      if (z[o + k] > z[o + best]) {
        best = k;
      }
    }
    return best;
  }

  /** -sum_k p_k log p_k. */
  static double entropy(float[] z, int o, int n, double lse) {
    double entropy = 0;
    for (int k = 0; k < n; k++) {
      double logP = z[o + k] - lse;
      // Not "p > 0", which would turn NaN logits into a finite entropy.
      if (logP != Double.NEGATIVE_INFINITY) {
        entropy -= Math.exp(logP) * logP;
      }
    }
    return entropy;
  }

  /** d log p_hot / dz_k = [k = hot] - p_k and dH/dz_k = -p_k (log p_k + H), weighted and summed. */
  static void backward(
      float[] z, int o, int n, int hot, float dLogProb, float dEntropy, float[] dOut) {
    double lse = logSumExp(z, o, n);
    double entropy = entropy(z, o, n, lse);
    for (int k = 0; k < n; k++) {
      double logP = z[o + k] - lse;
      double p = Math.exp(logP);
      double d = (k == hot ? dLogProb : 0) - p * dLogProb;
      if (logP != Double.NEGATIVE_INFINITY) {
        d -= p * (logP + entropy) * dEntropy;
      }
      dOut[o + k] = (float) d;
    }
  }

  /** sum_k p_k (log p_k - log q_k) for p of {@code oldZ} and q of {@code newZ}. */
  static double kl(float[] oldZ, float[] newZ, int o, int n) {
    double oldLse = logSumExp(oldZ, o, n);
    double newLse = logSumExp(newZ, o, n);
    double kl = 0;
    for (int k = 0; k < n; k++) {
      double logP = oldZ[o + k] - oldLse;
      if (logP != Double.NEGATIVE_INFINITY) {
        kl += Math.exp(logP) * (logP - (newZ[o + k] - newLse));
      }
    }
    return kl;
  }

  /** dKL(p || q)/dz_k = p_k (log p_k - log q_k - KL) for p of {@code z}, weighted. */
  static void klBackward(float[] z, float[] otherZ, int o, int n, float dKl, float[] dOut) {
    double lse = logSumExp(z, o, n);
    double otherLse = logSumExp(otherZ, o, n);
    double kl = kl(z, otherZ, o, n);
    for (int k = 0; k < n; k++) {
      double logP = z[o + k] - lse;
      double d = 0;
      if (logP != Double.NEGATIVE_INFINITY) {
        d = Math.exp(logP) * (logP - (otherZ[o + k] - otherLse) - kl);
      }
      dOut[o + k] = (float) (d * dKl);
    }
  }

  /** (diag(p) - p p') v. */
  static void fisher(float[] z, int o, int n, float[] v, float[] out) {
    double lse = logSumExp(z, o, n);
    double mean = 0;
    for (int k = 0; k < n; k++) {
      mean += Math.exp(z[o + k] - lse) * v[o + k];
    }
    for (int k = 0; k < n; k++) {
      out[o + k] = (float) (Math.exp(z[o + k] - lse) * (v[o + k] - mean));
    }
  }

  /** The index of a stored choice, checked: a wrong one would read a neighbour's logits. */
  static int index(double choice, int start, int n, int at) {
    double index = choice - start;
    if (!(index >= 0 && index < n && index == Math.rint(index))) {
      throw new IllegalArgumentException(
          "act["
              + at
              + "] is "
              + choice
              + ", but must be a whole number from "
              + start
              + " to "
              + ((long) start + n - 1)
              + ". Maybe it was stored by another head or without the space's start.");
    }
    return (int) index;
  }
}
