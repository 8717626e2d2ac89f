package org.morl4j.nn.head;

/**
 * What depends on a diagonal Gaussian alone and not on what becomes of its draws: divergence and
 * Fisher information, the same before and after a bijection such as squashing. A row of outputs
 * holds n means first.
 *
 * <p>With d = mu - mu', KL = sum_i (log sigma'_i - log sigma_i + (sigma_i^2 + d_i^2) / (2
 * sigma'_i^2) - 1/2); the Fisher information is diagonal, 1/sigma_i^2 for a mean and 2 for a log
 * sigma.
 */
final class GaussianRows {
  private final int n;
  private final int outputs;
  private final LogStd logStds;

  GaussianRows(int n, LogStd logStds) {
    this.n = n;
    this.logStds = logStds;
    outputs = logStds.outputs();
  }

  /** See {@link ActionHead#kl}. */
  void kl(float[] oldOut, float[] oldFree, float[] newOut, float[] newFree, int rows, float[] kl) {
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        int o = row * outputs + i;
        double oldLogStd = logStds.at(oldOut, oldFree, row, i);
        double newLogStd = logStds.at(newOut, newFree, row, i);
        sum += Normal.kl(oldOut[o], oldLogStd, newOut[o], newLogStd);
      }
      kl[row] = (float) sum;
    }
  }

  /** See {@link ActionHead#klBackward}. */
  void klBackward(
      float[] out,
      float[] free,
      float[] otherOut,
      float[] otherFree,
      int rows,
      float[] dKl,
      float[] dOut,
      float[] dFree) {
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < n; i++) {
        int o = row * outputs + i;
        double logStd = logStds.at(out, free, row, i);
        double otherLogStd = logStds.at(otherOut, otherFree, row, i);
        dOut[o] = (float) (Normal.klByMean(out[o], otherOut[o], otherLogStd) * dKl[row]);
        double dLogStd = Normal.klByLogStd(logStd, otherLogStd) * dKl[row];
        logStds.backward(out, free, row, i, dLogStd, dOut, dFree);
      }
    }
  }

  /** See {@link ActionHead#fisher}. */
  void fisher(
      float[] out,
      float[] free,
      int rows,
      float[] vOut,
      float[] vFree,
      float[] fisherOut,
      float[] fisherFree) {
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < n; i++) {
        int o = row * outputs + i;
        double precision = Math.exp(-2 * logStds.at(out, free, row, i));
        fisherOut[o] = (float) (precision * vOut[o]);
        double v = logStds.entry(vOut, vFree, row, i);
        logStds.backward(out, free, row, i, 2 * v, fisherOut, fisherFree);
      }
    }
  }
}
