package org.morl4j.agents.implicit;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.Parts;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.NetworkSize;
import org.morl4j.agents.part.OffPolicyOptions;
import org.morl4j.agents.part.OwnSignal;
import org.morl4j.agents.part.Rates;
import org.morl4j.agents.policy.LivePolicy;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.LimitKeeper;
import org.morl4j.core.learn.MemoryNeed;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.space.Discrete;
import org.morl4j.nn.head.HeadOptions;

/**
 * IQ-Learn (Garg et al. 2021, arXiv 2106.12142) from an expert's rows alone: soft values whose
 * implied reward tells the expert from its own policy. All data are the expert's; their rewards are
 * not looked at.
 *
 * <pre>
 *   r    = Q(s, a) - discount V(s')                          the reward that Q implies
 *   L_Q  = E[-phi'(r) r] + E[V(s) - discount V(s')] + penalty E[r^2]            phi' held
 * </pre>
 *
 * <p>With phi' = 1 that is E[V(s) - Q(s, a)] + penalty E[r^2], temperature times the negative log
 * likelihood of the expert's actions and a TD error of no reward: cloning plus a TD penalty. V(s')
 * is live. Critics: {@link SoftQ}, mean of their losses. See docs/iq-learn.md.
 */
public final class IqLearn implements Algorithm<IqLearn.Losses> {
  /**
   * The objective of Q.
   *
   * @param divergence phi
   * @param penalty 1 / (4 alpha) of the paper: what r^2 counts for
   * @param temperature of the soft values, in units of what Q implies
   */
  public record Objective(
      IqDivergence divergence,
      @Allowed(min = 0, max = 1e6) double penalty,
      @Allowed(above = 0, max = 1e6) double temperature) {
    public static final Objective DEFAULT = new Objective(IqDivergence.CHI_SQUARE, 0.5, 0.01);

    public Objective {
      Check.allowed(Objective.class, "penalty", penalty);
      Check.allowed(Objective.class, "temperature", temperature);
    }

    /** The same with another {@code divergence}. */
    public Objective withDivergence(IqDivergence value) {
      return new Objective(value, penalty, temperature);
    }

    /** The same with another {@code penalty}. */
    public Objective withPenalty(double value) {
      return new Objective(divergence, value, temperature);
    }

    /** The same with another {@code temperature}. */
    public Objective withTemperature(double value) {
      return new Objective(divergence, penalty, value);
    }
  }

  /**
   * What {@code iq-learn} is in a config; the defaults are those of the authors' code.
   *
   * @param objective of Q
   * @param rates of learning; a policy of its own moves at each update
   * @param networks of the critics and, with a Box of actions, the policy
   * @param head of the policy, always squashed; of a Box alone
   * @param replay what a batch is
   */
  public record Options(
      @JsonUnwrapped Objective objective,
      @JsonUnwrapped Rates rates,
      @JsonUnwrapped MlpOptions networks,
      HeadOptions head,
      ReplayOptions replay)
      implements OffPolicyOptions<Options> {
    public static final Options DEFAULT =
        new Options(
            Objective.DEFAULT,
            Rates.DEFAULT,
            MlpOptions.DEFAULT,
            new HeadOptions(HeadOptions.Gaussian.SQUASHED, 0, -5, 2),
            ReplayOptions.DEFAULT);

    @Override
    public Requirements requirements() {
      return Requirements.batches(replay.batch()).with(Hook.SAMPLE).with(LimitKeeper.NOBODY);
    }

    @Override
    public List<MemoryNeed> memory(EnvSpec spec, int environments) {
      double inputs = spec.observationSpace().features() + spec.actionSpace().features();
      NetworkSize all =
          NetworkSize.of(inputs, networks.hidden(), 1)
              .times(2)
              .plus(NetworkSize.policy(spec, networks.hidden()));
      return List.of(all.networks(spec), all.rows("agent.replay.batch", 3.0 * replay.batch()));
    }

    @Override
    public Algorithm<?> algorithm(Setup setup) {
      return new IqLearn(this, setup);
    }

    SoftQ softQ(Setup setup, Mlps mlps) {
      double temperature = objective.temperature;
      return setup.spec().actionSpace() instanceof Discrete discrete
          ? new CategoricalSoftQ(setup.spec(), discrete, temperature, mlps)
          : new GaussianSoftQ(setup, head, temperature, mlps);
    }

    /** The same with another {@code objective}. */
    public Options withObjective(Objective value) {
      return new Options(value, rates, networks, head, replay);
    }

    @Override
    public Options withRates(Rates value) {
      return new Options(objective, value, networks, head, replay);
    }

    @Override
    public Options withNetworks(MlpOptions value) {
      return new Options(objective, rates, value, head, replay);
    }

    /** The same with another {@code head}. */
    public Options withHead(HeadOptions value) {
      return new Options(objective, rates, networks, value, replay);
    }

    @Override
    public Options withReplay(ReplayOptions value) {
      return new Options(objective, rates, networks, head, value);
    }
  }

  /**
   * One update's losses.
   *
   * @param critic L_Q
   * @param policy L_pi; 0 where the policy is the critic's own
   * @param reward E[r], mean over critics
   * @param regret E[V(s) - Q(s, a)], mean over critics
   * @param value E[V(s)]
   * @param criticGradientNorm of all critics together
   */
  public record Losses(
      double critic,
      double policy,
      double reward,
      double regret,
      double value,
      double criticGradientNorm) {}

  private final Options options;
  private final long updates;
  private final BatchRows rows;
  final SoftQ soft;
  private SoftQ.Slopes slopes = SoftQ.Slopes.of(1, 0);
  private float[] reward = {}; // r of one critic [B]

  IqLearn(Options options, Setup setup) {
    this.options = options;
    updates = setup.updates();
    Mlps mlps = OwnSignal.mlps(setup, options.networks);
    rows = new BatchRows(mlps.shape(), setup.signals());
    soft = options.softQ(setup, mlps);
  }

  /** The rows of a batch, as the soft values see them. */
  BatchRows load(Batch batch, Criterion criterion) {
    rows.load(batch, new OwnSignal(criterion));
    return rows;
  }

  @Override
  public Losses update(Batch batch, Criterion criterion, long done) {
    int n = load(batch, criterion).size();
    if (reward.length != n) {
      reward = new float[n];
      slopes = SoftQ.Slopes.of(soft.heads(), n);
    }
    soft.load(rows);
    double loss = valueTerm();
    double mean = 0;
    double regret = rows.mean(soft.values());
    double value = regret;
    double share = 1.0 / soft.heads();
    for (int h = 0; h < soft.heads(); h++) {
      float[] q = soft.recorded(h);
      for (int i = 0; i < n; i++) {
        reward[i] = q[i] - rows.discount()[i] * soft.nextValues()[i];
      }
      float[] slope = slopes.recorded()[h];
      loss += share * loss(options.objective, reward, rows.weights(), slope);
      for (int i = 0; i < n; i++) {
        slope[i] *= (float) share;
        slopes.next()[i] -= rows.discount()[i] * slope[i];
        regret -= share * q[i] / n;
      }
      mean += share * rows.mean(reward);
    }
    double rate = options.rates.learningRate(done, updates);
    double policyLoss = soft.step(rows, slopes, rate);
    return new Losses(loss, policyLoss, mean, regret, value, soft.gradientNorm());
  }

  /** E[V(s) - discount V(s')] and its slopes. */
  private double valueTerm() {
    int n = rows.size();
    double sum = 0;
    Arrays.fill(slopes.next(), 0);
    for (int i = 0; i < n; i++) {
      float own = rows.weight(i) / n;
      sum += own * (double) (soft.values()[i] - rows.discount()[i] * soft.nextValues()[i]);
      slopes.value()[i] = own;
      slopes.next()[i] = -own * rows.discount()[i];
    }
    return sum;
  }

  /**
   * E[-phi'(r) r + penalty r^2] and its slopes with phi' held.
   *
   * @param r [B]
   * @param weight of the rows [B], or null for 1
   * @param slope [B], written
   */
  static double loss(Objective objective, float[] r, float @Nullable [] weight, float[] slope) {
    int n = slope.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double own = (weight == null ? 1 : weight[i]) / (double) n;
      double phi = objective.divergence.weight(r[i]);
      sum += own * (-phi * r[i] + objective.penalty * r[i] * r[i]);
      slope[i] = (float) (own * (-phi + 2 * objective.penalty * r[i]));
    }
    return sum;
  }

  @Override
  public Parts parts() {
    return new Parts().part("soft", soft);
  }

  @Override
  public LivePolicy policy() {
    return soft.policy();
  }
}
