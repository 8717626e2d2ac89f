package org.morl4j.agents.implicit;

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
import org.morl4j.agents.part.StateValue;
import org.morl4j.agents.policy.LivePolicy;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.MemoryNeed;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.ValueFunction;
import org.morl4j.core.rng.Rng;
import org.morl4j.nn.head.HeadOptions;

/**
 * Implicit Q-learning (Kostrikov et al. 2021, arXiv 2110.06169) with values of S signals: learns
 * from recorded actions alone and asks about no other.
 *
 * <pre>
 *   d    = Q'(s, a) - V(s)                        Q': target networks, the critic of least mixed value
 *   L_V  = E[|tau - 1(mix(d) &lt; 0)| sum_s d_s^2]                                       (equation 5)
 *   L_pi = -E[min(exp(beta mix(d)), wMax) log pi(a|s)]          d with the new V      (equation 7)
 *   L_Q  = sum_i E[1/2 sum_s (r + discount V(s') - Q_i(s, a))^2]                      (equation 6)
 * </pre>
 *
 * Which side of V an action lies on is told by the mixed difference, so that mix(V) is the
 * expectile of mix(Q') whatever the weights' signs; with one signal it is the paper's. Order of an
 * update, as in the authors' code: V, policy, Q, targets. See docs/iql.md for what differs from
 * that code.
 */
public final class Iql implements Algorithm<Iql.Losses> {
  /**
   * What {@code iql} is in a config; the defaults are those for locomotion tasks.
   *
   * @param tau of the expectile: above 1/2, the more the better actions count
   * @param beta inverse temperature, in units of one over the return; 0 clones the data
   * @param maxWeight wMax
   * @param rates of learning; the policy moves at each update
   * @param networks policy, critics and V
   * @param head the policy's distribution
   * @param critic the critics
   * @param replay what a batch is; to go on online, what is kept of it
   */
  public record Options(
      @Allowed(above = 0, below = 1) double tau,
      @Allowed(min = 0, max = 1e6) double beta,
      @Allowed(above = 0, max = 1e12) double maxWeight,
      @JsonUnwrapped Rates rates,
      @JsonUnwrapped MlpOptions networks,
      HeadOptions head,
      CriticOptions critic,
      ReplayOptions replay)
      implements OffPolicyOptions<Options> {
    public static final Options DEFAULT =
        new Options(
            0.7,
            3,
            100,
            Rates.DEFAULT,
            MlpOptions.DEFAULT,
            new HeadOptions(HeadOptions.Gaussian.STATE_INDEPENDENT, 0, -5, 2),
            CriticOptions.DEFAULT,
            ReplayOptions.DEFAULT);

    public Options {
      Check.allowed(Options.class, "tau", tau);
      Check.allowed(Options.class, "beta", beta);
      Check.allowed(Options.class, "maxWeight", maxWeight);
    }

    @Override
    public List<MemoryNeed> memory(EnvSpec spec, int environments) {
      return critic.memory(networks, replay.batch(), signals(spec).size(), spec);
    }

    @Override
    public Algorithm<?> algorithm(Setup setup) {
      return new Iql(this, setup);
    }

    /** The same with another {@code tau}. */
    public Options withTau(double value) {
      return new Options(value, beta, maxWeight, rates, networks, head, critic, replay);
    }

    /** The same with another {@code beta}. */
    public Options withBeta(double value) {
      return new Options(tau, value, maxWeight, rates, networks, head, critic, replay);
    }

    /** The same with another {@code maxWeight}. */
    public Options withMaxWeight(double value) {
      return new Options(tau, beta, value, rates, networks, head, critic, replay);
    }

    @Override
    public Options withRates(Rates value) {
      return new Options(tau, beta, maxWeight, value, networks, head, critic, replay);
    }

    @Override
    public Options withNetworks(MlpOptions value) {
      return new Options(tau, beta, maxWeight, rates, value, head, critic, replay);
    }

    /** The same with another {@code head}. */
    public Options withHead(HeadOptions value) {
      return new Options(tau, beta, maxWeight, rates, networks, value, critic, replay);
    }

    /** The same with another {@code critic}. */
    public Options withCritic(CriticOptions value) {
      return new Options(tau, beta, maxWeight, rates, networks, head, value, replay);
    }

    @Override
    public Options withReplay(ReplayOptions value) {
      return new Options(tau, beta, maxWeight, rates, networks, head, critic, value);
    }
  }

  /**
   * One update's losses.
   *
   * @param value L_V
   * @param policy L_pi
   * @param critic L_Q
   * @param advantage E[mix(d)] with the new V
   * @param weight E[min(exp(beta mix(d)), wMax)]
   * @param criticGradientNorm of all critics together
   * @param policyGradientNorm of the policy
   */
  public record Losses(
      double value,
      double policy,
      double critic,
      double advantage,
      double weight,
      double criticGradientNorm,
      double policyGradientNorm) {}

  private final Options options;
  private final long updates;
  private final BatchRows rows;
  private final ActorNetwork actor;
  private final PolicyFit fit;
  private final QEnsemble critics;
  private final StateValue value;
  private final int signals;
  private final Rng rng; // heads that draw their targets
  private float[] mixed = {}; // [B]
  private float[] weight = {};

  Iql(Options options, Setup setup) {
    this.options = options;
    updates = setup.updates();
    Mlps mlps = Mlps.of(setup, options.networks);
    signals = setup.signals().size();
    rows = new BatchRows(mlps.shape(), setup.signals());
    actor = new ActorNetwork(setup.spec(), options.head, mlps, false);
    fit = new PolicyFit(actor);
    critics = new QEnsemble(options.critic, mlps);
    value = new StateValue(mlps, false, false);
    rng = setup.seeds().child("targets").generator();
  }

  @Override
  public Losses update(Batch batch, Criterion criterion, long done) {
    rows.load(batch, criterion);
    int n = rows.size();
    double rate = options.rates.learningRate(done, updates);
    if (mixed.length != n) {
      mixed = new float[n];
      weight = new float[n];
    }
    float[] q = critics.values(Copy.TARGET, rows.stateAction(), rows);
    double lValue = value.regress(this::expectile, q, rows, rate);
    weigh(q, value.values(Copy.LIVE, rows.state(), n));
    double lPolicy = fit.likelihood(rows.state(), rows.act(), weight, n, rate);
    double advantage = rows.mean(mixed);
    float[] next = value.values(Copy.LIVE, rows.nextState(), n);
    double lCritic = critics.regress(critics.bellman(next, null, rows, rng), rows, rate);
    critics.tellErrors(batch);
    critics.track(options.rates.polyak());
    return new Losses(
        lValue,
        lPolicy,
        lCritic,
        advantage,
        rows.mean(weight),
        critics.gradientNorm(),
        fit.gradientNorm());
  }

  /** L_V's summands at d [B, S], and their derivatives with respect to V. */
  private void expectile(float[] d, int n, float[] loss, float[] dV) {
    rows.mix(d, mixed);
    valueLoss(options.tau, mixed, d, n, loss, dV);
  }

  /**
   * |tau - 1(mixed &lt; 0)| d_s^2 of every signal and its derivative with respect to V_s.
   *
   * @param mixed mix(d) [B]
   * @param d Q' - V [B, S], which is {@code n} values
   * @param loss [B, S], written
   * @param dV [B, S], written
   */
  static void valueLoss(double tau, float[] mixed, float[] d, int n, float[] loss, float[] dV) {
    int signals = n / mixed.length;
    for (int i = 0; i < n; i++) {
      float side = (float) (mixed[i / signals] < 0 ? 1 - tau : tau);
      loss[i] = side * d[i] * d[i];
      dV[i] = -2 * side * d[i];
    }
  }

  /** mix(d) and the policy's weights, times those of the rows. */
  private void weigh(float[] q, float[] v) {
    float[] d = new float[rows.size() * signals];
    for (int i = 0; i < d.length; i++) {
      d[i] = q[i] - v[i];
    }
    rows.mix(d, mixed);
    float[] given = rows.weights();
    for (int i = 0; i < weight.length; i++) {
      float w = (float) Math.min(Math.exp(options.beta * mixed[i]), options.maxWeight);
      weight[i] = given == null ? w : w * given[i];
    }
  }

  @Override
  public Parts parts() {
    return new Parts()
        .part("actor", actor)
        .part("critics", critics)
        .part("value", value)
        .progress("targets", rng);
  }

  @Override
  public LivePolicy policy() {
    return actor.policy();
  }

  @Override
  public ValueFunction values() {
    return critics.valueFunction();
  }
}
