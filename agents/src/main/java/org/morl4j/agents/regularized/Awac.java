package org.morl4j.agents.regularized;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.Parts;
import org.morl4j.agents.part.ActorNetwork;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.Copy;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.OffPolicyOptions;
import org.morl4j.agents.part.PolicyFit;
import org.morl4j.agents.part.QEnsemble;
import org.morl4j.agents.part.Rates;
import org.morl4j.agents.part.WeightRule;
import org.morl4j.agents.policy.LivePolicy;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.MemoryNeed;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.ValueFunction;
import org.morl4j.core.rng.Rng;
import org.morl4j.nn.head.HeadOptions;

/**
 * Advantage-weighted actor-critic (Nair et al. 2020, arXiv 2006.09359) with values of S signals:
 * the policy is the recorded actions' likelihood, weighted by how much better they are than its
 * own.
 *
 * <pre>
 *   y    = r + discount Q'_k(s', a'),  a' ~ pi(.|s')           Q_k: the critic of least mixed value
 *   L_Q  = sum_i E[1/2 sum_s (Q_i(s, a) - y)^2]
 *   d    = Q_k(s, a) - Q_k(s, b),  b ~ pi(.|s)
 *   L_pi = -E[min(exp(mix(d) / lambda), wMax) log pi(a|s)]                          (equation 13)
 * </pre>
 *
 * in that order, the targets last. See docs/awac.md.
 */
public final class Awac implements Algorithm<Awac.Losses> {
  /**
   * What {@code awac} is in a config.
   *
   * @param lambda temperature of the weights, in units of the return
   * @param maxWeight wMax
   * @param normalizeObs whether observations are standardised by the data's mean and deviation
   * @param rates of learning; the policy moves at each update
   * @param networks policy and critics
   * @param head the policy's distribution
   * @param critic the critics
   * @param replay what a batch is; to go on online, what is kept of it
   */
  public record Options(
      @Allowed(above = 0, max = 1e12) double lambda,
      @Allowed(above = 0, max = 1e12) double maxWeight,
      boolean normalizeObs,
      @JsonUnwrapped Rates rates,
      @JsonUnwrapped MlpOptions networks,
      HeadOptions head,
      CriticOptions critic,
      ReplayOptions replay)
      implements OffPolicyOptions<Options> {
    public static final Options DEFAULT =
        new Options(
            1,
            100,
            true,
            Rates.DEFAULT,
            MlpOptions.DEFAULT.withHidden(256, 256, 256),
            HeadOptions.DEFAULT,
            CriticOptions.DEFAULT,
            ReplayOptions.DEFAULT);

    public Options {
      Check.allowed(Options.class, "lambda", lambda);
      Check.allowed(Options.class, "maxWeight", maxWeight);
    }

    /** exp(advantage / lambda). */
    WeightRule weights() {
      return advantage -> Math.exp(advantage / lambda);
    }

    @Override
    public Requirements requirements() {
      Requirements all = OffPolicyOptions.super.requirements();
      return normalizeObs ? all.withScan() : all;
    }

    @Override
    public List<MemoryNeed> memory(EnvSpec spec, int environments) {
      return critic.memory(networks, replay.batch(), signals(spec).size(), spec);
    }

    @Override
    public Algorithm<?> algorithm(Setup setup) {
      return new Awac(this, setup);
    }

    /** The same with another {@code lambda}. */
    public Options withLambda(double value) {
      return new Options(value, maxWeight, normalizeObs, rates, networks, head, critic, replay);
    }

    /** The same with another {@code maxWeight}. */
    public Options withMaxWeight(double value) {
      return new Options(lambda, value, normalizeObs, rates, networks, head, critic, replay);
    }

    /** The same with another {@code normalizeObs}. */
    public Options withNormalizeObs(boolean value) {
      return new Options(lambda, maxWeight, value, rates, networks, head, critic, replay);
    }

    @Override
    public Options withRates(Rates value) {
      return new Options(lambda, maxWeight, normalizeObs, value, networks, head, critic, replay);
    }

    @Override
    public Options withNetworks(MlpOptions value) {
      return new Options(lambda, maxWeight, normalizeObs, rates, value, head, critic, replay);
    }

    /** The same with another {@code head}. */
    public Options withHead(HeadOptions value) {
      return new Options(lambda, maxWeight, normalizeObs, rates, networks, value, critic, replay);
    }

    /** The same with another {@code critic}. */
    public Options withCritic(CriticOptions value) {
      return new Options(lambda, maxWeight, normalizeObs, rates, networks, head, value, replay);
    }

    @Override
    public Options withReplay(ReplayOptions value) {
      return new Options(lambda, maxWeight, normalizeObs, rates, networks, head, critic, value);
    }
  }

  /**
   * One update's losses.
   *
   * @param policy L_pi
   * @param critic L_Q
   * @param advantage E[mix(d)]
   * @param weight E[min(exp(mix(d) / lambda), wMax)]
   * @param criticGradientNorm of all critics together
   * @param policyGradientNorm of the policy
   */
  public record Losses(
      double policy,
      double critic,
      double advantage,
      double weight,
      double criticGradientNorm,
      double policyGradientNorm) {}

  private final Options options;
  private final long updates;
  private final int actSize;
  private final int signals;
  final BatchRows rows;
  private final ActorNetwork actor;
  private final PolicyFit fit;
  private final QEnsemble critics;
  private final Rng rng;
  private float[] act = {}; // [B, A] drawn
  private float[] q = {}; // [B, S] of the recorded actions
  private float[] mixed = {}; // [B]
  private float[] weight = {}; // [B]

  Awac(Options options, Setup setup) {
    this.options = options;
    updates = setup.updates();
    Mlps mlps = Mlps.of(setup, options.networks);
    actSize = mlps.shape().act();
    signals = mlps.shape().signals();
    actor = new ActorNetwork(setup.spec(), options.head, mlps, false, options.normalizeObs);
    rows = new BatchRows(mlps.shape(), setup.signals(), actor.scale());
    fit = new PolicyFit(actor);
    critics = new QEnsemble(options.critic, mlps);
    rng = setup.seeds().child("noise").generator();
  }

  @Override
  public void prepare(DataView data) {
    actor.prepare(data);
  }

  @Override
  public Losses update(Batch batch, Criterion criterion, long done) {
    rows.load(batch, criterion);
    double rate = options.rates.learningRate(done, updates);
    double lCritic = criticStep(rate);
    critics.tellErrors(batch);
    weigh();
    double lPolicy = fit.likelihood(rows.state(), rows.act(), weight, rows.size(), rate);
    critics.track(options.rates.polyak());
    return new Losses(
        lPolicy,
        lCritic,
        rows.mean(mixed),
        rows.mean(weight),
        critics.gradientNorm(),
        fit.gradientNorm());
  }

  private double criticStep(double rate) {
    int n = rows.size();
    if (weight.length != n) {
      act = new float[n * actSize];
      q = new float[n * signals];
      mixed = new float[n];
      weight = new float[n];
    }
    actor.draw(rows.nextState(), n, rng, act);
    float[] next = critics.next(rows.nextWith(act), rows, rng);
    return critics.regress(critics.bellman(next, null, rows, rng), rows, rate);
  }

  /** The policy's weights, times those of the rows. */
  private void weigh() {
    int n = rows.size();
    System.arraycopy(critics.values(Copy.LIVE, rows.stateAction(), rows), 0, q, 0, q.length);
    actor.draw(rows.state(), n, rng, act);
    float[] own = critics.values(Copy.LIVE, rows.with(act), rows);
    rows.advantage(q, own, mixed);
    options.weights().weights(mixed, n, options.maxWeight, weight);
    rows.weigh(weight);
  }

  @Override
  public Parts parts() {
    return new Parts().part("actor", actor).part("critics", critics).progress("noise", rng);
  }

  @Override
  public LivePolicy policy() {
    return actor.policy();
  }

  @Override
  public ValueFunction values() {
    return actor.scale().before(critics.valueFunction());
  }
}
