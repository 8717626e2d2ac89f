package org.morl4j.agents.value;

/** Numbers as probabilities of m bins: the values bins stand for, two-hot shares, histograms. */
final class Projections {
  /** Beyond this many sigma outside the edges the outer bin has all mass there is in floats. */
  private static final double FAR = 5;

  private Projections() {}

  /** {@code bins} values from min to max. */
  static float[] ends(double min, double max, int bins) {
    float[] values = new float[bins];
    for (int k = 0; k < bins; k++) {
      values[k] = (float) (min + (max - min) * k / (bins - 1));
    }
    return values;
  }

  /** Centres of {@code bins} bins between the edges min and max. */
  static float[] centres(double min, double max, int bins) {
    float[] values = new float[bins];
    for (int k = 0; k < bins; k++) {
      values[k] = (float) (min + (max - min) * (k + 0.5) / bins);
    }
    return values;
  }

  /** Adds {@code mass} at y, shared by y's two neighbours, to the bins at target[o..o+bins). */
  static void split(
      double y, double mass, double min, double max, int bins, float[] target, int o) {
    double place = (Math.max(min, Math.min(max, y)) - min) * ((bins - 1) / (max - min));
    int k = Math.min((int) place, bins - 2);
    double above = place - k;
    target[o + k] += (float) (mass * (1 - above));
    target[o + k + 1] += (float) (mass * above);
  }

  /**
   * The histogram of N(y, sigma) on the bins between min and max, divided by the mass between them
   * (arXiv 2403.03950, section 3.1, and its appendix for the division).
   *
   * <p>Its mean, taken at centres, is y for y at least 4 sigma inside the edges (at sigma 0.75 bin
   * widths within 2e-4 widths). Nearer, the cut pulls it inwards: at an edge to 0.69 widths inside.
   * Beyond, the mass gathers in the outer bin, whose centre is the nearest a histogram can come;
   * more than 5 sigma outside, y is clamped there.
   *
   * @param sigma in units of y
   * @param target written at [o..o+bins)
   */
  static void hlGauss(
      double y, double min, double max, double sigma, int bins, float[] target, int o) {
    double width = (max - min) / bins;
    double at = Math.max(min - FAR * sigma, Math.min(max + FAR * sigma, y));
    double total = 0;
    double edge = (min - at) / sigma;
    double step = width / sigma;
    double left = NormalTail.above(Math.abs(edge));
    for (int k = 0; k < bins; k++) {
      double next = edge + step;
      double right = NormalTail.above(Math.abs(next));
      // Tails are subtracted on their own side of y, where they are small and exact.
      double mass = edge >= 0 ? left - right : next <= 0 ? right - left : 1 - left - right;
      target[o + k] = (float) mass;
      total += mass;
      edge = next;
      left = right;
    }
    float scale = (float) (1 / total);
    for (int k = 0; k < bins; k++) {
      target[o + k] *= scale;
    }
  }
}
