package org.morl4j.agents.dice;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Arrays;
import java.util.List;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.Parts;
import org.morl4j.agents.part.ActorNetwork;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.CostLimits;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.NetworkSize;
import org.morl4j.agents.part.OffPolicyOptions;
import org.morl4j.agents.part.PolicyFit;
import org.morl4j.agents.part.Rates;
import org.morl4j.agents.policy.LivePolicy;
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
import org.morl4j.core.rng.Rng;
import org.morl4j.nn.RateSchedule;

/**
 * COptiDICE (Lee et al. 2022, arXiv 2204.08957): {@link Optidice} within limits on costs, which it
 * keeps itself by multipliers lambda of what its own ratios cost.
 *
 * <pre>
 *   e        = mix(r) - sum_k lambda_k c_k + gamma V(s') - V(s)
 *   L_V      = (1 - gamma) E[V(s0)] + E[w e - alpha f(w)],   w = w(e / alpha)
 *   L_lambda = sum_k lambda_k (threshold_k - bound_k)          bound: see {@link CostBound}
 *   L_pi     = -E[min(w, wMax) log pi(a|s)]
 * </pre>
 *
 * Thresholds are of means over visits, see {@link CostLimits}. V has one signal, whatever the mix
 * counts. w is that before the update's steps. See docs/coptidice.md.
 */
public final class Coptidice implements Algorithm<Coptidice.Losses> {
  /**
   * What {@code coptidice} is in a config; the defaults are those of the authors' code.
   *
   * @param costs how ratios are found within limits
   * @param rates of learning of everything; the policy moves at each update
   * @param networks of V, the bound and the policy
   * @param policy how rows are weighed into a policy
   * @param replay what a batch is
   */
  public record Options(
      @JsonUnwrapped CostOptions costs,
      @JsonUnwrapped Rates rates,
      @JsonUnwrapped MlpOptions networks,
      @JsonUnwrapped PolicyFit.Options policy,
      ReplayOptions replay)
      implements OffPolicyOptions<Options> {
    public static final Options DEFAULT =
        new Options(
            CostOptions.DEFAULT,
            Rates.DEFAULT.withGamma(0.995),
            MlpOptions.DEFAULT,
            PolicyFit.Options.DEFAULT.withPolicySchedule(RateSchedule.CONSTANT),
            ReplayOptions.DEFAULT.withBatch(1024));

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
      double inputs = spec.observationSpace().features();
      NetworkSize all =
          NetworkSize.of(inputs, networks.hidden(), 1)
              .plus(NetworkSize.of(inputs, networks.hidden(), signals(spec).size()))
              .plus(NetworkSize.policy(spec, networks.hidden()));
      return List.of(all.networks(spec), all.rows("agent.replay.batch", replay.batch()));
    }

    @Override
    public Algorithm<?> algorithm(Setup setup) {
      return new Coptidice(this, setup);
    }

    /** The same with other {@code costs}. */
    public Options withCosts(CostOptions value) {
      return new Options(value, rates, networks, policy, replay);
    }

    @Override
    public Options withRates(Rates value) {
      return new Options(costs, value, networks, policy, replay);
    }

    @Override
    public Options withNetworks(MlpOptions value) {
      return new Options(costs, rates, value, policy, replay);
    }

    /** The same with another {@code policy}. */
    public Options withPolicy(PolicyFit.Options value) {
      return new Options(costs, rates, networks, value, replay);
    }

    @Override
    public Options withReplay(ReplayOptions value) {
      return new Options(costs, rates, networks, policy, value);
    }
  }

  /**
   * One update's losses.
   *
   * @param value L_V
   * @param bound L_chi of all limits
   * @param policy L_pi
   * @param residual E[e]
   * @param weight the mean weight of the policy's rows
   * @param excess the largest of bound less threshold; 0 without limits
   * @param multiplier the largest lambda; 0 without limits
   * @param divergence KL of the tilted batches from the drawn one
   * @param valueGradientNorm of V
   * @param policyGradientNorm of the policy
   */
  public record Losses(
      double value,
      double bound,
      double policy,
      double residual,
      double weight,
      double excess,
      double multiplier,
      double divergence,
      double valueGradientNorm,
      double policyGradientNorm) {}

  private final Options options;
  private final long updates;
  private final Signals signals;
  private final BatchRows rows;
  private final MixedRows mixed;
  private final InitialRows starts = new InitialRows();
  private final CostLimits limits;
  private final DualForm form;
  private final StartValue value;
  private final CostBound bound;
  private final Scalars multipliers; // of each signal, before softplus
  private final ActorNetwork actor;
  private final PolicyFit fit;
  private final Rng rng; // starts
  private float[] weight = {}; // [B]
  private double[] bounds = {}; // of each limit

  Coptidice(Options options, Setup setup) {
    this.options = options;
    updates = setup.updates();
    signals = setup.signals();
    Mlps mlps = Mlps.of(setup, options.networks);
    rows = new BatchRows(mlps.shape(), signals);
    mixed = new MixedRows(signals.size());
    limits = new CostLimits(options.rates.gamma());
    form = new DualForm.Regularised(options.costs.divergence(), options.costs.alpha(), 0);
    value = new StartValue(mlps, 0, false);
    bound = new CostBound(options.costs, mlps);
    float[] initial = new float[signals.size()];
    Arrays.fill(initial, (float) Math.log(Math.expm1(options.costs.initialMultiplier())));
    multipliers = new Scalars(mlps, initial);
    actor = new ActorNetwork(setup.spec(), options.policy.head(), mlps, false);
    fit = new PolicyFit(actor);
    rng = setup.seeds().child("draws").generator();
  }

  @Override
  public void prepare(DataView data) {
    starts.read(data);
    limits.read(data, signals);
  }

  @Override
  public Losses update(Batch batch, Criterion criterion, long done) {
    rows.load(batch, criterion);
    limits.load(batch, criterion.limits());
    int n = rows.size();
    if (weight.length != n || bounds.length != limits.size()) {
      weight = new float[n];
      bounds = new double[limits.size()];
    }
    double rate = options.rates.learningRate(done, updates);
    double gamma = options.rates.gamma();
    StartValue.Rows all = mixed.of(rows);
    double largest = charge(all.reward());
    float[] start = starts.draw(rows, rng);
    double valueLoss = value.step(form, all, n, start, gamma, rate);
    form.ratios(value.last(), n, Double.POSITIVE_INFINITY, weight);
    rows.weigh(weight);
    bound.step(all, start, weight, limits, new CostBound.Rates(gamma, rate), bounds);
    form.ratios(value.last(), n, options.policy.maxWeight(), weight);
    rows.weigh(weight);
    double excess = ascend(rate);
    double policyRate = options.policy.learningRate(options.rates, done, updates);
    double policyLoss = fit.likelihood(rows.state(), rows.act(), weight, n, policyRate);
    return new Losses(
        valueLoss,
        bound.loss(),
        policyLoss,
        rows.mean(value.last()),
        rows.mean(weight),
        excess,
        largest,
        bound.divergence(),
        value.gradientNorm(),
        fit.gradientNorm());
  }

  /** Takes the costs off the rewards [B]; gives the largest multiplier. */
  private double charge(float[] reward) {
    double largest = 0;
    for (int k = 0; k < limits.size(); k++) {
      double lambda = multipliers.softplus(limits.signal(k));
      largest = Math.max(largest, lambda);
      for (int i = 0; i < reward.length; i++) {
        reward[i] -= (float) (lambda * limits.cost(k, i));
      }
    }
    return largest;
  }

  /** A step of the multipliers; gives the largest excess. */
  private double ascend(double rate) {
    if (bounds.length == 0) {
      return 0;
    }
    float[] slopes = new float[signals.size()];
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < bounds.length; k++) {
      double excess = bounds[k] - limits.threshold(k);
      most = Math.max(most, excess);
      slopes[limits.signal(k)] = (float) (-excess * multipliers.sigmoid(limits.signal(k)));
    }
    multipliers.step(rate, slopes);
    return most;
  }

  @Override
  public Parts parts() {
    return new Parts()
        .part("actor", actor)
        .part("value", value)
        .part("bound", bound)
        .part("multipliers", multipliers)
        .progress("draws", rng);
  }

  @Override
  public LivePolicy policy() {
    return actor.policy();
  }
}
