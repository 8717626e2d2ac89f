package org.morl4j.agents.regularized;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.Parts;
import org.morl4j.agents.part.ActorNetwork;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.NetworkSize;
import org.morl4j.agents.part.OffPolicyOptions;
import org.morl4j.agents.part.PolicyFit;
import org.morl4j.agents.part.Rates;
import org.morl4j.agents.policy.LivePolicy;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.LimitKeeper;
import org.morl4j.core.learn.MemoryNeed;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;
import org.morl4j.nn.head.HeadOptions;

/**
 * Behaviour cloning (Pomerleau 1991, doi 10.1162/neco.1991.3.1.88): the policy that makes the
 * recorded actions most likely.
 *
 * <pre>
 *   L_pi = -E[log pi(a|s)]
 * </pre>
 *
 * Of a deterministic head that is E[sum_j (pi_j(s) - a_j)^2] / 2 and a constant, in deviations of
 * its noise. Rewards don't count, but the criterion's weights of rows do. See docs/iql.md.
 */
public final class Bc implements Algorithm<Bc.Losses> {
  /**
   * What {@code bc} is in a config.
   *
   * @param rates of learning; only the learning rate and its schedule count
   * @param networks the policy
   * @param head the policy's distribution
   * @param normalizeObs whether observations are standardised by the data's mean and deviation
   * @param replay what a batch is
   */
  public record Options(
      @JsonUnwrapped Rates rates,
      @JsonUnwrapped MlpOptions networks,
      HeadOptions head,
      boolean normalizeObs,
      ReplayOptions replay)
      implements OffPolicyOptions<Options> {
    public static final Options DEFAULT =
        new Options(
            Rates.DEFAULT,
            MlpOptions.DEFAULT,
            new HeadOptions(HeadOptions.Gaussian.STATE_INDEPENDENT, 0, -5, 2),
            false,
            ReplayOptions.DEFAULT);

    @Override
    public Requirements requirements() {
      Requirements all = OffPolicyOptions.super.requirements().with(LimitKeeper.NOBODY);
      return normalizeObs ? all.withScan() : all;
    }

    @Override
    public List<MemoryNeed> memory(EnvSpec spec, int environments) {
      NetworkSize policy = NetworkSize.policy(spec, networks.hidden());
      return List.of(policy.networks(spec), policy.rows("agent.replay.batch", replay.batch()));
    }

    @Override
    public Algorithm<?> algorithm(Setup setup) {
      return new Bc(this, setup);
    }

    @Override
    public Options withRates(Rates value) {
      return new Options(value, networks, head, normalizeObs, replay);
    }

    @Override
    public Options withNetworks(MlpOptions value) {
      return new Options(rates, value, head, normalizeObs, replay);
    }

    /** The same with another {@code head}. */
    public Options withHead(HeadOptions value) {
      return new Options(rates, networks, value, normalizeObs, replay);
    }

    /** The same with another {@code normalizeObs}. */
    public Options withNormalizeObs(boolean value) {
      return new Options(rates, networks, head, value, replay);
    }

    @Override
    public Options withReplay(ReplayOptions value) {
      return new Options(rates, networks, head, normalizeObs, value);
    }
  }

  /**
   * One update's losses.
   *
   * @param policy L_pi
   * @param policyGradientNorm of the policy
   */
  public record Losses(double policy, double policyGradientNorm) {}

  private final Options options;
  private final long updates;
  private final BatchRows rows;
  private final ActorNetwork actor;
  private final PolicyFit fit;

  Bc(Options options, Setup setup) {
    this.options = options;
    updates = setup.updates();
    Mlps mlps = Mlps.of(setup, options.networks);
    actor = new ActorNetwork(setup.spec(), options.head, mlps, false, options.normalizeObs);
    rows = new BatchRows(mlps.shape(), setup.signals(), actor.scale());
    fit = new PolicyFit(actor);
  }

  @Override
  public void prepare(DataView data) {
    actor.prepare(data);
  }

  @Override
  public Losses update(Batch batch, Criterion criterion, long done) {
    rows.load(batch, criterion);
    double rate = options.rates.learningRate(done, updates);
    double loss = fit.likelihood(rows.state(), rows.act(), rows.weights(), rows.size(), rate);
    return new Losses(loss, fit.gradientNorm());
  }

  @Override
  public Parts parts() {
    return new Parts().part("actor", actor);
  }

  @Override
  public LivePolicy policy() {
    return actor.policy();
  }
}
