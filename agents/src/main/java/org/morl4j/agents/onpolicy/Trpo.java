package org.morl4j.agents.onpolicy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.Parts;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.constraints.NaturalGradient;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.StepRule;
import org.morl4j.core.data.Batch;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;

/**
 * Trust region policy optimisation (Schulman et al. 2015, arXiv 1502.05477) with a critic head for
 * each of S signals.
 *
 * <pre>
 *   A      = mix(GAE of each signal), standardised over the rollout [B]
 *   L      = -E[ratio A] + penalty(E[(ratio - 1) A_1], ..),  ratio = pi(a|s) / pi_old(a|s)
 *   F v    = E[J' M J v] + damping v                 M: the head's Fisher information, J: d out/d theta
 *   x      = F^-1 (-dL/dtheta)                       by conjugate gradient
 *   theta' = theta + c^j sqrt(2 delta / x'Fx) x      the first j with L(theta') &lt; L(theta)
 *                                                    and E[KL(pi_theta || pi_theta')] &lt;= delta
 *   L_V    = sum_s E[loss(Z_s, y_s)]                 epochs of minibatches, by Adam
 * </pre>
 *
 * The step is {@link NaturalGradient}'s on a {@link RolloutSurface}, unless the criterion brings
 * its own. If none will do, the policy stays. A penalty of the criterion is part of L, so that the
 * line search judges the sum. Rollout, critic and observation moments are those of {@link Ppo}. See
 * docs/trpo.md.
 */
public final class Trpo implements Algorithm<Trpo.Losses> {
  /**
   * The method's knobs; the defaults are those of sb3-contrib's TRPO where it has them.
   *
   * @param rollout what an update learns from
   * @param step how the policy moves
   * @param critic how the critic is fitted
   * @param networks policy and critic
   */
  public record Options(
      @JsonUnwrapped RolloutOptions rollout,
      @JsonUnwrapped NaturalGradient step,
      @JsonUnwrapped CriticFit.Options critic,
      @JsonUnwrapped ActorCriticOptions networks)
      implements OnPolicyOptions<Options> {
    public static final Options DEFAULT =
        new Options(
            RolloutOptions.DEFAULT,
            NaturalGradient.DEFAULT,
            new CriticFit.Options(10, 128, 1e-3),
            ActorCriticOptions.DEFAULT);

    public Options {
      StateValues.requireFits("TRPO", networks.valueHead());
    }

    @Override
    public Requirements requirements() {
      return OnPolicyOptions.super.requirements().with(Hook.STEP);
    }

    @Override
    public int minibatch() {
      return critic.minibatch();
    }

    @Override
    public Algorithm<?> algorithm(Setup setup) {
      return new Trpo(this, setup);
    }

    @Override
    public Options withRollout(RolloutOptions value) {
      return new Options(value, step, critic, networks);
    }

    /** The same with another {@code step}. */
    public Options withStep(NaturalGradient value) {
      return new Options(rollout, value, critic, networks);
    }

    /** The same with another {@code critic}. */
    public Options withCritic(CriticFit.Options value) {
      return new Options(rollout, step, value, networks);
    }

    @Override
    public Options withNetworks(ActorCriticOptions value) {
      return new Options(rollout, step, critic, value);
    }
  }

  /**
   * What an update did; all 0 if no row of the rollout counts.
   *
   * @param policy -E[ratio A] after the step
   * @param penalty the criterion's term after the step
   * @param improvement L before the step minus L after it; 0 if the policy stayed
   * @param kl mean KL(old || new) after the step, exact
   * @param step factor of the whole step that the line search took; 0 if the policy stayed
   * @param entropy E[H(pi)] after the step
   * @param value L_V in the heads' units, mean over the critic's epochs
   * @param gradientNorm |dL/dtheta| before the step
   */
  public record Losses(
      double policy,
      double penalty,
      double improvement,
      double kl,
      double step,
      double entropy,
      double value,
      double gradientNorm) {
    static final Losses NONE = new Losses(0, 0, 0, 0, 0, 0, 0, 0);
  }

  private final Options options;
  private final long updates;
  private final OnPolicyNetworks networks;
  private final PolicyRows policy;
  private final CriticFit critic;

  Trpo(Options options, Setup setup) {
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
    RolloutSurface surface = new RolloutSurface(policy, networks.parameters(), rollout, criterion);
    StepRule.Step step = criterion.step().orElse(options.step).step(surface);
    double lPolicy = policy.surrogateLoss();
    double penalty = policy.addPenalty(criterion);
    double lValue = critic.fit(rollout, options.rollout.schedule().at(1, done, updates));
    return new Losses(
        lPolicy,
        penalty,
        step.improvement(),
        step.kl(),
        step.factor(),
        policy.entropy(),
        lValue,
        surface.gradientNorm());
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
