package org.morl4j.agents.value;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Check;
import org.morl4j.core.state.State;

/**
 * N quantiles of the return: quantile regression, as in QR-DQN (Dabney et al. 2018, arXiv
 * 1710.10044) and, with pooled and truncated targets, TQC (Kuznetsov et al. 2020, arXiv
 * 2005.04269).
 *
 * <pre>
 *   Q       = 1/N sum_i theta_i                                    theta_i at tau_i = (i + 1/2) / N
 *   y_j     = r + discount (z_(j) + shift),  z_(1) <= z_(2) <= ..  the pooled next quantiles
 *   rho_tau = |tau - 1(delta &lt; 0)| H_kappa(delta)                  delta = y_j - theta_i
 *   H_kappa = delta^2 / 2 where |delta| &lt;= kappa, else kappa (|delta| - kappa / 2)
 *   L       = 1/M sum_i sum_j rho (QR-DQN, eq. 10)   or   1/(N M) sum_i sum_j rho (TQC, eq. 8)
 * </pre>
 *
 * <p>With L critics the laws x N next quantiles of a value are pooled, and the laws x drop largest
 * left out: M = L (N - drop). The mean, on which actions are chosen, is never truncated. H is not
 * divided by kappa (IQN's is; the same at kappa 1). One thread at a time.
 */
public final class QuantileHead implements ValueHead {
  /** What the sum over own quantiles i and targets j is divided by. */
  public enum Average {
    /** QR-DQN: the number of targets; the gradient on each quantile doesn't fall with N. */
    TARGETS,
    /** TQC: both numbers; the loss doesn't grow with N. */
    ALL
  }

  /**
   * @param quantiles N
   * @param kappa where the Huber loss turns linear, in units of the return
   * @param average what the sum over quantiles is divided by
   * @param pool whether the next law is that of all critics together; else an agent picks one
   *     critic
   * @param drop largest next quantiles left out for each pooled critic
   */
  public record Options(int quantiles, double kappa, Average average, boolean pool, int drop)
      implements ValueHeadOptions {
    /** TQC's: 25 quantiles a critic, 2 of each left out. */
    public static final Options DEFAULT = new Options(25, 1, Average.ALL, true, 2);

    /** QR-DQN's: 200 quantiles of one critic. */
    public static final Options QR_DQN = new Options(200, 1, Average.TARGETS, false, 0);

    public Options {
      Check.atLeast("quantile.quantiles", quantiles, 1);
      Check.positive("quantile.kappa", kappa);
      if (drop < 0 || drop >= quantiles) {
        throw new IllegalArgumentException(
            "quantile.drop is "
                + drop
                + ", but must lie between 0 and "
                + (quantiles - 1)
                + ", since some of the "
                + quantiles
                + " quantiles must be left. Maybe you meant 2.");
      }
      if (drop > 0 && !pool) {
        throw new IllegalArgumentException(
            "quantile.drop is "
                + drop
                + ", but must be 0 where pool is false. Maybe pool should be true.");
      }
    }

    @Override
    public boolean pools() {
      return pool;
    }

    @Override
    public ValueHead head(int signals, int laws) {
      Check.atLeast("laws", laws, 1);
      if (laws > 1 && !pool) {
        throw new IllegalArgumentException(
            "laws is "
                + laws
                + ", but must be 1 for quantiles that are not pooled. Maybe quantile.pool should be"
                + " true.");
      }
      return new QuantileHead(this, signals, laws);
    }
  }

  private final Options options;
  private final int signals;
  private final float[] pooled;
  private final int kept;
  private final float[] tau;
  private final float[] each;

  QuantileHead(Options options, int signals, int laws) {
    this.options = options;
    this.signals = signals;
    int quantiles = options.quantiles();
    pooled = new float[laws * quantiles];
    kept = laws * (quantiles - options.drop());
    tau = midpoints(quantiles);
    each = new float[quantiles];
  }

  /** tau_i = (i + 1/2) / N. */
  static float[] midpoints(int quantiles) {
    float[] tau = new float[quantiles];
    for (int i = 0; i < quantiles; i++) {
      tau[i] = (i + 0.5f) / quantiles;
    }
    return tau;
  }

  /**
   * sum_i sum_j rho_tau_i(y_j - theta_i) of one value, eq. 10 of QR-DQN without its mean.
   *
   * @param theta own quantiles at theta[o..o+N)
   * @param tau [N]
   * @param y targets at y[p..p+m)
   * @param kappa where the Huber loss turns linear
   * @param each [N], written: the sum over j of each own quantile
   * @param dTheta written at [o..o+N): the derivative by theta
   */
  static double quantileHuber(
      float[] theta,
      int o,
      float[] tau,
      float[] y,
      int p,
      int m,
      float kappa,
      float[] each,
      float[] dTheta) {
    int quantiles = tau.length;
    Arrays.fill(each, 0, quantiles, 0);
    Arrays.fill(dTheta, o, o + quantiles, 0);
    for (int j = 0; j < m; j++) {
      float target = y[p + j];
      // Own quantiles inside and the sign split by clamps, so that the loop has neither a running
      // sum nor a branch and is vectorised.
      for (int i = 0; i < quantiles; i++) {
        float delta = target - theta[o + i];
        float up = Math.min(Math.max(delta, 0), kappa) * tau[i];
        float down = Math.max(Math.min(delta, 0), -kappa) * (1 - tau[i]);
        float clamped = Math.max(Math.min(delta, kappa), -kappa);
        dTheta[o + i] -= up + down;
        each[i] += (up + down) * (delta - 0.5f * clamped);
      }
    }
    double sum = 0;
    for (int i = 0; i < quantiles; i++) {
      sum += each[i];
    }
    return sum;
  }

  @Override
  public int outputs() {
    return options.quantiles();
  }

  @Override
  public void mean(float[] out, int n, float[] mean) {
    int quantiles = options.quantiles();
    for (int i = 0; i < n; i++) {
      mean[i] = (float) mean(out, i * quantiles, quantiles);
    }
  }

  @Override
  public void meanBackward(float[] out, int n, float[] dMean, float[] dOut) {
    int quantiles = options.quantiles();
    for (int i = 0; i < n; i++) {
      Arrays.fill(dOut, i * quantiles, (i + 1) * quantiles, dMean[i] / quantiles);
    }
  }

  @Override
  public double spread(float[] out, int n) {
    int quantiles = options.quantiles();
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double mean = mean(out, i * quantiles, quantiles);
      double squares = 0;
      for (int k = 0; k < quantiles; k++) {
        double d = out[i * quantiles + k] - mean;
        squares += d * d;
      }
      sum += Math.sqrt(squares / quantiles);
    }
    return sum / n;
  }

  @Override
  public int targets() {
    return kept;
  }

  @Override
  public void target(
      float[] next,
      int n,
      float[] reward,
      float[] discount,
      float @Nullable [] shift,
      RandomGenerator rng,
      float[] target) {
    int all = pooled.length;
    for (int i = 0; i < n; i++) {
      System.arraycopy(next, i * all, pooled, 0, all);
      if (kept < all) {
        Arrays.sort(pooled);
      }
      float moved = shift == null ? 0 : shift[i];
      for (int j = 0; j < kept; j++) {
        target[i * kept + j] = reward[i] + discount[i] * (pooled[j] + moved);
      }
    }
  }

  @Override
  public double loss(
      float[] out, float[] target, int n, float @Nullable [] weight, float[] error, float[] dOut) {
    int quantiles = options.quantiles();
    float kappa = (float) options.kappa();
    int pairs = options.average() == Average.TARGETS ? kept : kept * quantiles;
    double perRow = (double) signals / n / pairs;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      int o = i * quantiles;
      double rho = quantileHuber(out, o, tau, target, i * kept, kept, kappa, each, dOut);
      double scale = weight == null ? perRow : perRow * weight[i / signals];
      for (int k = 0; k < quantiles; k++) {
        dOut[o + k] *= (float) scale;
      }
      error[i] = (float) Math.abs(mean(out, o, quantiles) - mean(target, i * kept, kept));
      sum += scale * rho;
    }
    return sum;
  }

  private static double mean(float[] values, int o, int n) {
    double sum = 0;
    for (int k = 0; k < n; k++) {
      sum += values[o + k];
    }
    return sum / n;
  }

  @Override
  public void save(State out) {}

  @Override
  public void restore(State in) {}
}
