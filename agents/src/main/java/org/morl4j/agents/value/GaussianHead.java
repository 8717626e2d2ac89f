package org.morl4j.agents.value;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.state.State;

/**
 * A Gaussian law of the return by two outputs (Q, raw): DSAC-T (Duan et al. 2023, arXiv 2310.05858)
 * and DSAC (Duan et al. 2020, arXiv 2001.02811).
 *
 * <pre>
 *   sigma     = softplus(raw)
 *   y_q       = r + discount (Q' + shift)
 *   y_z       = r + discount (z' + shift),   z' = Q' + sigma' clip(N(0, 1), -3, 3)
 *   y         = clip(y_z, Q - 3 b, Q + 3 b),   b = moving average of the batch mean of sigma
 *   dL/dQ     = -(omega + eps) (y_q - Q) / (sigma^2 + eps)                     eq. 26
 *   dL/dsigma = -(omega + eps) ((y - Q)^2 - sigma^2) / (sigma^3 + eps)
 * </pre>
 *
 * <p>DSAC-T's three refinements are all here but one: y_q takes the mean instead of a sample
 * (expected value substitution); the bound 3 b and the factor omega follow the law's own width, so
 * no reward scale has to be tuned; which of two critics is {@code next}, the one with the smaller
 * mean, is the agent's choice. What omega is, {@link Form} says. The default is {@link
 * Form#CODE_2024}, omega = b^2: the form of the authors' code when the published results were made,
 * and of GOPS.
 *
 * <p>b and omega are kept for each signal; {@link #loss} moves them before using them, starting
 * from the first batch. The factors and targets are constants of the gradient; a plain Gaussian
 * likelihood, whose error in the mean could be silenced by widening sigma, is not on offer.
 */
public final class GaussianHead implements ValueHead {
  /** Which published loss. */
  public enum Form {
    /**
     * DSAC, as in its authors' code: one sample is the target of both parts, y_q = y_z; y =
     * clip(y_z, Q - tdBound, Q + tdBound); omega and eps are absent. No safeguard against small
     * sigma: the gradients grow as sigma^-2 and sigma^-3.
     */
    V1,
    /** DSAC-T with the paper's omega, the moving average of the batch mean of sigma^2. */
    PAPER,
    /** DSAC-T with the official code's omega before July 2025, b^2. */
    CODE_2024,
    /**
     * The official code since July 2025, for comparison only:
     *
     * <pre>
     *   ratio     = clip(b^2 / (sigma^2 + eps), 0.1, 10)
     *   dL/dQ     = -ratio clip(y_q - Q, -50, 50)
     *   dL/dsigma = -ratio (H_50(y - Q) - sigma^2) / (sigma + eps),  H_50 the Huber loss
     * </pre>
     *
     * H_50(d) is d^2 / 2 for small d, so sigma settles at 1/sqrt 2 of the law's deviation; and 50
     * is a number in reward units, so that gradients stop growing with the reward's scale.
     */
    CODE_2025
  }

  /**
   * The form and its constants.
   *
   * @param form which published loss
   * @param tdBound V1's bound on the deviation target's distance from Q, in units of the return
   * @param spreadRate tau_b, share of a new batch in the moving averages
   * @param epsilon eps, in units of the squared return; not used by V1
   */
  public record Options(
      Form form,
      @Allowed(above = 0, max = 1e12) double tdBound,
      @Allowed(above = 0, max = 1) double spreadRate,
      @Allowed(above = 0, max = 1e12) double epsilon)
      implements ValueHeadOptions {
    /** DSAC-T's. */
    public static final Options DEFAULT = new Options(Form.CODE_2024, 10, 0.005, 0.1);

    /** DSAC's. */
    public static final Options V1 = new Options(Form.V1, 10, 0.005, 0.1);

    public Options {
      Check.allowed(Options.class, "tdBound", tdBound);
      Check.allowed(Options.class, "spreadRate", spreadRate);
      Check.allowed(Options.class, "epsilon", epsilon);
    }

    /** DSAC's losses are made for bootstrapped targets with a sample beside the mean. */
    @Override
    public boolean standsAlone() {
      return false;
    }

    @Override
    public ValueHead head(int signals, int laws) {
      CategoricalHead.requireOne(laws);
      return new GaussianHead(this, signals);
    }
  }

  private static final double CLIP = 3; // standard deviations, of the draw and of the bound
  private static final double HUBER = 50;

  private final Options options;
  private final int signals;
  private final double[] b;
  private final double[] squares;
  private boolean started;

  private GaussianHead(Options options, int signals) {
    this.options = options;
    this.signals = signals;
    b = new double[signals];
    squares = new double[signals];
  }

  /**
   * DSAC's loss of one value, the negative log-likelihood taken apart: sigma is a constant of the
   * mean's part, Q of sigma's.
   *
   * <pre>
   *   L = (Q - z)^2 / (2 sg[sigma]^2) + (sg[Q] - y)^2 / (2 sigma^2) + log sigma
   * </pre>
   *
   * @param z target of Q
   * @param y target of sigma
   * @param d written at [o]: dL/dQ, at [o + 1]: dL/dsigma
   * @return L
   */
  static double likelihood(double q, double sigma, double z, double y, float[] d, int o) {
    double variance = sigma * sigma;
    double square = (y - q) * (y - q);
    d[o] = (float) ((q - z) / variance);
    d[o + 1] = (float) ((variance - square) / (variance * sigma));
    return ((q - z) * (q - z) + square) / (2 * variance) + Math.log(sigma);
  }

  /**
   * DSAC-T's surrogate of one value, with the gradients of eq. 26:
   *
   * <pre>
   *   L = sg[a] Q + sg[c] sigma,   a = -(omega + eps) (y_q - Q) / (sigma^2 + eps)
   *                                c = -(omega + eps) ((y - Q)^2 - sigma^2) / (sigma^3 + eps)
   * </pre>
   *
   * @param y target of sigma, clipped
   * @param omega the moving average
   * @param d written at [o]: dL/dQ, at [o + 1]: dL/dsigma
   * @return L, as the official code logs it; its value alone has no meaning
   */
  static double adjusted(
      double q, double sigma, double yq, double y, double omega, double eps, float[] d, int o) {
    double variance = sigma * sigma;
    double dQ = -(omega + eps) * (yq - q) / (variance + eps);
    double dSigma = -(omega + eps) * ((y - q) * (y - q) - variance) / (variance * sigma + eps);
    d[o] = (float) dQ;
    d[o + 1] = (float) dSigma;
    return dQ * q + dSigma * sigma;
  }

  /**
   * The official code's surrogate since July 2025 of one value.
   *
   * <pre>
   *   L = sg[ratio] (H_50(Q - y_q) + sigma sg[(sigma^2 - H_50(Q - y)) / (sigma + eps)])
   * </pre>
   *
   * @param b moving average of sigma
   * @param d written at [o]: dL/dQ, at [o + 1]: dL/dsigma
   * @return L
   */
  static double huberRatio(
      double q, double sigma, double yq, double y, double b, double eps, float[] d, int o) {
    double ratio = clip(b * b / (sigma * sigma + eps), 0.1, 10);
    double dSigma = ratio * (sigma * sigma - huber(q - y)) / (sigma + eps);
    d[o] = (float) (ratio * clip(q - yq, -HUBER, HUBER));
    d[o + 1] = (float) dSigma;
    return ratio * huber(q - yq) + dSigma * sigma;
  }

  private static double huber(double delta) {
    double inside = clip(delta, -HUBER, HUBER);
    return inside * (delta - 0.5 * inside);
  }

  private static double clip(double value, double low, double high) {
    return Math.max(low, Math.min(high, value));
  }

  /** log(1 + e^x). */
  static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  @Override
  public int outputs() {
    return 2;
  }

  @Override
  public void mean(float[] out, int n, float[] mean) {
    for (int i = 0; i < n; i++) {
      mean[i] = out[2 * i];
    }
  }

  @Override
  public void meanBackward(float[] out, int n, float[] dMean, float[] dOut) {
    for (int i = 0; i < n; i++) {
      dOut[2 * i] = dMean[i];
      dOut[2 * i + 1] = 0;
    }
  }

  @Override
  public double spread(float[] out, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += softplus(out[2 * i + 1]);
    }
    return sum / n;
  }

  /** (y_q, y_z). */
  @Override
  public int targets() {
    return 2;
  }

  @Override
  public void target(float[] next, int n, Backup backup, RandomGenerator rng, float[] target) {
    float[] reward = backup.reward();
    float[] discount = backup.discount();
    boolean sampled = options.form() == Form.V1;
    for (int i = 0; i < n; i++) {
      double q = next[2 * i];
      double z = q + softplus(next[2 * i + 1]) * clip(rng.nextGaussian(), -CLIP, CLIP);
      double moved = backup.shiftOf(i);
      target[2 * i] = (float) (reward[i] + discount[i] * ((sampled ? z : q) + moved));
      target[2 * i + 1] = (float) (reward[i] + discount[i] * (z + moved));
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Moves the averages first. L is what the official code logs: for V1 a likelihood, else a
   * surrogate that may take any sign.
   */
  @Override
  public double loss(
      float[] out, float[] target, int n, float @Nullable [] weight, float[] error, float[] dOut) {
    average(out, n);
    double perRow = (double) signals / n;
    double eps = options.epsilon();
    double sum = 0;
    for (int i = 0; i < n; i++) {
      int o = 2 * i;
      int s = i % signals;
      double q = out[o];
      double sigma = softplus(out[o + 1]);
      double yq = target[o];
      double yz = target[o + 1];
      double bound = options.form() == Form.V1 ? options.tdBound() : CLIP * b[s];
      double y = q + clip(yz - q, -bound, bound);
      double loss =
          switch (options.form()) {
            case V1 -> likelihood(q, sigma, yq, y, dOut, o);
            case PAPER -> adjusted(q, sigma, yq, y, squares[s], eps, dOut, o);
            case CODE_2024 -> adjusted(q, sigma, yq, y, b[s] * b[s], eps, dOut, o);
            case CODE_2025 -> huberRatio(q, sigma, yq, y, b[s], eps, dOut, o);
          };
      double scale = weight == null ? perRow : perRow * weight[i / signals];
      double slope = -Math.expm1(-sigma); // dsoftplus(x)/dx = sigmoid(x) = 1 - e^-softplus(x)
      dOut[o] *= (float) scale;
      dOut[o + 1] *= (float) (scale * slope);
      error[i] = (float) Math.abs(yq - q);
      sum += scale * loss;
    }
    return sum;
  }

  /** Moves each signal's averages of sigma and sigma^2 towards this batch's. */
  private void average(float[] out, int n) {
    double rate = started ? options.spreadRate() : 1;
    double rows = (double) n / signals;
    for (int s = 0; s < signals; s++) {
      double sum = 0;
      double sumOfSquares = 0;
      for (int i = s; i < n; i += signals) {
        double sigma = softplus(out[2 * i + 1]);
        sum += sigma;
        sumOfSquares += sigma * sigma;
      }
      b[s] += rate * (sum / rows - b[s]);
      squares[s] += rate * (sumOfSquares / rows - squares[s]);
    }
    started = true;
  }

  @Override
  public void save(State out) {
    out.put("b", b);
    out.put("squares", squares);
    out.put("started", new boolean[] {started});
  }

  @Override
  public void restore(State in) {
    System.arraycopy(in.doubles("b", signals), 0, b, 0, signals);
    System.arraycopy(in.doubles("squares", signals), 0, squares, 0, signals);
    started = in.booleans("started", 1)[0];
  }
}
