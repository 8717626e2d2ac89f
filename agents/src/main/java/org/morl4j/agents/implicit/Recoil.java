package org.morl4j.agents.implicit;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.Parts;
import org.morl4j.agents.part.ActorNetwork;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.Copy;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.OwnSignal;
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
import org.morl4j.core.data.Column;
import org.morl4j.core.learn.LimitKeeper;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;

/**
 * ReCOIL (Sikchi et al. 2023, arXiv 2302.08560, section 5): imitates an expert from a few of its
 * steps and a larger recording, without a discriminator and without rewards. Half of a batch is of
 * the set {@code expert}, half of the set {@code recorded}.
 *
 * <pre>
 *   b    = penalty / (1 - gamma)
 *   d    = Q'(s, a) - V(s)
 *   L_V  = E_recorded[e^z - z - 1],   z = d / beta &lt;= clip
 *   L_pi = -E[min(e^(temperature d), wMax) log pi(a|s)]             d with the new V
 *   L_Q  = sum_i E_expert[1/2 (Q_i(s, a) - b)^2] + E_recorded[1/2 (Q_i(s, a) - y)^2]
 *   y    = -b (1 - discount) + discount V(s')        -penalty + gamma V(s'); -b where it terminated
 * </pre>
 *
 * <p><b>What was read.</b> V's loss, the critics' loss and its constants (-2, -200, 200, which are
 * those of penalty 2 and gamma 0.99) are the authors' critic code. Their learner could not be read:
 * order, targets and the policy's step are those of the code it imports, IQL's. The paper's loss of
 * Q, which has a mixture of both distributions, is not this. See docs/recoil.md.
 */
public final class Recoil implements Algorithm<Recoil.Losses> {
  private static final int RECORDED = 0;

  /** Which rows make the policy. */
  public enum PolicyRows {
    /** All of the batch, so that at least half of them are the expert's. */
    ALL,
    /** Those of the recorded set. */
    RECORDED
  }

  /**
   * What {@code recoil} is in a config.
   *
   * @param beta temperature of V, in units of the values: the larger, the nearer V is to the mean;
   *     to be raised until the critics no longer diverge
   * @param clip largest z
   * @param temperature inverse temperature of the policy
   * @param penalty what a recorded step costs
   * @param policyRows which rows make the policy
   * @param settings all else
   */
  public record Options(
      @Allowed(above = 0, max = 1e12) double beta,
      @Allowed(above = 0, max = 80) double clip,
      @Allowed(min = 0, max = 1e6) double temperature,
      @Allowed(above = 0, max = 1e6) double penalty,
      PolicyRows policyRows,
      @JsonUnwrapped ImplicitSettings settings)
      implements ImplicitOptions<Options> {
    public static final Options DEFAULT =
        new Options(10, 7, 3, 2, PolicyRows.ALL, ImplicitSettings.DEFAULT);

    public Options {
      Check.allowed(Options.class, "beta", beta);
      Check.allowed(Options.class, "clip", clip);
      Check.allowed(Options.class, "temperature", temperature);
      Check.allowed(Options.class, "penalty", penalty);
    }

    @Override
    public ValueRule rule() {
      return new ValueRule.Gumbel(beta, clip);
    }

    @Override
    public WeightRule weights() {
      return new WeightRule.Exponential(temperature);
    }

    /** b. */
    double bound() {
      return penalty / (1 - rates().gamma());
    }

    @Override
    public Requirements requirements() {
      return Requirements.batches(replay().batch())
          .with(Hook.SAMPLE)
          .with(LimitKeeper.NOBODY)
          .withSets("recorded", "expert");
    }

    @Override
    public Algorithm<?> algorithm(Setup setup) {
      return new Recoil(this, setup);
    }

    /** The same with another {@code beta}. */
    public Options withBeta(double value) {
      return new Options(value, clip, temperature, penalty, policyRows, settings);
    }

    /** The same with another {@code clip}. */
    public Options withClip(double value) {
      return new Options(beta, value, temperature, penalty, policyRows, settings);
    }

    /** The same with another {@code temperature}. */
    public Options withTemperature(double value) {
      return new Options(beta, clip, value, penalty, policyRows, settings);
    }

    /** The same with another {@code penalty}. */
    public Options withPenalty(double value) {
      return new Options(beta, clip, temperature, value, policyRows, settings);
    }

    /** The same with other {@code policyRows}. */
    public Options withPolicyRows(PolicyRows value) {
      return new Options(beta, clip, temperature, penalty, value, settings);
    }

    @Override
    public Options withSettings(ImplicitSettings value) {
      return new Options(beta, clip, temperature, penalty, policyRows, value);
    }
  }

  /**
   * One update's losses.
   *
   * @param value L_V
   * @param policy L_pi
   * @param critic L_Q, over all rows
   * @param expertValue E_expert[Q'(s, a)]
   * @param recordedValue E_recorded[Q'(s, a)]
   * @param weight the mean weight of the policy's rows
   * @param criticGradientNorm of all critics together
   * @param policyGradientNorm of the policy
   */
  public record Losses(
      double value,
      double policy,
      double critic,
      double expertValue,
      double recordedValue,
      double weight,
      double criticGradientNorm,
      double policyGradientNorm) {}

  private final Options options;
  private final long updates;
  private final BatchRows rows;
  private final ActorNetwork actor;
  private final PolicyFit fit;
  final QEnsemble critics;
  final StateValue value;
  private final Rng rng; // heads that draw their targets
  private float[] d = {}; // [B]
  private float[] weight = {}; // of the policy's rows
  private float[] recorded = {}; // weights of the rows, 0 of the expert's, mean 1

  Recoil(Options options, Setup setup) {
    if (options.rates().gamma() >= 1) {
      throw new IllegalArgumentException(
          "agent.gamma is %s, but the values of recoil are bounded by agent.penalty / (1 - agent.gamma). Maybe use 0.99."
              .formatted(options.rates().gamma()));
    }
    this.options = options;
    updates = setup.updates();
    ImplicitSettings settings = options.settings();
    Mlps mlps = OwnSignal.mlps(setup, settings.networks());
    rows = new BatchRows(mlps.shape(), setup.signals());
    actor = new ActorNetwork(setup.spec(), settings.policy().head(), mlps, false);
    fit = new PolicyFit(actor);
    critics = new QEnsemble(settings.critic(), mlps);
    value = new StateValue(mlps, settings.valueLayerNorm(), false);
    rng = setup.seeds().child("targets").generator();
  }

  @Override
  public Losses update(Batch batch, Criterion criterion, long done) {
    rows.load(batch, new OwnSignal(criterion));
    int[] source = batch.ints(Column.SOURCE);
    reserve(source);
    double rate = options.rates().learningRate(done, updates);
    float[] q = critics.values(Copy.TARGET, rows.stateAction(), rows);
    double valueLoss = value.regress(options.rule(), q, 1, rows, recorded, rate);
    double expert = mean(q, source, false);
    double others = mean(q, source, true);
    weigh(q, value.values(Copy.LIVE, rows.state(), rows.size()));
    double policyRate = options.settings.policy().learningRate(options.rates(), done, updates);
    double policyLoss = fit.likelihood(rows.state(), rows.act(), weight, rows.size(), policyRate);
    pay(source);
    float[] next = value.values(Copy.LIVE, rows.nextState(), rows.size());
    double criticLoss = critics.regress(critics.bellman(next, null, rows, rng), rows, rate);
    critics.track(options.rates().polyak());
    return new Losses(
        valueLoss,
        policyLoss,
        criticLoss,
        expert,
        others,
        rows.mean(weight),
        critics.gradientNorm(),
        fit.gradientNorm());
  }

  private void reserve(int[] source) {
    int n = source.length;
    if (weight.length != n) {
      d = new float[n];
      weight = new float[n];
      recorded = new float[n];
    }
    int count = 0;
    for (int s : source) {
      count += s == RECORDED ? 1 : 0;
    }
    for (int i = 0; i < n; i++) {
      recorded[i] = source[i] == RECORDED ? rows.weight(i) * n / count : 0;
    }
  }

  /** The policy's weights, times those of the rows. */
  private void weigh(float[] q, float[] v) {
    rows.advantage(q, v, d);
    options.weights().weights(d, d.length, options.settings().policy().maxWeight(), weight);
    switch (options.policyRows) {
      case ALL -> rows.weigh(weight);
      case RECORDED -> {
        for (int i = 0; i < weight.length; i++) {
          weight[i] *= recorded[i];
        }
      }
    }
  }

  /** Puts what rows are worth in the place of rewards: b at once, or -b (1 - discount) and more. */
  private void pay(int[] source) {
    float bound = (float) options.bound();
    float[] discount = rows.discount();
    for (int i = 0; i < source.length; i++) {
      boolean expert = source[i] != RECORDED;
      rows.reward()[i] = expert ? bound : -bound * (1 - discount[i]);
      discount[i] = expert ? 0 : discount[i];
    }
  }

  private static double mean(float[] q, int[] source, boolean ofRecorded) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < source.length; i++) {
      if ((source[i] == RECORDED) == ofRecorded) {
        sum += q[i];
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  /** The policy's weights in the last update [B]. */
  float[] weight() {
    return weight;
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
}
