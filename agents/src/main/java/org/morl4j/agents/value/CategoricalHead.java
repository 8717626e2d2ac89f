package org.morl4j.agents.value;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.discrete.C51;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.state.State;

/**
 * Probabilities of bins: a softmax over fixed values c_k, regressed by cross-entropy on a target
 * that is projected onto them. C51 (Bellemare et al. 2017, arXiv 1707.06887) projects the moved
 * next law; two-hot and HL-Gauss (Farebrother et al. 2024, arXiv 2403.03950) a number.
 *
 * <pre>
 *   p = softmax(z),   Q = sum_k p_k c_k,   L = -sum_k t_k log p_k,   dL/dz = p - t
 *
 *   C51       t = sum_j p'_j split(clip(r + discount (c_j + shift)))           eq. 7
 *   two-hot   t = split(clip(y)),   y = r + discount (Q' + shift)              section 3.1
 *   HL-Gauss  t_k = [Phi((e_k+1 - y) / sigma) - Phi((e_k - y) / sigma)] / (the sum over k)
 * </pre>
 *
 * <p>split(y) gives the two neighbours c_k &lt;= y &lt;= c_k+1 the shares (c_k+1 - y) / w and (y -
 * c_k) / w, which keeps the mean; clip is to [c_1, c_m]. For C51 and two-hot the values stand on
 * [min, max], ends included, w = (max - min) / (bins - 1). For HL-Gauss the edges e do, w = (max -
 * min) / bins, and c_k is a bin's centre, so min and max themselves are out of reach: Q lies
 * between min + w/2 and max - w/2. See {@link Projections#hlGauss} for what happens near and beyond
 * the edges.
 *
 * <p>A Monte-Carlo return y is regressed on with reward y and discount 0. One thread at a time.
 */
public final class CategoricalHead implements ValueHead {
  /**
   * The next law, moved and projected.
   *
   * @param min the lowest value
   * @param max the highest value
   * @param bins values, both ends included
   */
  public record C51(
      @Allowed(min = -1e12, max = 1e12) double min,
      @Allowed(min = -1e12, max = 1e12) double max,
      @Allowed(min = 2, max = 4_096) int bins)
      implements ValueHeadOptions {
    public static final C51 DEFAULT = new C51(-10, 10, 51);

    public C51 {
      Check.allowed(C51.class, "min", min);
      Check.allowed(C51.class, "max", max);
      Check.allowed(C51.class, "bins", bins);
      check("c51", min, max);
    }

    @Override
    public ValueHead head(int signals, int laws) {
      requireOne(laws);
      return new CategoricalHead(
          Projection.C51, Projections.ends(min, max, bins), min, max, 0, signals);
    }
  }

  /**
   * The expected value on two neighbours.
   *
   * @param min the lowest value
   * @param max the highest value
   * @param bins values, both ends included
   */
  public record TwoHot(
      @Allowed(min = -1e12, max = 1e12) double min,
      @Allowed(min = -1e12, max = 1e12) double max,
      @Allowed(min = 2, max = 4_096) int bins)
      implements ValueHeadOptions {
    public static final TwoHot DEFAULT = new TwoHot(-10, 10, 51);

    public TwoHot {
      Check.allowed(TwoHot.class, "min", min);
      Check.allowed(TwoHot.class, "max", max);
      Check.allowed(TwoHot.class, "bins", bins);
      check("twoHot", min, max);
    }

    @Override
    public ValueHead head(int signals, int laws) {
      requireOne(laws);
      return new CategoricalHead(
          Projection.TWO_HOT, Projections.ends(min, max, bins), min, max, 0, signals);
    }
  }

  /**
   * A Gaussian's histogram around the expected value.
   *
   * @param min the lowest edge
   * @param max the highest edge
   * @param bins bins between the edges
   * @param sigma the Gaussian's standard deviation in bin widths
   */
  public record HlGauss(
      @Allowed(min = -1e12, max = 1e12) double min,
      @Allowed(min = -1e12, max = 1e12) double max,
      @Allowed(min = 2, max = 4_096) int bins,
      @Allowed(min = 0.1, max = 4096) double sigma)
      implements ValueHeadOptions {
    public static final HlGauss DEFAULT = new HlGauss(-10, 10, 51, 0.75);

    public HlGauss {
      Check.allowed(HlGauss.class, "min", min);
      Check.allowed(HlGauss.class, "max", max);
      Check.allowed(HlGauss.class, "bins", bins);
      Check.allowed(HlGauss.class, "sigma", sigma);
      check("hlGauss", min, max);
      // Below a tenth of a bin most targets are one-hot, and what lies between centres is lost.
      if (sigma > bins) {
        throw new IllegalArgumentException(
            "hlGauss.sigma is "
                + sigma
                + ", but must lie between 0.1 and the number of bins, "
                + bins
                + "; its unit is a bin's width. Maybe you meant 0.75.");
      }
    }

    @Override
    public ValueHead head(int signals, int laws) {
      requireOne(laws);
      double width = (max - min) / bins;
      return new CategoricalHead(
          Projection.HL_GAUSS,
          Projections.centres(min, max, bins),
          min,
          max,
          sigma * width,
          signals);
    }
  }

  private enum Projection {
    C51,
    TWO_HOT,
    HL_GAUSS
  }

  private final Projection projection;
  private final float[] values;
  private final double min;
  private final double max;
  private final double sigma;
  private final int signals;
  private final double[] p;

  private CategoricalHead(
      Projection projection, float[] values, double min, double max, double sigma, int signals) {
    this.projection = projection;
    this.values = values;
    this.min = min;
    this.max = max;
    this.sigma = sigma;
    this.signals = signals;
    p = new double[values.length];
  }

  private static void check(String name, double min, double max) {
    if (!(max > min)) {
      throw new IllegalArgumentException(
          name
              + ".max is "
              + max
              + ", but must be above min, which is "
              + min
              + ". Maybe the two were swapped.");
    }
  }

  /** Refuses to pool laws. */
  static void requireOne(int laws) {
    if (laws != 1) {
      throw new IllegalArgumentException(
          "laws is " + laws + ", but must be 1: only quantiles can be pooled.");
    }
  }

  /**
   * p = softmax of the logits at z[o..o+m).
   *
   * @return log sum_k exp(z_k)
   */
  static double softmax(float[] z, int o, double[] p) {
    double max = z[o];
    for (int k = 1; k < p.length; k++) {
      max = Math.max(max, z[o + k]);
    }
    double sum = 0;
    for (int k = 0; k < p.length; k++) {
      p[k] = Math.exp(z[o + k] - max);
      sum += p[k];
    }
    double scale = 1 / sum;
    for (int k = 0; k < p.length; k++) {
      p[k] *= scale;
    }
    return max + Math.log(sum);
  }

  /**
   * -sum_k t_k log softmax(z)_k of one value.
   *
   * @param t target probabilities at t[o..o+m)
   * @param p [m], written: the probabilities
   * @param dZ written at [o..o+m): p - t
   */
  static double crossEntropy(float[] z, float[] t, int o, double[] p, float[] dZ) {
    double lse = softmax(z, o, p);
    double sum = 0;
    for (int k = 0; k < p.length; k++) {
      sum += t[o + k] * (lse - z[o + k]);
      dZ[o + k] = (float) (p[k] - t[o + k]);
    }
    return sum;
  }

  @Override
  public int outputs() {
    return values.length;
  }

  /** c_k, the value of bin k from 0. */
  public float value(int k) {
    return values[k];
  }

  @Override
  public void mean(float[] out, int n, float[] mean) {
    for (int i = 0; i < n; i++) {
      mean[i] = (float) mean(out, i * values.length);
    }
  }

  /** Leaves the probabilities in {@link #p}. */
  private double mean(float[] out, int o) {
    softmax(out, o, p);
    double mean = 0;
    for (int k = 0; k < p.length; k++) {
      mean += p[k] * values[k];
    }
    return mean;
  }

  @Override
  public void meanBackward(float[] out, int n, float[] dMean, float[] dOut) {
    int bins = values.length;
    for (int i = 0; i < n; i++) {
      double mean = mean(out, i * bins);
      for (int k = 0; k < bins; k++) {
        dOut[i * bins + k] = (float) (dMean[i] * p[k] * (values[k] - mean));
      }
    }
  }

  @Override
  public double spread(float[] out, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double mean = mean(out, i * values.length);
      double variance = 0;
      for (int k = 0; k < p.length; k++) {
        variance += p[k] * (values[k] - mean) * (values[k] - mean);
      }
      sum += Math.sqrt(variance);
    }
    return sum / n;
  }

  @Override
  public int targets() {
    return values.length;
  }

  @Override
  public void target(float[] next, int n, Backup backup, RandomGenerator rng, float[] target) {
    float[] reward = backup.reward();
    float[] discount = backup.discount();
    int bins = values.length;
    for (int i = 0; i < n; i++) {
      int o = i * bins;
      double moved = backup.shiftOf(i);
      double mean = mean(next, o);
      double y = reward[i] + discount[i] * (mean + moved);
      switch (projection) {
        case C51 -> {
          Arrays.fill(target, o, o + bins, 0);
          for (int j = 0; j < bins; j++) {
            double z = reward[i] + discount[i] * (values[j] + moved);
            Projections.split(z, p[j], min, max, bins, target, o);
          }
        }
        case TWO_HOT -> {
          Arrays.fill(target, o, o + bins, 0);
          Projections.split(y, 1, min, max, bins, target, o);
        }
        case HL_GAUSS -> Projections.hlGauss(y, min, max, sigma, bins, target, o);
      }
    }
  }

  @Override
  public double loss(
      float[] out, float[] target, int n, float @Nullable [] weight, float[] error, float[] dOut) {
    int bins = values.length;
    double perRow = (double) signals / n;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      int o = i * bins;
      double scale = weight == null ? perRow : perRow * weight[i / signals];
      sum += scale * crossEntropy(out, target, o, p, dOut);
      double delta = 0;
      for (int k = 0; k < bins; k++) {
        delta -= (double) dOut[o + k] * values[k];
        dOut[o + k] *= (float) scale;
      }
      error[i] = (float) Math.abs(delta);
    }
    return sum;
  }

  @Override
  public void save(State out) {}

  @Override
  public void restore(State in) {}
}
