package org.morl4j.agents.value;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Allowed;
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
 *   L       = 1/M sum_i sum_j rho (QR-DQN, eq. 10)   or   1/(N M) sum_i sum_j rho (TQC)
 * </pre>
 *
 * <p>With L critics the laws x N next quantiles of a value are pooled, and the laws x drop largest
 * left out, the smallest where large values are worse: M = L (N - drop). The mean, on which actions
 * are chosen, is never truncated. H is not divided by kappa (IQN's is; the same at kappa 1). One
 * thread at a time.
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
   * How many quantiles, their loss, and how critics are pooled.
   *
   * @param quantiles N
   * @param kappa where the Huber loss turns linear, in units of the return
   * @param average what the sum over quantiles is divided by
   * @param pool whether the next law is that of all critics together; else an agent picks one
   *     critic
   * @param drop best next quantiles left out for each pooled critic: the largest, and the smallest
   *     of a value that counts against the policy
   */
  public record Options(
      @Allowed(min = 1, max = 4_096) int quantiles,
      @Allowed(above = 0, max = 1e6) double kappa,
      Average average,
      boolean pool,
      @Allowed(min = 0, max = 4_095) int drop)
      implements ValueHeadOptions {
    /** TQC's: 25 quantiles a critic, 2 of each left out. */
    public static final Options DEFAULT = new Options(25, 1, Average.ALL, true, 2);

    /** QR-DQN's: 200 quantiles of one critic. */
    public static final Options QR_DQN = new Options(200, 1, Average.TARGETS, false, 0);

    public Options {
      Check.allowed(Options.class, "quantiles", quantiles);
      Check.allowed(Options.class, "kappa", kappa);
      Check.allowed(Options.class, "drop", drop);
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
    public QuantileHead head(int signals, int laws) {
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
  private final float[] drawn; // one row's fractions
  private final double[][] sums;

  QuantileHead(Options options, int signals, int laws) {
    this.options = options;
    this.signals = signals;
    int quantiles = options.quantiles();
    pooled = new float[laws * quantiles];
    kept = laws * (quantiles - options.drop());
    tau = midpoints(quantiles);
    drawn = new float[quantiles];
    sums = new double[2][kept + 1];
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
   * <p>In ascending targets the Huber loss changes its piece at three places, found by walking on
   * from the last own quantile's: some N + M steps where own quantiles are in order, N M at worst.
   *
   * @param theta own quantiles at theta[o..o+N)
   * @param tau [N]
   * @param y ascending targets at y[p..p+m)
   * @param kappa where the Huber loss turns linear
   * @param sums [2, m + 1], written: running sums of the targets and of their squares
   * @param dTheta written at [o..o+N): the derivative by theta
   */
  static double quantileHuber(
      float[] theta,
      int o,
      float[] tau,
      float[] y,
      int p,
      int m,
      double kappa,
      double[][] sums,
      float[] dTheta) {
    double[] s = sums[0];
    double[] ss = sums[1];
    // Counted from the middle target, so that squares of a high level don't swallow the spread.
    double origin = y[p + m / 2];
    for (int j = 0; j < m; j++) {
      double target = y[p + j] - origin;
      s[j + 1] = s[j] + target;
      ss[j + 1] = ss[j] + target * target;
    }
    double loss = 0;
    int a = 0;
    int b = 0;
    int c = 0;
    for (int i = 0; i < tau.length; i++) {
      double own = theta[o + i];
      a = below(own - kappa, y, p, m, a);
      b = below(own, y, p, m, b);
      c = below(own + kappa, y, p, m, c);
      own -= origin;
      double down = 1 - tau[i]; // weight of the targets below
      double up = tau[i];
      double clipped =
          down * (s[b] - s[a] - (b - a) * own - kappa * a)
              + up * (s[c] - s[b] - (c - b) * own + kappa * (m - c));
      double squares =
          down * (ss[b] - ss[a] - own * (2 * (s[b] - s[a]) - (b - a) * own))
              + up * (ss[c] - ss[b] - own * (2 * (s[c] - s[b]) - (c - b) * own));
      double linear =
          down * (a * (own - 0.5 * kappa) - s[a])
              + up * (s[m] - s[c] - (m - c) * (own + 0.5 * kappa));
      dTheta[o + i] = (float) -clipped;
      loss += 0.5 * squares + kappa * linear;
    }
    return loss;
  }

  /** How many of the ascending y[p..p+m) are below {@code value}, searched from {@code at}. */
  private static int below(double value, float[] y, int p, int m, int at) {
    int count = at;
    while (count < m && y[p + count] < value) {
      count++;
    }
    while (count > 0 && y[p + count - 1] >= value) {
      count--;
    }
    return count;
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
  public void target(float[] next, int n, Backup backup, RandomGenerator rng, float[] target) {
    float[] reward = backup.reward();
    float[] discount = backup.discount();
    int all = pooled.length;
    for (int i = 0; i < n; i++) {
      System.arraycopy(next, i * all, pooled, 0, all);
      Arrays.sort(pooled);
      float moved = backup.shiftOf(i);
      int first = backup.isAgainst(i) ? all - kept : 0;
      for (int j = 0; j < kept; j++) {
        target[i * kept + j] = reward[i] + discount[i] * (pooled[first + j] + moved);
      }
    }
  }

  @Override
  public double loss(
      float[] out, float[] target, int n, float @Nullable [] weight, float[] error, float[] dOut) {
    return loss(out, target, n, weight, error, dOut, null);
  }

  /**
   * The same where own quantiles are at other fractions than the midpoints, as IQN draws them.
   *
   * @param fractions [rows, N], the same for all signals of a row; null for the midpoints
   */
  public double loss(
      float[] out,
      float[] target,
      int n,
      float @Nullable [] weight,
      float[] error,
      float[] dOut,
      float @Nullable [] fractions) {
    int quantiles = options.quantiles();
    double kappa = options.kappa();
    int pairs = options.average() == Average.TARGETS ? kept : kept * quantiles;
    double perRow = (double) signals / n / pairs;
    double sum = 0;
    float[] at = fractions == null ? tau : drawn;
    for (int i = 0; i < n; i++) {
      int o = i * quantiles;
      if (fractions != null) {
        System.arraycopy(fractions, i / signals * quantiles, drawn, 0, quantiles);
      }
      double rho = quantileHuber(out, o, at, target, i * kept, kept, kappa, sums, dOut);
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
