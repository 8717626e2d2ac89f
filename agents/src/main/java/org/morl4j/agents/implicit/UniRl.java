package org.morl4j.agents.implicit;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.Parts;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.Copy;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.PolicyFit;
import org.morl4j.agents.part.QEnsemble;
import org.morl4j.agents.part.SoftActor;
import org.morl4j.agents.part.StateValue;
import org.morl4j.agents.part.ValueRule;
import org.morl4j.agents.part.WeightRule;
import org.morl4j.agents.policy.LivePolicy;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.learn.Phase;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.ValueFunction;
import org.morl4j.core.rng.Rng;
import org.morl4j.nn.RateSchedule;
import org.morl4j.nn.head.HeadOptions;

/**
 * Uni-RL (NeurIPS 2025): implicit value regularisation towards a reference policy mu, one learner
 * for recorded data, for acting, and for both.
 *
 * <pre>
 *   d    = Q'(s, a_i) - V(s)              a_i ~ mu: the data's action, or K draws of a slow copy of pi
 *   L_V  = E[l(mix(d))]                   l of reverse KL (EQL) or chi-square (SQL)
 *   L_pi = -E[1/K sum_i omega_i log pi(a_i|s)]        omega: see {@link Extraction}
 *   L_Q  = sum_i E[loss of critic i's head at r + discount V(s')]
 * </pre>
 *
 * Order of an update: clone of mu (on data), V, policy, Q, targets, mu. What the paper has and what
 * is of our own making is in docs/uni-rl.md.
 */
public final class UniRl implements Algorithm<UniRl.Losses> {
  /**
   * What {@code uni-rl} is in a config.
   *
   * @param divergence of the policy from mu
   * @param extraction how the policy follows the values
   * @param reference what mu is while the agent acts; on data it is whoever took the actions
   * @param draws K, actions of mu at each state while the agent acts
   * @param margin how far inside the bounds, in half-ranges, actions lie where their
   *     log-probabilities are asked for
   * @param settings all else
   */
  public record Options(
      Divergence divergence,
      Extraction extraction,
      Reference reference,
      @Allowed(min = 1, max = 100) int draws,
      @Allowed(above = 0, max = 0.5) double margin,
      @JsonUnwrapped ImplicitSettings settings)
      implements ImplicitOptions<Options> {
    public static final Options DEFAULT =
        new Options(
            ReverseKl.DEFAULT,
            Extraction.InSample.DEFAULT,
            Reference.Moving.DEFAULT,
            4,
            1e-3,
            ImplicitSettings.DEFAULT.withPolicy(
                PolicyFit.Options.DEFAULT
                    .withPolicySchedule(RateSchedule.CONSTANT)
                    .withHead(new HeadOptions(HeadOptions.Gaussian.SQUASHED, 0, -5, 2))));

    public Options {
      Check.allowed(Options.class, "draws", draws);
      Check.allowed(Options.class, "margin", margin);
    }

    @Override
    public ValueRule rule() {
      return divergence.rule();
    }

    @Override
    public WeightRule weights() {
      return divergence.weights();
    }

    /** The same with another {@code divergence}. */
    public Options withDivergence(Divergence value) {
      return new Options(value, extraction, reference, draws, margin, settings);
    }

    /** The same with another {@code extraction}. */
    public Options withExtraction(Extraction value) {
      return new Options(divergence, value, reference, draws, margin, settings);
    }

    /** The same with another {@code reference}. */
    public Options withReference(Reference value) {
      return new Options(divergence, extraction, value, draws, margin, settings);
    }

    /** The same with other {@code draws}. */
    public Options withDraws(int value) {
      return new Options(divergence, extraction, reference, value, margin, settings);
    }

    /** The same with another {@code margin}. */
    public Options withMargin(double value) {
      return new Options(divergence, extraction, reference, draws, value, settings);
    }

    @Override
    public Options withSettings(ImplicitSettings value) {
      return new Options(divergence, extraction, reference, draws, margin, value);
    }

    @Override
    public Algorithm<?> algorithm(Setup setup) {
      return new UniRl(this, setup);
    }
  }

  /** An f-divergence of the policy from mu, with f(1) = f'(1) = 0, and its weight alpha. */
  public interface Divergence {
    /** How V follows Q. */
    ValueRule rule();

    /** The ratio pi / mu of the regularised optimum. */
    WeightRule weights();

    /**
     * alpha f'(ratio).
     *
     * @param ratio pi / mu, at least 0
     */
    double slope(double ratio);

    /** alpha f''(1): near mu the divergence is half of it times the variance of the ratio. */
    double curvature();
  }

  /**
   * f = x log x - x + 1, the exponential rule of EQL: V = alpha log E_mu[e^(Q / alpha)].
   *
   * @param alpha in units of the return
   * @param clip largest d / alpha of which V learns
   */
  public record ReverseKl(
      @Allowed(above = 0, max = 1e12) double alpha, @Allowed(above = 0, max = 80) double clip)
      implements Divergence {
    public static final ReverseKl DEFAULT = new ReverseKl(2, 5);
    private static final double LEAST_RATIO = 1e-30;

    public ReverseKl {
      Check.allowed(ReverseKl.class, "alpha", alpha);
      Check.allowed(ReverseKl.class, "clip", clip);
    }

    @Override
    public ValueRule rule() {
      return new ValueRule.Gumbel(alpha, clip);
    }

    @Override
    public WeightRule weights() {
      return new WeightRule.Exponential(1 / alpha);
    }

    @Override
    public double slope(double ratio) {
      return alpha * Math.log(Math.max(ratio, LEAST_RATIO));
    }

    @Override
    public double curvature() {
      return alpha;
    }
  }

  /**
   * f = (x - 1)^2, the sparse rule of SQL: V where the mean of (1 + d / 2 alpha)_+ is 1.
   *
   * @param alpha in units of the return
   */
  public record ChiSquare(@Allowed(above = 0, max = 1e12) double alpha) implements Divergence {
    public static final ChiSquare DEFAULT = new ChiSquare(1);

    public ChiSquare {
      Check.allowed(ChiSquare.class, "alpha", alpha);
    }

    @Override
    public ValueRule rule() {
      return new ValueRule.Sparse(alpha);
    }

    @Override
    public WeightRule weights() {
      return new WeightRule.Sparse(alpha);
    }

    @Override
    public double slope(double ratio) {
      return 2 * alpha * (ratio - 1);
    }

    @Override
    public double curvature() {
      return 2 * alpha;
    }
  }

  /**
   * One update's losses.
   *
   * @param value L_V
   * @param policy L_pi
   * @param critic L_Q
   * @param reference -E[log mu(a|s)] on data, 0 where mu draws its own actions
   * @param sample what the policy learned from
   * @param criticGradientNorm of all critics together
   * @param policyGradientNorm of the policy
   */
  public record Losses(
      double value,
      double policy,
      double critic,
      double reference,
      Sample sample,
      double criticGradientNorm,
      double policyGradientNorm) {}

  /**
   * Means over mu's actions.
   *
   * @param advantage E[mix(d)] with the new V
   * @param weight E[omega]
   * @param logRatio E[log pi - log mu]
   */
  public record Sample(double advantage, double weight, double logRatio) {}

  private final Options options;
  private final long updates;
  private final BatchRows rows;
  private final SoftActor policy;
  private final SoftActor clone;
  private final ReferencePolicy reference;
  private final QEnsemble critics;
  private final StateValue value;
  private final ReferenceRows known;
  private final int signals;
  private final Rng rng;
  private float[] act = {}; // [B, A]
  private float[] q = {}; // [K, B, S]
  private float[] d = {}; // [B, S]
  private float[] mixed = {}; // [B]
  private float[] ones = {};
  private float[] zeros = {};
  private float[] logPi = {}; // [B]
  private float[] slopes = {}; // [B, Z]
  private float[] omega = {}; // [K, B]
  private float[] dOut = {}; // [B, Z]
  private double policyLoss;

  UniRl(Options options, Setup setup) {
    this.options = options;
    ImplicitSettings settings = options.settings;
    updates = setup.updates();
    Mlps mlps = Mlps.of(setup, settings.networks());
    signals = setup.signals().size();
    rows = new BatchRows(mlps.shape(), setup.signals());
    HeadOptions head = settings.policy().head();
    policy = new SoftActor(setup.spec(), head, mlps, true);
    clone = new SoftActor(setup.spec(), head, mlps, false);
    reference = new ReferencePolicy(options, policy, clone);
    critics = new QEnsemble(settings.critic(), mlps);
    value = new StateValue(mlps, settings.valueLayerNorm(), false);
    known = new ReferenceRows(policy.network().head().outputs());
    rng = setup.seeds().child("noise").generator();
  }

  @Override
  public void enter(Phase phase) {
    reference.enter(phase);
  }

  @Override
  public Losses update(Batch batch, Criterion criterion, long done) {
    ImplicitSettings settings = options.settings;
    rows.load(batch, criterion);
    reserve(rows.size(), reference.sets());
    double rate = settings.rates().learningRate(done, updates);
    double policyRate = settings.policy().learningRate(settings.rates(), done, updates);
    reference.load(rows, rng);
    double cloneLoss = reference.clone(rows, rate);
    ask();
    double valueLoss = value.regress(options.divergence.rule(), q, known.sets(), rows, rate);
    advantages(value.values(Copy.LIVE, rows.state(), rows.size()));
    double norm = policyStep(policyRate);
    float[] next = value.values(Copy.LIVE, rows.nextState(), rows.size());
    double criticLoss = critics.regress(critics.bellman(next, null, rows, rng), rows, rate);
    critics.tellErrors(batch);
    critics.track(settings.rates().polyak());
    reference.track(done + 1);
    Sample sample = new Sample(mean(known.d()), mean(omega), mean(known.logRatio()));
    return new Losses(
        valueLoss, policyLoss, criticLoss, cloneLoss, sample, critics.gradientNorm(), norm);
  }

  private void reserve(int n, int sets) {
    known.reserve(sets, n);
    if (mixed.length != n || omega.length != sets * n) {
      act = new float[n * policy.actSize()];
      q = new float[sets * n * signals];
      d = new float[n * signals];
      mixed = new float[n];
      ones = new float[n];
      zeros = new float[n];
      Arrays.fill(ones, 1);
      logPi = new float[n];
      slopes = new float[n * known.outputs()];
      omega = new float[sets * n];
      dOut = new float[n * known.outputs()];
    }
  }

  /** The target critics' values of mu's actions. */
  private void ask() {
    for (int k = 0; k < known.sets(); k++) {
      reference.copy(k, act);
      float[] values = critics.values(Copy.TARGET, rows.with(act), rows);
      System.arraycopy(values, 0, q, k * d.length, d.length);
    }
  }

  /** mix(Q' - V) of mu's actions. */
  private void advantages(float[] v) {
    for (int k = 0; k < known.sets(); k++) {
      for (int i = 0; i < d.length; i++) {
        d[i] = q[k * d.length + i] - v[i];
      }
      rows.mix(d, mixed);
      System.arraycopy(mixed, 0, known.d(), k * mixed.length, mixed.length);
    }
  }

  /** A step of the policy; the gradient's norm. */
  private double policyStep(double rate) {
    int n = rows.size();
    policy.sample(Copy.LIVE, rows.state(), n, rng);
    if (options.extraction.climbs()) {
      critics.mixed(rows.with(policy.act()), rows);
      float[] climb = policy.backward(critics.backward(ones, rows), zeros, n);
      System.arraycopy(climb, 0, known.climb(), 0, n * known.outputs());
      if (options.extraction.regularised()) {
        policy.klSlopes(reference.out(), n, slopes);
        for (int z = 0; z < slopes.length; z++) {
          known.climb()[z] -= (float) options.divergence.curvature() * slopes[z];
        }
      }
    }
    for (int k = 0; k < known.sets(); k++) {
      double[] bounded = reference.bounded(k, n);
      policy.logProbs(bounded, n, logPi);
      policy.slopes(bounded, n, slopes);
      System.arraycopy(slopes, 0, known.slopes(), k * slopes.length, slopes.length);
      for (int i = 0; i < n; i++) {
        known.logRatio()[k * n + i] = logPi[i] - reference.logMu()[k * n + i];
      }
    }
    double maxWeight = options.settings.policy().maxWeight();
    options.extraction.weights(known, options.divergence, maxWeight, omega);
    policyLoss = loss(known, omega, reference.logMu(), rows.weights(), dOut);
    return policy.network().step(dOut, rate);
  }

  /**
   * L_pi and its derivative in the policy's outputs.
   *
   * @param omega [K, B]
   * @param logMu [K, B]
   * @param weight of the rows [B], or null for 1
   * @param dOut [B, Z], written
   */
  static double loss(
      ReferenceRows known, float[] omega, float[] logMu, float @Nullable [] weight, float[] dOut) {
    int width = known.outputs();
    Arrays.fill(dOut, 0);
    double sum = 0;
    for (int i = 0; i < known.count(); i++) {
      int row = i % known.rows();
      float share = -omega[i] * (weight == null ? 1 : weight[row]) / known.count();
      sum += share * (double) (known.logRatio()[i] + logMu[i]);
      for (int z = 0; z < width; z++) {
        dOut[row * width + z] += share * known.slopes()[i * width + z];
      }
    }
    return sum;
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  @Override
  public Parts parts() {
    return new Parts()
        .part("actor", policy)
        .part("clone", clone)
        .part("critics", critics)
        .part("value", value)
        .progress("noise", rng);
  }

  @Override
  public LivePolicy policy() {
    return policy.network().policy();
  }

  @Override
  public ValueFunction values() {
    return critics.valueFunction();
  }
}
