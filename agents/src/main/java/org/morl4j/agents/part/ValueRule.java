package org.morl4j.agents.part;

import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * How a state's value v follows the values q of actions there: a loss of d = q - v.
 *
 * <pre>
 *   slope = dl/dv                      0 on average where v is to be
 *   pull  = w >= 0                     how much an action counts for v
 * </pre>
 *
 * With values of several signals, d is the mixed difference, which the slope moves; in the
 * directions across the mix every signal's value becomes the mean of its q with weights w, see
 * {@link SignalSlopes}.
 */
public interface ValueRule {
  /**
   * The rule at n differences, which are one batch.
   *
   * @param d q - v [n]
   * @param v [n]; some losses hold it, no slope does
   * @param loss l [n], written
   * @param slope dl/dv [n], written; a rule may scale a batch's slopes and pulls by one factor
   * @param pull w [n], written
   */
  void evaluate(float[] d, float[] v, int n, float[] loss, float[] slope, float[] pull);

  /** d^2: v becomes the mean of q. */
  record Squared() implements ValueRule {
    @Override
    public void evaluate(float[] d, float[] v, int n, float[] loss, float[] slope, float[] pull) {
      for (int i = 0; i < n; i++) {
        loss[i] = d[i] * d[i];
        slope[i] = -2 * d[i];
        pull[i] = 2;
      }
    }
  }

  /**
   * |tau - 1(d < 0)| d^2: v becomes the tau-expectile of q, above its mean for tau above 1/2 (IQL,
   * Kostrikov et al. 2021, arXiv 2110.06169, equation 5).
   *
   * @param tau strictly between 0 and 1
   */
  record Expectile(@Allowed(above = 0, below = 1) double tau) implements ValueRule {
    /** That of IQL's locomotion tasks. */
    public static final Expectile DEFAULT = new Expectile(0.7);

    public Expectile {
      Check.allowed(Expectile.class, "tau", tau);
    }

    @Override
    public void evaluate(float[] d, float[] v, int n, float[] loss, float[] slope, float[] pull) {
      for (int i = 0; i < n; i++) {
        float side = (float) (d[i] < 0 ? 1 - tau : tau);
        loss[i] = side * d[i] * d[i];
        slope[i] = -2 * side * d[i];
        pull[i] = 2 * side;
      }
    }
  }

  /**
   * (1 + d / 2 alpha)_+^2 + v / alpha: v becomes what makes the mean of (1 + d / 2 alpha)_+ one
   * (SQL, Xu et al. 2023, arXiv 2303.15810).
   *
   * @param alpha in units of the return
   */
  record Sparse(@Allowed(above = 0, max = 1e12) double alpha) implements ValueRule {
    public Sparse {
      Check.allowed(Sparse.class, "alpha", alpha);
    }

    @Override
    public void evaluate(float[] d, float[] v, int n, float[] loss, float[] slope, float[] pull) {
      float a = (float) alpha;
      for (int i = 0; i < n; i++) {
        float u = Math.max(0, 1 + d[i] / (2 * a));
        loss[i] = u * u + v[i] / a;
        slope[i] = (1 - u) / a;
        pull[i] = u / a;
      }
    }
  }

  /**
   * e^z - z - 1 with z = d / beta: v becomes beta log mean exp(q / beta), as long as none is
   * clipped (XQL, Garg et al. 2023, arXiv 2301.02328).
   *
   * <p>Samples with z above {@code clip} have no slope. All slopes of a batch are divided by e^M, M
   * = max(-1, largest z), which keeps them small; the loss is not.
   *
   * @param beta in units of the return
   * @param clip largest z
   */
  record Gumbel(
      @Allowed(above = 0, max = 1e12) double beta, @Allowed(above = 0, max = 80) double clip)
      implements ValueRule {
    public Gumbel {
      Check.allowed(Gumbel.class, "beta", beta);
      Check.allowed(Gumbel.class, "clip", clip);
    }

    @Override
    public void evaluate(float[] d, float[] v, int n, float[] loss, float[] slope, float[] pull) {
      double m = largest(d, n, beta, clip);
      double scale = Math.exp(-m);
      for (int i = 0; i < n; i++) {
        double z = Math.min(d[i] / beta, clip);
        double counted = d[i] / beta < clip ? 1 / beta : 0;
        double e = Math.exp(z - m);
        loss[i] = (float) (Math.exp(z) - z - 1);
        slope[i] = (float) (counted * (scale - e));
        pull[i] = (float) (counted * e);
      }
    }

    /** M of the first {@code n} differences. */
    static double largest(float[] d, int n, double beta, double clip) {
      double m = -1;
      for (int i = 0; i < n; i++) {
        m = Math.max(m, d[i] / beta);
      }
      return Math.min(m, clip);
    }
  }

  /**
   * e^z + v / alpha with z = min(d / alpha, clip): {@link Gumbel} as EQL's authors have it (Xu et
   * al. 2023, arXiv 2303.15810). A clipped sample, whose q is far above v, still pushes v down.
   *
   * @param alpha in units of the return
   * @param clip largest z
   */
  record Exponential(
      @Allowed(above = 0, max = 1e12) double alpha, @Allowed(above = 0, max = 80) double clip)
      implements ValueRule {
    public Exponential {
      Check.allowed(Exponential.class, "alpha", alpha);
      Check.allowed(Exponential.class, "clip", clip);
    }

    @Override
    public void evaluate(float[] d, float[] v, int n, float[] loss, float[] slope, float[] pull) {
      double m = Gumbel.largest(d, n, alpha, clip);
      double scale = Math.exp(-m);
      for (int i = 0; i < n; i++) {
        double z = Math.min(d[i] / alpha, clip);
        double e = d[i] / alpha < clip ? Math.exp(z - m) : 0;
        loss[i] = (float) (Math.exp(z) + v[i] / alpha);
        slope[i] = (float) ((scale - e) / alpha);
        pull[i] = (float) (e / alpha);
      }
    }
  }

  /**
   * lambda d_+ - (1 - lambda) d: v becomes the (2 lambda - 1) / lambda quantile of q (f-DVL with
   * total variation, Sikchi et al. 2023, arXiv 2302.08560).
   *
   * @param lambda above 1/2, below which v falls without end
   */
  record Quantile(@Allowed(above = 0.5, below = 1) double lambda) implements ValueRule {
    public Quantile {
      Check.allowed(Quantile.class, "lambda", lambda);
    }

    @Override
    public void evaluate(float[] d, float[] v, int n, float[] loss, float[] slope, float[] pull) {
      float up = (float) lambda;
      float down = (float) (1 - lambda);
      for (int i = 0; i < n; i++) {
        loss[i] = up * Math.max(d[i], 0) - down * d[i];
        pull[i] = d[i] > 0 ? up : 0;
        slope[i] = down - pull[i];
      }
    }
  }

  /**
   * lambda f*(d) - (1 - lambda) d with f*(d) = d w - (w - 1)^2, w = (1 + d / 2)_+: v becomes what
   * makes the mean of w (1 - lambda) / lambda (f-DVL with chi-square, arXiv 2302.08560, with the
   * conjugate of non-negative weights, which rises everywhere).
   *
   * @param lambda the larger, the higher v
   */
  record ChiSquare(@Allowed(above = 0, below = 1) double lambda) implements ValueRule {
    public ChiSquare {
      Check.allowed(ChiSquare.class, "lambda", lambda);
    }

    /** w = f*'(d). */
    public static float weight(float d) {
      return Math.max(0, 1 + d / 2);
    }

    /** f*(d), -1 for d below -2. */
    public static float conjugate(float d) {
      float w = weight(d);
      return d * w - (w - 1) * (w - 1);
    }

    @Override
    public void evaluate(float[] d, float[] v, int n, float[] loss, float[] slope, float[] pull) {
      float up = (float) lambda;
      float down = (float) (1 - lambda);
      for (int i = 0; i < n; i++) {
        loss[i] = up * conjugate(d[i]) - down * d[i];
        pull[i] = up * weight(d[i]);
        slope[i] = down - pull[i];
      }
    }
  }

  /**
   * lambda (d + d^2 / 4)_+ - (1 - lambda) d: {@link ChiSquare} as f-DVL's authors have it, which
   * falls again for d below -4.
   *
   * @param lambda the larger, the higher v
   */
  record ChiSquareAsCoded(@Allowed(above = 0, max = 1) double lambda) implements ValueRule {
    public ChiSquareAsCoded {
      Check.allowed(ChiSquareAsCoded.class, "lambda", lambda);
    }

    @Override
    public void evaluate(float[] d, float[] v, int n, float[] loss, float[] slope, float[] pull) {
      float up = (float) lambda;
      float down = (float) (1 - lambda);
      for (int i = 0; i < n; i++) {
        float conjugate = Math.max(d[i] + d[i] * d[i] / 4, 0);
        float rise = conjugate > 0 ? up * (1 + d[i] / 2) : 0;
        loss[i] = up * conjugate - down * d[i];
        slope[i] = down - rise;
        pull[i] = Math.max(rise, 0);
      }
    }
  }
}
