package org.morl4j.agents.onpolicy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.Parts;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.learn.Setup;

/**
 * Mirror descent policy optimisation, on-policy (Tomar et al. 2020, arXiv 2005.09814, section 4.1),
 * with a critic head for each of S signals.
 *
 * <pre>
 *   A   = mix(GAE of each signal), standardised over the rollout [B]
 *   L   = -E[ratio A] + (1 / t_k) E[KL(pi_theta || pi_k)] + penalty(E[(ratio - 1) A_1], ..)
 *         ratio = pi_theta(a|s) / pi_old(a|s),  pi_k: the policy before the update
 *   t_k = t_0 (1 - k / K)                            update k of K
 *   L_V = sum_s E[loss(Z_s, y_s)]                    epochs of minibatches, by Adam
 * </pre>
 *
 * m Adam steps on L, each on the whole rollout, the KL in closed form at its states. Nothing is
 * clipped: the KL alone keeps the policy near. Rollout, critic and observation moments are those of
 * {@link Ppo}. See docs/mdpo.md.
 */
public final class Mdpo implements Algorithm<Mdpo.Losses> {
  /**
   * The method's knobs; where the defaults come from is said in docs/mdpo.md.
   *
   * @param rollout what an update learns from
   * @param descent how the policy moves
   * @param critic how the critic is fitted
   * @param networks policy and critic
   */
  public record Options(
      @JsonUnwrapped RolloutOptions rollout,
      @JsonUnwrapped Descent descent,
      @JsonUnwrapped CriticFit.Options critic,
      @JsonUnwrapped ActorCriticOptions networks)
      implements OnPolicyOptions<Options> {
    public static final Options DEFAULT =
        new Options(
            RolloutOptions.DEFAULT,
            Descent.DEFAULT,
            new CriticFit.Options(5, 128, 3e-4),
            ActorCriticOptions.DEFAULT);

    public Options {
      StateValues.requireFits("MDPO", networks.valueHead());
    }

    @Override
    public int minibatch() {
      return critic.minibatch();
    }

    @Override
    public Algorithm<?> algorithm(Setup setup) {
      return new Mdpo(this, setup);
    }

    @Override
    public Options withRollout(RolloutOptions value) {
      return new Options(value, descent, critic, networks);
    }

    /** The same with another {@code descent}. */
    public Options withDescent(Descent value) {
      return new Options(rollout, value, critic, networks);
    }

    /** The same with another {@code critic}. */
    public Options withCritic(CriticFit.Options value) {
      return new Options(rollout, descent, value, networks);
    }

    @Override
    public Options withNetworks(ActorCriticOptions value) {
      return new Options(rollout, descent, critic, value);
    }

    /** The same with another {@code learningRate}. */
    public Options withLearningRate(double value) {
      return withDescent(descent.withLearningRate(value));
    }
  }

  /**
   * Mirror descent.
   *
   * @param steps m: gradient steps of the policy in one update
   * @param learningRate Adam's rate of the policy
   * @param stepSize t_0; the smaller, the nearer the policy stays
   * @param annealStepSize whether t_k falls linearly to 0 over the run's updates, else it is t_0
   * @param maxGradientNorm the policy's gradient is scaled down to this norm
   */
  public record Descent(
      @Allowed(min = 1, max = 10_000) int steps,
      @Allowed(above = 0, max = 1000) double learningRate,
      @Allowed(above = 0, max = 1e6) double stepSize,
      boolean annealStepSize,
      @Allowed(above = 0, max = 1e12) double maxGradientNorm) {
    public static final Descent DEFAULT = new Descent(10, 3e-4, 1, true, 0.5);

    public Descent {
      Check.allowed(Descent.class, "steps", steps);
      Check.allowed(Descent.class, "learningRate", learningRate);
      Check.allowed(Descent.class, "stepSize", stepSize);
      Check.allowed(Descent.class, "maxGradientNorm", maxGradientNorm);
    }

    /** t_k of update {@code k}, from 0, of {@code updates}; further ones go on with the last. */
    double stepSize(long k, long updates) {
      return annealStepSize
          ? stepSize * (1 - (double) Math.min(k, updates - 1) / updates)
          : stepSize;
    }

    /** The same with other {@code steps}. */
    public Descent withSteps(int value) {
      return new Descent(value, learningRate, stepSize, annealStepSize, maxGradientNorm);
    }

    /** The same with another {@code learningRate}. */
    public Descent withLearningRate(double value) {
      return new Descent(steps, value, stepSize, annealStepSize, maxGradientNorm);
    }

    /** The same with another {@code stepSize}. */
    public Descent withStepSize(double value) {
      return new Descent(steps, learningRate, value, annealStepSize, maxGradientNorm);
    }

    /** The same with another {@code annealStepSize}. */
    public Descent withAnnealStepSize(boolean value) {
      return new Descent(steps, learningRate, stepSize, value, maxGradientNorm);
    }

    /** The same with another {@code maxGradientNorm}. */
    public Descent withMaxGradientNorm(double value) {
      return new Descent(steps, learningRate, stepSize, annealStepSize, value);
    }
  }

  /**
   * What an update did; all 0 if no row of the rollout counts.
   *
   * @param policy -E[ratio A] after the last step
   * @param penalty the criterion's term after the last step
   * @param kl E[KL(pi_theta || pi_k)] after the last step, exact
   * @param stepSize t_k
   * @param entropy E[H(pi)] after the last step
   * @param value L_V in the heads' units, mean over the critic's epochs
   * @param gradientNorm mean over the steps of the policy's norm before clipping
   */
  public record Losses(
      double policy,
      double penalty,
      double kl,
      double stepSize,
      double entropy,
      double value,
      double gradientNorm) {
    static final Losses NONE = new Losses(0, 0, 0, 0, 0, 0, 0);
  }

  private final Options options;
  private final long updates;
  private final OnPolicyNetworks networks;
  private final PolicyRows policy;
  private final CriticFit critic;

  Mdpo(Options options, Setup setup) {
    this.options = options;
    updates = setup.updates();
    networks = OnPolicyNetworks.apart(options.networks, options.critic.minibatch(), setup);
    policy = networks.rows();
    critic = new CriticFit(networks.critic(), networks.minibatches(), options.critic);
  }

  @Override
  public Losses update(Batch batch, Criterion criterion, long done) {
    OnPolicyBatch rollout = OnPolicyBatch.of(batch, criterion, networks);
    if (rollout.isEmpty()) {
      return Losses.NONE;
    }
    policy.anchor(rollout);
    double stepSize = options.descent.stepSize(done, updates);
    double share = options.rollout.schedule().at(1, done, updates);
    double rate = share * options.descent.learningRate;
    double norms = 0;
    for (int i = 0; i < options.descent.steps; i++) {
      norms += step(rollout, criterion, stepSize, rate);
    }
    double lPolicy = policy.surrogateLoss();
    double penalty = policy.addPenalty(criterion);
    double norm = norms / options.descent.steps;
    double lValue = critic.fit(rollout, share);
    return new Losses(
        lPolicy, penalty, policy.klToAnchor(), stepSize, policy.entropy(), lValue, norm);
  }

  /** One Adam step on L, and the policy at the rows again. Returns the gradient's norm. */
  private double step(OnPolicyBatch rollout, Criterion criterion, double stepSize, double rate) {
    policy.surrogateLoss();
    policy.addPenalty(criterion);
    policy.addKl(1 / stepSize);
    policy.backward(0);
    double norm = networks.parameters().clip(0, options.descent.maxGradientNorm);
    networks.parameters().step(0, rate);
    policy.forward(rollout);
    return norm;
  }

  @Override
  public Parts parts() {
    return networks.parts();
  }

  @Override
  public NetworkPolicy policy() {
    return networks.policy();
  }
}
