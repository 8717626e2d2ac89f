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
import org.morl4j.core.data.DataView;
import org.morl4j.core.learn.LimitKeeper;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;

/**
 * SMORe (Sikchi et al. 2023, arXiv 2311.02013): reaches goals as {@link Recoil} imitates, from
 * recorded steps without rewards. Half of a batch are steps that reach their goal, in hindsight;
 * the others seek what their episode came to later, or what it sought.
 *
 * <pre>
 *   b    = penalty / (1 - gamma)         c = 1e-4 (1 - gamma)
 *   d    = Q'(s, a, g) - V(s, g)
 *   L_V  = E_seek[|tau - 1(d &lt; 0)| d^2]
 *   L_pi = -E_seek[min(e^(temperature d), wMax) log pi(a|s, g)]     d with the new V
 *   L_Q  = sum_i E_reach[(Q_i - b)^2] + E_seek[1/2 (Q_i - y)^2 + c Q_i^2]
 *   y    = -penalty + gamma V(s', g)
 * </pre>
 *
 * in that order, the targets last. Ends of episodes don't count: they are another goal's. See
 * docs/smore.md.
 */
public final class Smore implements Algorithm<Smore.Losses> {
  private static final double SHRINKAGE = 1e-4;

  /**
   * What {@code smore} is in a config; the defaults are the authors'.
   *
   * @param tau of V's expectile
   * @param temperature inverse temperature of the policy
   * @param penalty what a step that seeks costs
   * @param futureShare share of the seeking steps whose goal their episode came to; the others keep
   *     their own
   * @param settings all else
   */
  public record Options(
      @Allowed(above = 0, below = 1) double tau,
      @Allowed(min = 0, max = 1e6) double temperature,
      @Allowed(above = 0, max = 1e6) double penalty,
      @Allowed(min = 0, max = 1) double futureShare,
      @JsonUnwrapped ImplicitSettings settings)
      implements ImplicitOptions<Options> {
    public static final Options DEFAULT =
        new Options(0.8, 3, 2, 0.8, ImplicitSettings.DEFAULT.withValueLayerNorm(true))
            .withHidden(256, 256, 256)
            .withBatch(512);

    public Options {
      Check.allowed(Options.class, "tau", tau);
      Check.allowed(Options.class, "temperature", temperature);
      Check.allowed(Options.class, "penalty", penalty);
      Check.allowed(Options.class, "futureShare", futureShare);
    }

    @Override
    public ValueRule rule() {
      return new ValueRule.Expectile(tau);
    }

    @Override
    public WeightRule weights() {
      return new WeightRule.Exponential(temperature);
    }

    @Override
    public Requirements requirements() {
      return Requirements.batches(replay().batch())
          .with(Hook.SAMPLE)
          .with(Column.ROW)
          .with(LimitKeeper.NOBODY)
          .withScan();
    }

    @Override
    public Algorithm<?> algorithm(Setup setup) {
      return new Smore(this, setup);
    }

    /** The same with another {@code tau}. */
    public Options withTau(double value) {
      return new Options(value, temperature, penalty, futureShare, settings);
    }

    /** The same with another {@code temperature}. */
    public Options withTemperature(double value) {
      return new Options(tau, value, penalty, futureShare, settings);
    }

    /** The same with another {@code penalty}. */
    public Options withPenalty(double value) {
      return new Options(tau, temperature, value, futureShare, settings);
    }

    /** The same with another {@code futureShare}. */
    public Options withFutureShare(double value) {
      return new Options(tau, temperature, penalty, value, settings);
    }

    @Override
    public Options withSettings(ImplicitSettings value) {
      return new Options(tau, temperature, penalty, futureShare, value);
    }
  }

  /**
   * One update's losses.
   *
   * @param value L_V
   * @param policy L_pi
   * @param critic L_Q, a mean over all rows and less a constant
   * @param reachedValue E_reach[Q'(s, a, g)]
   * @param soughtValue E_seek[Q'(s, a, g)]
   * @param weight the mean weight of the policy's rows
   * @param criticGradientNorm of all critics together
   * @param policyGradientNorm of the policy
   */
  public record Losses(
      double value,
      double policy,
      double critic,
      double reachedValue,
      double soughtValue,
      double weight,
      double criticGradientNorm,
      double policyGradientNorm) {}

  private final Options options;
  private final long updates;
  private final HindsightGoals goals;
  private final BatchRows rows;
  private final ActorNetwork actor;
  private final PolicyFit fit;
  final QEnsemble critics;
  final StateValue value;
  private final Rng rng; // goals, heads that draw their targets
  private float[] goal = {}; // [G]
  private float[] d = {}; // [B]
  private float[] weight = {}; // of the policy's rows
  private float[] seeking = {}; // weights of the rows, 0 of those that reach, mean 1
  private float[] factor = {}; // of the critics' rows

  Smore(Options options, Setup setup) {
    if (options.rates().gamma() >= 1) {
      throw new IllegalArgumentException(
          "agent.gamma is %s, but the values of smore are bounded by agent.penalty / (1 - agent.gamma). Maybe use 0.99."
              .formatted(options.rates().gamma()));
    }
    this.options = options;
    updates = setup.updates();
    goals = HindsightGoals.of(setup.spec());
    goal = new float[goals.size()];
    ImplicitSettings settings = options.settings();
    Mlps mlps = OwnSignal.mlps(setup, settings.networks());
    rows = new BatchRows(mlps.shape(), setup.signals());
    actor = new ActorNetwork(setup.spec(), settings.policy().head(), mlps, false);
    fit = new PolicyFit(actor);
    critics = new QEnsemble(settings.critic(), mlps);
    value = new StateValue(mlps, settings.valueLayerNorm(), false);
    rng = setup.seeds().child("goals").generator();
  }

  @Override
  public void prepare(DataView data) {
    goals.read(data);
  }

  @Override
  public Losses update(Batch batch, Criterion criterion, long done) {
    rows.load(batch, new OwnSignal(criterion));
    int n = rows.size();
    int seek = (n + 1) / 2;
    reserve(n, seek);
    relabel(seek);
    double rate = options.rates().learningRate(done, updates);
    float[] q = critics.values(Copy.TARGET, rows.stateAction(), rows);
    double valueLoss = value.regress(options.rule(), q, 1, rows, seeking, rate);
    double reached = mean(q, seek, n);
    double sought = mean(q, 0, seek);
    rows.advantage(q, value.values(Copy.LIVE, rows.state(), n), d);
    options.weights().weights(d, n, options.settings().policy().maxWeight(), weight);
    for (int i = 0; i < n; i++) {
      weight[i] *= seeking[i];
    }
    double policyRate = options.settings.policy().learningRate(options.rates(), done, updates);
    double policyLoss = fit.likelihood(rows.state(), rows.act(), weight, n, policyRate);
    pay(batch.steps(), seek);
    float[] next = value.values(Copy.LIVE, rows.nextState(), n);
    double criticLoss = critics.regress(critics.bellman(next, null, rows, rng), rows, rate);
    critics.track(options.rates().polyak());
    return new Losses(
        valueLoss,
        policyLoss,
        criticLoss,
        reached,
        sought,
        rows.mean(weight),
        critics.gradientNorm(),
        fit.gradientNorm());
  }

  private void reserve(int n, int seek) {
    if (weight.length != n) {
      d = new float[n];
      weight = new float[n];
      seeking = new float[n];
      factor = new float[n];
    }
    for (int i = 0; i < n; i++) {
      seeking[i] = i < seek ? rows.weight(i) * n / seek : 0;
    }
  }

  /** Gives rows their goals: the first {@code seek} those that they seek. */
  private void relabel(int seek) {
    int n = rows.size();
    int features = rows.state().length / n;
    for (int i = 0; i < n; i++) {
      if (i >= seek) {
        goals.achieved(rows.nextState(), i * features, goal);
      } else if (rng.nextDouble() < options.futureShare) {
        goals.future(rows.numbers()[i], rng, goal);
      } else {
        continue;
      }
      goals.seek(goal, rows.state(), i * features);
      goals.seek(goal, rows.nextState(), i * features);
      goals.seek(goal, rows.stateAction(), i * (rows.stateAction().length / n));
    }
  }

  /**
   * Puts what rows are worth in the place of rewards: b for those that reach, at twice the weight
   * of a half square; for others y, shrunk: 1/2 (Q - y)^2 + c Q^2 is (1 + 2c) / 2 (Q - y / (1 +
   * 2c))^2 and a constant.
   */
  private void pay(int[] steps, int seek) {
    double gamma = options.rates().gamma();
    double bound = options.penalty / (1 - gamma);
    double shrunk = 1 + 2 * SHRINKAGE * (1 - gamma);
    for (int i = 0; i < factor.length; i++) {
      double discount = Math.pow(gamma, steps[i]);
      boolean reaches = i >= seek;
      rows.reward()[i] = (float) (reaches ? bound : -bound * (1 - discount) / shrunk);
      rows.discount()[i] = (float) (reaches ? 0 : discount / shrunk);
      factor[i] = (float) (reaches ? 2 : shrunk);
    }
    rows.reweigh(factor);
  }

  private static double mean(float[] q, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += q[i];
    }
    return to == from ? 0 : sum / (to - from);
  }

  /** What the batch's rows look like with their goals. */
  BatchRows rows() {
    return rows;
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
        .progress("goals", rng);
  }

  @Override
  public LivePolicy policy() {
    return actor.policy();
  }
}
