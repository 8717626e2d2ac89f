package org.morl4j.agents.implicit;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.Parts;
import org.morl4j.agents.part.ActorNetwork;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.Copy;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.PolicyFit;
import org.morl4j.agents.part.QEnsemble;
import org.morl4j.agents.part.StateValue;
import org.morl4j.agents.part.ValueRule;
import org.morl4j.agents.part.WeightRule;
import org.morl4j.agents.policy.LivePolicy;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Signals;
import org.morl4j.core.learn.LimitKeeper;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.ValueFunction;
import org.morl4j.core.rng.Rng;

/**
 * FISOR (Zheng et al. 2024, arXiv 2401.10700) with a Gaussian policy: {@link Iql} where a state is
 * feasible, the way out of violation where it isn't. It keeps the criterion's limits itself.
 *
 * <pre>
 *   h    = violated where the step breaks its share of a limit, else kept    see {@link StepLimits}
 *   Q_h, V_h                                                                 see {@link Feasibility}
 *   w    = exp(beta mix(Q' - V)), at most maxWeight     where V_h &lt;= 0 and Q_h &lt;= 0
 *          exp(escape (V_h - Q_h)), within its bounds   where V_h &gt; 0
 *          0                                            else
 *   L_pi = -E[w log pi(a|s)]
 * </pre>
 *
 * Q and V are IQL's. See docs/fisor.md.
 */
public final class Fisor implements Algorithm<Fisor.Losses> {
  /**
   * What {@code fisor} is in a config; the defaults are the authors'.
   *
   * @param tau of the expectile of returns
   * @param beta inverse temperature in feasible states, in units of one over the return
   * @param gate how violation is counted and escaped
   * @param settings all else
   */
  public record Options(
      @Allowed(above = 0, below = 1) double tau,
      @Allowed(min = 0, max = 1e6) double beta,
      @JsonUnwrapped FeasibilityGate gate,
      @JsonUnwrapped ImplicitSettings settings)
      implements ImplicitOptions<Options> {
    public static final Options DEFAULT =
        new Options(0.9, 3, FeasibilityGate.DEFAULT, ImplicitSettings.DEFAULT);

    public Options {
      Check.allowed(Options.class, "tau", tau);
      Check.allowed(Options.class, "beta", beta);
    }

    @Override
    public ValueRule rule() {
      return new ValueRule.Expectile(tau);
    }

    @Override
    public WeightRule weights() {
      return new WeightRule.Exponential(beta);
    }

    @Override
    public Requirements requirements() {
      return Requirements.batches(replay().batch())
          .with(Hook.SAMPLE)
          .withPreference(networks().preference())
          .withScan()
          .with(LimitKeeper.AGENT);
    }

    @Override
    public Algorithm<?> algorithm(Setup setup) {
      return new Fisor(this, setup);
    }

    /** The same with another {@code tau}. */
    public Options withTau(double value) {
      return new Options(value, beta, gate, settings);
    }

    /** The same with another {@code beta}. */
    public Options withBeta(double value) {
      return new Options(tau, value, gate, settings);
    }

    /** The same with another {@code gate}. */
    public Options withGate(FeasibilityGate value) {
      return new Options(tau, beta, value, settings);
    }

    @Override
    public Options withSettings(ImplicitSettings value) {
      return new Options(tau, beta, gate, value);
    }
  }

  /**
   * One update's losses.
   *
   * @param value L_V
   * @param feasibilityValue L_Vh
   * @param policy L_pi
   * @param critic L_Q
   * @param feasibilityCritic L_Qh
   * @param feasible share of rows whose state is feasible
   * @param violated share of rows whose step breaks its share of a limit
   * @param weight the mean weight of the policy's rows
   */
  public record Losses(
      double value,
      double feasibilityValue,
      double policy,
      double critic,
      double feasibilityCritic,
      double feasible,
      double violated,
      double weight) {}

  private final Options options;
  private final long updates;
  private final Signals signals;
  private final BatchRows rows;
  private final ActorNetwork actor;
  private final PolicyFit fit;
  private final QEnsemble critics;
  private final StateValue value;
  private final Feasibility feasibility;
  private final Rng rng; // heads that draw their targets
  private StepLimits limits = StepLimits.NONE;
  private float[] mixed = {}; // [B]
  private float[] weight = {};
  private float[] h = {};

  Fisor(Options options, Setup setup) {
    this.options = options;
    ImplicitSettings settings = options.settings;
    updates = setup.updates();
    signals = setup.signals();
    Mlps mlps = Mlps.of(setup, settings.networks());
    rows = new BatchRows(mlps.shape(), signals);
    actor = new ActorNetwork(setup.spec(), settings.policy().head(), mlps, false);
    fit = new PolicyFit(actor);
    critics = new QEnsemble(settings.critic(), mlps);
    value = new StateValue(mlps, settings.valueLayerNorm(), false);
    feasibility =
        new Feasibility(
            mlps, settings.valueLayerNorm(), options.gate.kappa(), settings.rates().gamma());
    rng = setup.seeds().child("targets").generator();
  }

  @Override
  public void prepare(DataView data) {
    limits = StepLimits.on(data, signals);
  }

  @Override
  public Losses update(Batch batch, Criterion criterion, long done) {
    rows.load(batch, criterion);
    reserve(rows.size());
    ImplicitSettings settings = options.settings;
    double rate = settings.rates().learningRate(done, updates);
    double violated = limits.write(batch, criterion.limits(), options.gate, h);
    float[] q = critics.values(Copy.TARGET, rows.stateAction(), rows);
    float[] qh = feasibility.actions(rows);
    double valueLoss = value.regress(options.rule(), q, rows, rate);
    double feasibilityLoss = feasibility.regressValue(rows, rate);
    double feasible = weigh(q, value.values(Copy.LIVE, rows.state(), rows.size()), qh);
    double policyRate = settings.policy().learningRate(settings.rates(), done, updates);
    double policyLoss = fit.likelihood(rows.state(), rows.act(), weight, rows.size(), policyRate);
    float[] next = value.values(Copy.LIVE, rows.nextState(), rows.size());
    double criticLoss = critics.regress(critics.bellman(next, null, rows, rng), rows, rate);
    double feasibilityCriticLoss = feasibility.regress(h, batch, rows, rate);
    critics.tellErrors(batch);
    critics.track(settings.rates().polyak());
    feasibility.track(settings.rates().polyak());
    return new Losses(
        valueLoss,
        feasibilityLoss,
        policyLoss,
        criticLoss,
        feasibilityCriticLoss,
        feasible,
        violated,
        rows.mean(weight));
  }

  private void reserve(int n) {
    if (mixed.length != n) {
      mixed = new float[n];
      weight = new float[n];
      h = new float[n];
    }
  }

  /** The policy's weights, times those of the rows; gives the share of feasible states. */
  private double weigh(float[] q, float[] v, float[] qh) {
    rows.advantage(q, v, mixed);
    options.weights().weights(mixed, mixed.length, options.settings.policy().maxWeight(), weight);
    float[] vh = feasibility.states(rows);
    double feasible = 0;
    for (int i = 0; i < weight.length; i++) {
      weight[i] = options.gate.weight(qh[i], vh[i], weight[i]);
      feasible += vh[i] <= 0 ? 1 : 0;
    }
    rows.weigh(weight);
    return feasible / weight.length;
  }

  @Override
  public Parts parts() {
    return new Parts()
        .part("actor", actor)
        .part("critics", critics)
        .part("value", value)
        .part("feasibility", feasibility)
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
