package org.morl4j.agents.onpolicy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.Parts;
import org.morl4j.agents.onpolicy.PolicyRows.Samples;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.learn.Setup;
import org.morl4j.nn.RateSchedule;

/**
 * Proximal policy optimisation (Schulman et al. 2017, arXiv 1707.06347) with a critic head for each
 * of S signals.
 *
 * <pre>
 *   A_s     = GAE(signal s)                              [B, S]
 *   A       = mix(A_1..A_S), standardised over the rollout [B]
 *   L_clip  = -E[min(ratio A, clip(ratio, 1 - eps, 1 + eps) A)],  ratio = pi(a|s) / pi_old(a|s)
 *   L_V     = sum_s E[loss(Z_s, y_s)],  y_s = A_s + V_s,old in the value head's units
 *             (1/2 sum_s E[(out_s - y_s)^2] for numbers)
 *   L       = L_clip - c_H E[H(pi)] + penalty(u_1, .., u_S) + c_V L_V
 * </pre>
 *
 * The criterion mixes advantages in reward units and adds its penalty; this class knows no
 * preference and no constraint. Deviations from the paper: separate networks for policy and values,
 * orthogonal initialisation, standardised advantages, clipped gradient norm and Adam epsilon 1e-5,
 * all usual in published code; value targets standardised by PopArt (see {@code ValueScale}),
 * minibatches of equal size. Observations are normalised by moments that take in a rollout before
 * its update; the ratio is to the policy that acted, so it begins at 1 up to that change (exactly,
 * without normalisation). {@link PolicyLoss} has what can stand in L_clip's place. See docs/ppo.md.
 */
public final class Ppo implements Algorithm<Ppo.Losses> {
  /**
   * The method's knobs; the defaults are those usual for MuJoCo tasks.
   *
   * @param rollout what an update learns from
   * @param terms what the loss is made of
   * @param steps how it is descended
   * @param networks policy and critic
   */
  public record Options(
      @JsonUnwrapped RolloutOptions rollout,
      @JsonUnwrapped Terms terms,
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped ActorCriticOptions networks)
      implements OnPolicyOptions<Options> {
    public static final Options DEFAULT =
        new Options(
            RolloutOptions.DEFAULT, Terms.DEFAULT, Steps.DEFAULT, ActorCriticOptions.DEFAULT);

    public Options {
      StateValues.requireFits("PPO", networks.valueHead());
    }

    @Override
    public int rowsAtOnce() {
      return steps.minibatch;
    }

    @Override
    public int minibatch() {
      return steps.minibatch();
    }

    @Override
    public Algorithm<?> algorithm(Setup setup) {
      return new Ppo(this, setup);
    }

    @Override
    public Options withRollout(RolloutOptions value) {
      return new Options(value, terms, steps, networks);
    }

    /** The same with other {@code terms}. */
    public Options withTerms(Terms value) {
      return new Options(rollout, value, steps, networks);
    }

    /** The same with other {@code steps}. */
    public Options withSteps(Steps value) {
      return new Options(rollout, terms, value, networks);
    }

    @Override
    public Options withNetworks(ActorCriticOptions value) {
      return new Options(rollout, terms, steps, value);
    }

    /** The same with another {@code learningRate}. */
    public Options withLearningRate(double value) {
      return withSteps(steps.withLearningRate(value));
    }

    /** The same with other {@code epochs}. */
    public Options withEpochs(int value) {
      return withSteps(steps.withEpochs(value));
    }

    /** The same with another {@code minibatch}. */
    public Options withMinibatch(int value) {
      return withSteps(steps.withMinibatch(value));
    }

    /** The same with another {@code entropy}. */
    public Options withEntropy(double value) {
      return withTerms(terms.withEntropy(value));
    }
  }

  /**
   * Terms of the loss, and what ends its descent.
   *
   * @param policyLoss L_clip, or what keeps the policy near the one that acted in its place
   * @param clip epsilon of the ratio's clip
   * @param targetKl an epoch that ends with a larger mean KL(old || new) is the rollout's last; 0
   *     for no limit
   * @param entropy c_H
   * @param valueCoefficient c_V
   */
  public record Terms(
      PolicyLoss policyLoss,
      @Allowed(above = 0, below = 1) double clip,
      @Allowed(min = 0, max = 1e6) double targetKl,
      @Allowed(min = 0, max = 1e6) double entropy,
      @Allowed(min = 0, max = 1e6) double valueCoefficient) {
    public static final Terms DEFAULT = new Terms(PolicyLoss.CLIP, 0.2, 0, 0, 0.5);

    public Terms {
      Check.allowed(Terms.class, "clip", clip);
      Check.allowed(Terms.class, "targetKl", targetKl);
      Check.allowed(Terms.class, "entropy", entropy);
      Check.allowed(Terms.class, "valueCoefficient", valueCoefficient);
    }

    /** The same with another {@code policyLoss}. */
    public Terms withPolicyLoss(PolicyLoss value) {
      return new Terms(value, clip, targetKl, entropy, valueCoefficient);
    }

    /** The same with another {@code clip}. */
    public Terms withClip(double value) {
      return new Terms(policyLoss, value, targetKl, entropy, valueCoefficient);
    }

    /** The same with another {@code targetKl}. */
    public Terms withTargetKl(double value) {
      return new Terms(policyLoss, clip, value, entropy, valueCoefficient);
    }

    /** The same with another {@code entropy}. */
    public Terms withEntropy(double value) {
      return new Terms(policyLoss, clip, targetKl, value, valueCoefficient);
    }

    /** The same with another {@code valueCoefficient}. */
    public Terms withValueCoefficient(double value) {
      return new Terms(policyLoss, clip, targetKl, entropy, value);
    }
  }

  /**
   * Gradient steps of an update.
   *
   * @param epochs passes over a rollout
   * @param minibatch most transitions a gradient step takes; a rollout is cut into equal ones
   * @param learningRate Adam's rate
   * @param annealLearningRate whether the rate falls linearly to 0 over the run's updates
   * @param maxGradientNorm the joint gradient is scaled down to this norm
   */
  public record Steps(
      @Allowed(min = 1, max = 10_000) int epochs,
      @Allowed(min = 1, max = 1_048_576) int minibatch,
      @Allowed(above = 0, max = 1000) double learningRate,
      boolean annealLearningRate,
      @Allowed(above = 0, max = 1e12) double maxGradientNorm) {
    public static final Steps DEFAULT = new Steps(10, 64, 3e-4, false, 0.5);

    public Steps {
      Check.allowed(Steps.class, "epochs", epochs);
      Check.allowed(Steps.class, "minibatch", minibatch);
      Check.allowed(Steps.class, "learningRate", learningRate);
      Check.allowed(Steps.class, "maxGradientNorm", maxGradientNorm);
    }

    /** The rate of update {@code done}: {@code annealLearningRate} is the schedule linear. */
    double rate(RateSchedule otherwise, long done, long updates) {
      RateSchedule schedule = annealLearningRate ? RateSchedule.LINEAR : otherwise;
      return schedule.at(learningRate, done, updates);
    }

    /** The same with other {@code epochs}. */
    public Steps withEpochs(int value) {
      return new Steps(value, minibatch, learningRate, annealLearningRate, maxGradientNorm);
    }

    /** The same with another {@code minibatch}. */
    public Steps withMinibatch(int value) {
      return new Steps(epochs, value, learningRate, annealLearningRate, maxGradientNorm);
    }

    /** The same with another {@code learningRate}. */
    public Steps withLearningRate(double value) {
      return new Steps(epochs, minibatch, value, annealLearningRate, maxGradientNorm);
    }

    /** The same with another {@code annealLearningRate}. */
    public Steps withAnnealLearningRate(boolean value) {
      return new Steps(epochs, minibatch, learningRate, value, maxGradientNorm);
    }

    /** The same with another {@code maxGradientNorm}. */
    public Steps withMaxGradientNorm(double value) {
      return new Steps(epochs, minibatch, learningRate, annealLearningRate, value);
    }
  }

  /**
   * Means over the rows of the update's gradient steps; all 0 if no row of the rollout counts.
   *
   * @param policy L_clip, or what stands in its place
   * @param value L_V, in the heads' units
   * @param entropy E[H(pi)]
   * @param penalty the criterion's term
   * @param kl mean KL(old || new) by the estimator (ratio - 1) - log ratio, last epoch
   * @param clipFraction share of samples whose ratio is outside the clip
   * @param learningRate rate of this update
   * @param gradientNorm joint norm before clipping
   */
  public record Losses(
      double policy,
      double value,
      double entropy,
      double penalty,
      double kl,
      double clipFraction,
      double learningRate,
      double gradientNorm) {
    static final Losses NONE = new Losses(0, 0, 0, 0, 0, 0, 0, 0);
  }

  private final Options options;
  private final long updates;
  private final OnPolicyNetworks networks;
  private final PolicyRows policy;
  private final StateValues critic;

  Ppo(Options options, Setup setup) {
    this.options = options;
    updates = setup.updates();
    networks = OnPolicyNetworks.joint(options.networks, options.steps.minibatch, setup);
    policy = networks.rows();
    critic = networks.critic();
  }

  @Override
  public Losses update(Batch batch, Criterion criterion, long done) {
    OnPolicyBatch rollout = OnPolicyBatch.of(batch, criterion, networks);
    if (rollout.isEmpty()) {
      return Losses.NONE;
    }
    if (options.terms.policyLoss.anchored()) {
      policy.anchor(rollout);
    }
    double rate = options.steps.rate(options.rollout.schedule(), done, updates);
    LossMeans means = new LossMeans(options.terms.clip);
    int[] order = Minibatches.rows(rollout.rows);
    for (int epoch = 0; epoch < options.steps.epochs; epoch++) {
      means.beginEpoch();
      for (int[] rows : networks.minibatches().pass(order)) {
        step(rollout.take(rows), criterion, rate, means);
      }
      if (options.terms.targetKl > 0 && means.epochKl() > options.terms.targetKl) {
        break;
      }
    }
    return means.losses(rate);
  }

  /** One step of Adam on L = L_clip + penalty - c_H E[H(pi)] + c_V L_V. */
  private void step(OnPolicyBatch rows, Criterion criterion, double rate, LossMeans means) {
    policy.forward(rows);
    double lPolicy = options.terms.policyLoss.loss(policy, options.terms.clip);
    double penalty = policy.addPenalty(criterion, options.terms.clip);
    double lValue = critic.loss(rows);
    policy.backward(options.terms.entropy);
    critic.backward(options.terms.valueCoefficient);
    double norm = networks.parameters().clip(0, options.steps.maxGradientNorm);
    networks.parameters().step(0, rate);
    means.add(policy, lPolicy, penalty, lValue, norm);
  }

  /** L_clip and its derivative with respect to log pi(a|s) [n]. */
  static double clipLoss(Samples rows, double clip, float[] dLogProb) {
    int n = rows.n();
    double loss = 0;
    for (int i = 0; i < n; i++) {
      double a = rows.weight()[i] * (double) rows.advantage()[i];
      double free = rows.ratio()[i] * a;
      double clipped = Math.max(1 - clip, Math.min(1 + clip, rows.ratio()[i])) * a;
      loss -= Math.min(free, clipped);
      dLogProb[i] = free <= clipped ? (float) (-free / n) : 0;
    }
    return loss / n;
  }

  /** A fresh Adam and the full learning rate come with a start: a restored rate would be small. */
  @Override
  public Parts parts() {
    return networks.parts();
  }

  @Override
  public NetworkPolicy policy() {
    return networks.policy();
  }
}
