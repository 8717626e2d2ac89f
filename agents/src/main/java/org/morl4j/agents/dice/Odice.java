package org.morl4j.agents.dice;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Arrays;
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
import org.morl4j.agents.part.SignalSlopes;
import org.morl4j.agents.policy.LivePolicy;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.MemoryNeed;
import org.morl4j.core.learn.Setup;
import org.morl4j.nn.Adam;
import org.morl4j.nn.RateSchedule;
import org.morl4j.nn.head.HeadOptions;

/**
 * Orthogonal-gradient dual correction (ODICE, Mao et al. 2024, arXiv 2402.00348) with values of S
 * signals: state values alone, no critic of actions.
 *
 * <pre>
 *   df  = r + discount V'(s') - V(s)                 V': the target copy of least mixed value
 *   db  = r + discount V(s') - V'(s)
 *   gf  = grad E[lambda f*(mix(df))]                 f*(x) = x w - (w - 1)^2,  w = (1 + x / 2)_+
 *   gb  = grad E[lambda eta f*(mix(db))]
 *   g   = grad E[(1 - lambda) V(s)] + gf + (gb - (gf.gb / gf.gf) gf)        all V_h in one vector
 *   L_pi = -E[min(mix(df)_+, wMax) log pi(a|s)]      mean over V_h of the weights, df before the step
 * </pre>
 *
 * Slopes of single signals: {@link SignalSlopes}. Order of an update, as in the authors' code: V,
 * targets, policy. See docs/odice.md.
 */
public final class Odice implements Algorithm<Odice.Losses> {
  /**
   * What {@code odice} is in a config; the defaults are those of the authors' code for locomotion.
   *
   * @param dual the objective of V
   * @param extraction which policy follows from it
   * @param rates of learning; the policy moves at each update
   * @param networks V's
   * @param policy how actions are weighed into a policy
   * @param replay what a batch is
   */
  public record Options(
      @JsonUnwrapped OdiceDual dual,
      @JsonUnwrapped OdicePolicy extraction,
      @JsonUnwrapped Rates rates,
      @JsonUnwrapped MlpOptions networks,
      @JsonUnwrapped PolicyFit.Options policy,
      ReplayOptions replay)
      implements OffPolicyOptions<Options> {
    public static final Options DEFAULT =
        new Options(
            OdiceDual.DEFAULT,
            OdicePolicy.DEFAULT,
            Rates.DEFAULT.withLearningRate(2e-4),
            MlpOptions.DEFAULT,
            PolicyFit.Options.DEFAULT
                .withPolicySchedule(RateSchedule.CONSTANT)
                .withHead(new HeadOptions(HeadOptions.Gaussian.STATE_INDEPENDENT, 0, -5, 2)),
            ReplayOptions.DEFAULT);

    @Override
    public List<MemoryNeed> memory(EnvSpec spec, int environments) {
      double inputs = spec.observationSpace().features();
      NetworkSize value = NetworkSize.of(inputs, networks.hidden(), signals(spec).size());
      NetworkSize all =
          value
              .times(dual.twin() ? 2 : 1)
              .plus(NetworkSize.policy(spec, extraction.policyHidden()));
      return List.of(all.networks(spec), all.rows("agent.replay.batch", replay.batch()));
    }

    @Override
    public Algorithm<?> algorithm(Setup setup) {
      return new Odice(this, setup);
    }

    /** The same with another {@code dual}. */
    public Options withDual(OdiceDual value) {
      return new Options(value, extraction, rates, networks, policy, replay);
    }

    /** The same with another {@code extraction}. */
    public Options withExtraction(OdicePolicy value) {
      return new Options(dual, value, rates, networks, policy, replay);
    }

    @Override
    public Options withRates(Rates value) {
      return new Options(dual, extraction, value, networks, policy, replay);
    }

    @Override
    public Options withNetworks(MlpOptions value) {
      return new Options(dual, extraction, rates, value, policy, replay);
    }

    /** The same with another {@code policy}. */
    public Options withPolicy(PolicyFit.Options value) {
      return new Options(dual, extraction, rates, networks, value, replay);
    }

    @Override
    public Options withReplay(ReplayOptions value) {
      return new Options(dual, extraction, rates, networks, policy, value);
    }
  }

  /**
   * One update's losses, means over V_h.
   *
   * @param value E[(1 - lambda) mix(V(s)) + lambda f*(mix(df))]
   * @param next E[lambda eta f*(mix(db))]; 0 where V(s') has no gradient
   * @param policy L_pi
   * @param residual E[mix(df)]
   * @param weight the mean weight of the policy's rows
   * @param valueGradientNorm of all V_h together
   * @param policyGradientNorm of the policy
   */
  public record Losses(
      double value,
      double next,
      double policy,
      double residual,
      double weight,
      double valueGradientNorm,
      double policyGradientNorm) {}

  private final Options options;
  private final long updates;
  private final BatchRows rows;
  final DualValue value;
  private final ResidualSlopes slopes;
  private final ActorNetwork actor;
  private final PolicyFit fit;
  private float[] target = {}; // V'(s) [B, S]
  private float[] targetNext = {}; // V'(s')
  private float[] dV = {}; // [B, S]
  private float[] own = {}; // [B] weights of one V_h
  private float[] weight = {}; // [B]

  Odice(Options options, Setup setup) {
    this.options = options;
    updates = setup.updates();
    Mlps mlps = Mlps.of(setup, options.networks);
    rows = new BatchRows(mlps.shape(), setup.signals());
    value = new DualValue(mlps, options.dual.valueLayerNorm(), options.dual.twin());
    slopes = new ResidualSlopes(setup.signals().size());
    MlpOptions hidden = options.networks.withHidden(options.extraction.policyHidden());
    Mlps policies = mlps.with(hidden);
    Adam.Options adam = Adam.Options.DEFAULT.withWeightDecay(options.extraction.weightDecay());
    actor = new ActorNetwork(setup.spec(), options.policy.head(), policies, false, adam);
    fit = new PolicyFit(actor);
  }

  @Override
  public Losses update(Batch batch, Criterion criterion, long done) {
    rows.load(batch, criterion);
    int n = rows.size();
    reserve(n);
    value.target(rows.state(), rows, target);
    value.target(rows.nextState(), rows, targetNext);
    Arrays.fill(weight, 0);
    slopes.begin();
    for (int h = 0; h < value.heads(); h++) {
      backward(h);
    }
    switch (options.dual.gradient()) {
      case ORTHOGONAL -> value.addOrthogonal();
      case TRUE -> value.addNext();
      case SEMI -> {}
    }
    value.step(options.rates.learningRate(done, updates));
    value.track(options.rates.polyak());
    double rate = options.policy.learningRate(options.rates, done, updates);
    double policyLoss = fit.likelihood(rows.state(), rows.act(), weight, n, rate);
    return new Losses(
        slopes.valueLoss(),
        slopes.nextLoss(),
        policyLoss,
        slopes.residual(),
        rows.mean(weight),
        value.norm(),
        fit.gradientNorm());
  }

  private void reserve(int n) {
    if (weight.length != n) {
      target = new float[n * rows.signals()];
      targetNext = new float[target.length];
      dV = new float[target.length];
      own = new float[n];
      weight = new float[n];
    }
  }

  /** The gradients of V_h, and its part in the policy's weights. */
  private void backward(int h) {
    OdiceDual dual = options.dual;
    int n = rows.size();
    float[] v = value.at(h, rows.state(), n);
    boolean live = dual.gradient() == OdiceDual.Gradient.TRUE;
    float[] next = live ? value.atNext(h, rows.nextState(), n) : targetNext;
    slopes.load(next, v, rows);
    double share = 1.0 / value.heads();
    slopes.forward(dual.lambda(), share, rows, dV);
    value.backward(h, dV);
    slopes.linear(dual.lambda(), share, v, rows, dV);
    value.backwardValue(h, dV);
    weigh(slopes.mixed(), share);
    if (dual.gradient() == OdiceDual.Gradient.SEMI) {
      return;
    }
    if (!live) {
      slopes.load(value.atNext(h, rows.nextState(), n), target, rows);
    }
    slopes.next(dual.lambda() * (live ? 1 : dual.eta()), share, rows, dV);
    value.backwardNext(h, dV);
  }

  private void weigh(float[] x, double share) {
    options.extraction.rule().weights(x, x.length, options.policy.maxWeight(), own);
    for (int i = 0; i < weight.length; i++) {
      weight[i] += (float) (share * own[i] * rows.weight(i));
    }
  }

  /** The policy's weights in the last update [B]. */
  float[] weight() {
    return weight;
  }

  @Override
  public Parts parts() {
    return new Parts().part("actor", actor).part("value", value);
  }

  @Override
  public LivePolicy policy() {
    return actor.policy();
  }
}
