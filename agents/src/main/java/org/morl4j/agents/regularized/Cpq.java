package org.morl4j.agents.regularized;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.List;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.Parts;
import org.morl4j.agents.offpolicy.Sac;
import org.morl4j.agents.part.ActionVae;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.Copy;
import org.morl4j.agents.part.CostLimits;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.NetworkSize;
import org.morl4j.agents.part.OffPolicyOptions;
import org.morl4j.agents.part.QEnsemble;
import org.morl4j.agents.part.Rates;
import org.morl4j.agents.part.SoftActor;
import org.morl4j.agents.policy.LivePolicy;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.LimitKeeper;
import org.morl4j.core.learn.MemoryNeed;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.ValueFunction;
import org.morl4j.core.rng.Rng;
import org.morl4j.nn.head.HeadOptions;

/**
 * Constraints penalised Q-learning (Xu et al. 2021, arXiv 2107.09003), for Box actions: values
 * count only as far as costs keep their limits, and actions that nobody recorded may be taken for
 * costly.
 *
 * <pre>
 *   y    = r + discount 1(Qc'(s', a') &lt;= l) Q'_k(s', a')       a' ~ pi(.|s')
 *   L_Q  = sum_i E[loss of critic i's head at y]
 *   L_pi = -E[1(Qc(s, a) &lt;= l) mix(Q(s, a))],   a ~ pi(.|s)
 *   L_Qc = E[(Qc(s, a) - yc)^2] - alpha (E_unseen[Qc] - costScale l)        see {@link CostValues}
 * </pre>
 *
 * l is the limit as a discounted sum, see {@link CostLimits}. Signals that are limited have plain
 * backups in Q too. Rewards should not be negative: 0 counts for what breaks a limit. See
 * docs/cpq.md.
 */
public final class Cpq implements Algorithm<Cpq.Losses> {
  /**
   * The policy.
   *
   * @param policyLearningRate Adam's rate of it, where {@code learningRate} is the critics'
   * @param head the squashed Gaussian's settings
   */
  public record Policy(
      @Allowed(above = 0, max = 1000) double policyLearningRate, HeadOptions head) {
    public static final Policy DEFAULT = new Policy(1e-4, Sac.Settings.DEFAULT.head());

    public Policy {
      Check.allowed(Policy.class, "policyLearningRate", policyLearningRate);
    }

    /** The same with another {@code policyLearningRate}. */
    public Policy withPolicyLearningRate(double value) {
      return new Policy(value, head);
    }

    /** The same with another {@code head}. */
    public Policy withHead(HeadOptions value) {
      return new Policy(policyLearningRate, value);
    }
  }

  /**
   * What {@code cpq} is in a config; the defaults are those of OSRL's code.
   *
   * @param unseen how unseen actions are taken for costly
   * @param policy the policy
   * @param rates of learning; the policy moves at each update
   * @param networks of policy and all critics
   * @param critic the critics of Q
   * @param replay what a batch is
   */
  public record Options(
      @JsonUnwrapped UnseenCosts unseen,
      @JsonUnwrapped Policy policy,
      @JsonUnwrapped Rates rates,
      @JsonUnwrapped MlpOptions networks,
      CriticOptions critic,
      ReplayOptions replay)
      implements OffPolicyOptions<Options> {
    public static final Options DEFAULT =
        new Options(
            UnseenCosts.DEFAULT,
            Policy.DEFAULT,
            Rates.DEFAULT.withLearningRate(1e-3),
            MlpOptions.DEFAULT,
            CriticOptions.DEFAULT,
            ReplayOptions.DEFAULT.withBatch(512));

    @Override
    public Requirements requirements() {
      return Requirements.batches(replay.batch())
          .with(Hook.SAMPLE)
          .withPreference(networks.preference())
          .withScan()
          .with(LimitKeeper.AGENT);
    }

    @Override
    public List<MemoryNeed> memory(EnvSpec spec, int environments) {
      int signals = signals(spec).size();
      double inputs = (double) spec.observationSpace().features() + spec.actionSpace().features();
      NetworkSize costs = NetworkSize.of(inputs, networks.hidden(), signals).times(2);
      double rows = replay.batch() * (1.0 + unseen.actions());
      List<MemoryNeed> all =
          new ArrayList<>(critic.memory(networks, replay.batch(), signals, spec));
      all.add(costs.networks(spec));
      all.add(costs.rows("agent.replay.batch", rows));
      all.add(unseen.vae().memory(spec));
      return all;
    }

    @Override
    public Algorithm<?> algorithm(Setup setup) {
      return new Cpq(this, setup);
    }

    /** The same with other {@code unseen}. */
    public Options withUnseen(UnseenCosts value) {
      return new Options(value, policy, rates, networks, critic, replay);
    }

    /** The same with another {@code policy}. */
    public Options withPolicy(Policy value) {
      return new Options(unseen, value, rates, networks, critic, replay);
    }

    @Override
    public Options withRates(Rates value) {
      return new Options(unseen, policy, value, networks, critic, replay);
    }

    @Override
    public Options withNetworks(MlpOptions value) {
      return new Options(unseen, policy, rates, value, critic, replay);
    }

    /** The same with another {@code critic}. */
    public Options withCritic(CriticOptions value) {
      return new Options(unseen, policy, rates, networks, value, replay);
    }

    @Override
    public Options withReplay(ReplayOptions value) {
      return new Options(unseen, policy, rates, networks, critic, value);
    }
  }

  /**
   * One update's losses.
   *
   * @param critic L_Q
   * @param cost L_Qc of all limits
   * @param policy L_pi
   * @param autoencoder the autoencoder's
   * @param kept share of the policy's actions that keep all limits
   * @param alpha the largest alpha; 0 without limits
   * @param criticGradientNorm of all critics of Q together
   * @param policyGradientNorm of the policy
   */
  public record Losses(
      double critic,
      double cost,
      double policy,
      double autoencoder,
      double kept,
      double alpha,
      double criticGradientNorm,
      double policyGradientNorm) {}

  private final Options options;
  private final long updates;
  private final Signals signals;
  private final BatchRows rows;
  private final CostLimits limits;
  private final SoftActor actor;
  private final QEnsemble critics;
  private final CostValues costs;
  private final ActionVae vae;
  private final Rng rng;
  private float[] recorded = {}; // [B, A]
  private float[] weight = {}; // [B]
  private float[] keeps = {}; // [B]
  private float[] dQ = {}; // [B]
  private float[] dLogProb = {}; // [B], zeros

  Cpq(Options options, Setup setup) {
    this.options = options;
    updates = setup.updates();
    signals = setup.signals();
    Mlps mlps = Mlps.of(setup, options.networks);
    rows = new BatchRows(mlps.shape(), signals);
    limits = new CostLimits(options.rates.gamma());
    actor = new SoftActor(setup.spec(), options.policy.head, mlps, false);
    critics = new QEnsemble(options.critic, mlps);
    costs = new CostValues(options.unseen, options.policy.policyLearningRate, mlps);
    vae = new ActionVae(options.unseen.vae(), mlps);
    rng = setup.seeds().child("noise").generator();
  }

  @Override
  public void prepare(DataView data) {
    limits.read(data, signals);
  }

  @Override
  public Losses update(Batch batch, Criterion criterion, long done) {
    rows.load(batch, criterion);
    limits.load(batch, criterion.limits());
    reserve();
    double share = options.rates.schedule().at(1, done, updates);
    double rate = share * options.rates.learningRate();
    double vaeLoss = imitate(share);
    double criticLoss = criticStep(rate);
    critics.tellErrors(batch);
    double costLoss =
        costs.regress(new CostValues.Draws(actor, vae, rng), rows, limits, rate, share);
    double policyLoss = policyStep();
    double norm =
        actor
            .network()
            .step(
                actor.backward(critics.backward(dQ, rows), dLogProb, rows.size()),
                share * options.policy.policyLearningRate);
    critics.track(options.rates.polyak());
    costs.track(options.rates.polyak());
    return new Losses(
        criticLoss,
        costLoss,
        policyLoss,
        vaeLoss,
        rows.mean(keeps),
        costs.alpha(limits),
        critics.gradientNorm(),
        norm);
  }

  private void reserve() {
    int n = rows.size();
    if (weight.length != n) {
      recorded = new float[n * actor.actSize()];
      weight = new float[n];
      keeps = new float[n];
      dQ = new float[n];
      dLogProb = new float[n];
    }
  }

  /** A step of the autoencoder. */
  private double imitate(double share) {
    for (int i = 0; i < weight.length; i++) {
      weight[i] = rows.weight(i);
    }
    rows.unitActions(recorded);
    vae.reconstruct(rows.state(), rows.stateAction(), rows.size(), rng);
    return vae.step(recorded, weight, share);
  }

  /** A step of Q; leaves what costs are to learn with them. */
  private double criticStep(double rate) {
    actor.sample(Copy.LIVE, rows.nextState(), rows.size(), rng);
    costs.gate(Copy.TARGET, rows.nextWith(actor.act()), limits, keeps);
    costs.back(rows, limits);
    stop(rows.discount(), keeps, limits);
    float[] next = critics.next(rows.nextWith(actor.act()), rows, rng);
    return critics.regress(critics.bellman(next, null, rows, rng), rows, rate);
  }

  /**
   * Leaves nothing of what comes after actions that break a limit, but for the limited signals.
   *
   * @param discount [B, S], changed
   * @param keeps [B]
   */
  static void stop(float[] discount, float[] keeps, CostLimits limits) {
    int signals = discount.length / keeps.length;
    boolean[] limited = new boolean[signals];
    for (int k = 0; k < limits.size(); k++) {
      limited[limits.signal(k)] = true;
    }
    for (int i = 0; i < discount.length; i++) {
      discount[i] *= limited[i % signals] ? 1 : keeps[i / signals];
    }
  }

  /** L_pi, its slopes in Q to dQ. */
  private double policyStep() {
    actor.sample(Copy.LIVE, rows.state(), rows.size(), rng);
    costs.gate(Copy.LIVE, rows.with(actor.act()), limits, keeps);
    return policyLoss(critics.mixed(rows.with(actor.act()), rows), keeps, dQ);
  }

  /**
   * -E[keeps q].
   *
   * @param q mixed values [B]
   * @param dQ [B], written
   */
  static double policyLoss(float[] q, float[] keeps, float[] dQ) {
    double sum = 0;
    for (int i = 0; i < keeps.length; i++) {
      sum -= keeps[i] * q[i];
      dQ[i] = -keeps[i] / keeps.length;
    }
    return sum / keeps.length;
  }

  @Override
  public Parts parts() {
    return new Parts()
        .part("actor", actor)
        .part("critics", critics)
        .part("costs", costs)
        .part("vae", vae)
        .progress("noise", rng);
  }

  @Override
  public LivePolicy policy() {
    return actor.network().policy();
  }

  @Override
  public ValueFunction values() {
    return critics.valueFunction();
  }
}
