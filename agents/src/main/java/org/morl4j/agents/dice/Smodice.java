package org.morl4j.agents.dice;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.Parts;
import org.morl4j.agents.part.ActorNetwork;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.Discriminator;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.NetworkSize;
import org.morl4j.agents.part.OffPolicyOptions;
import org.morl4j.agents.part.OwnSignal;
import org.morl4j.agents.part.PolicyFit;
import org.morl4j.agents.part.Rates;
import org.morl4j.agents.part.SourceRows;
import org.morl4j.agents.policy.LivePolicy;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.LimitKeeper;
import org.morl4j.core.learn.MemoryNeed;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.nn.RateSchedule;

/**
 * State-matching by dual correction (SMODICE, Ma et al. 2022, arXiv 2202.02433): imitates what an
 * expert reaches from its observations, or also its actions, and a larger recording. Half of a
 * batch is of the set {@code expert}, half of the set {@code recorded}; rewards are not looked at.
 *
 * <pre>
 *   r    = D(x)                     the discriminator's log ratio, x = s or (s, a); trained first
 *   e    = r + discount V(s') - V(s)
 *   L_V  = (1 - gamma) E[V(s0)] + log E_recorded[exp(e)]         kl                 (equation 20)
 *        = (1 - gamma) E[V(s0)] + E_recorded[1/2 e^2 + e]        chi-square
 *   w    = exp(e), or (1 + e)_+                                  e before the step  (equation 21)
 *   L_pi = -E_recorded[min(w, wMax) log pi(a|s)]                                    (equation 22)
 * </pre>
 *
 * The first {@code discriminator.updates} updates train D alone; then V and the policy move at each
 * update and D stays. s0 are drawn uniformly from the recorded episodes' first observations. See
 * docs/smodice.md.
 */
public final class Smodice implements Algorithm<Smodice.Losses> {
  /** Between the policy's rows and the recorded ones. */
  public enum Divergence {
    /** Kullback-Leibler; the authors' default. */
    KL,
    /** Half of chi-square. */
    CHI_SQUARE
  }

  /**
   * The objective of V.
   *
   * @param divergence how the policy's rows are kept near the recorded ones
   * @param normalised whether weights under KL have mean 1 in a batch; the authors' don't, which
   *     leaves a factor open
   * @param valueDecay share of a parameter of V that a step at rate 1 takes off
   */
  public record Dual(
      Divergence divergence, boolean normalised, @Allowed(min = 0, max = 1) double valueDecay) {
    public static final Dual DEFAULT = new Dual(Divergence.KL, false, 1e-4);

    public Dual {
      Check.allowed(Dual.class, "valueDecay", valueDecay);
    }

    DualForm form() {
      return switch (divergence) {
        case KL -> new DualForm.KullbackLeibler(normalised);
        case CHI_SQUARE -> new DualForm.ChiSquare();
      };
    }

    /** The same with another {@code divergence}. */
    public Dual withDivergence(Divergence value) {
      return new Dual(value, normalised, valueDecay);
    }

    /** The same with another {@code normalised}. */
    public Dual withNormalised(boolean value) {
      return new Dual(divergence, value, valueDecay);
    }

    /** The same with another {@code valueDecay}. */
    public Dual withValueDecay(double value) {
      return new Dual(divergence, normalised, value);
    }
  }

  /**
   * What {@code smodice} is in a config; the defaults are those of the authors' code.
   *
   * @param dual the objective of V
   * @param rates of learning of V and the policy, which moves at each update
   * @param networks V's and the policy's
   * @param policy how rows are weighed into a policy
   * @param discriminator what tells the expert's rows from others
   * @param replay what a batch is
   */
  public record Options(
      @JsonUnwrapped Dual dual,
      @JsonUnwrapped Rates rates,
      @JsonUnwrapped MlpOptions networks,
      @JsonUnwrapped PolicyFit.Options policy,
      Discriminator.Options discriminator,
      ReplayOptions replay)
      implements OffPolicyOptions<Options> {
    public static final Options DEFAULT =
        new Options(
            Dual.DEFAULT,
            Rates.DEFAULT,
            MlpOptions.DEFAULT,
            PolicyFit.Options.DEFAULT.withPolicySchedule(RateSchedule.CONSTANT),
            Discriminator.Options.DEFAULT,
            ReplayOptions.DEFAULT.withBatch(1024));

    @Override
    public Requirements requirements() {
      return Requirements.batches(replay.batch())
          .with(Hook.SAMPLE)
          .with(LimitKeeper.NOBODY)
          .withSets("recorded", "expert")
          .withScan();
    }

    @Override
    public List<MemoryNeed> memory(EnvSpec spec, int environments) {
      double inputs = spec.observationSpace().features();
      NetworkSize all =
          NetworkSize.of(inputs, networks.hidden(), 1)
              .plus(NetworkSize.policy(spec, networks.hidden()))
              .plus(
                  NetworkSize.of(
                      inputs + spec.actionSpace().features(), discriminator.hidden(), 1));
      return List.of(all.networks(spec), all.rows("agent.replay.batch", replay.batch()));
    }

    @Override
    public Algorithm<?> algorithm(Setup setup) {
      return new Smodice(this, setup);
    }

    /** The same with another {@code dual}. */
    public Options withDual(Dual value) {
      return new Options(value, rates, networks, policy, discriminator, replay);
    }

    /** The same with another {@code discriminator}. */
    public Options withDiscriminator(Discriminator.Options value) {
      return new Options(dual, rates, networks, policy, value, replay);
    }

    @Override
    public Options withRates(Rates value) {
      return new Options(dual, value, networks, policy, discriminator, replay);
    }

    @Override
    public Options withNetworks(MlpOptions value) {
      return new Options(dual, rates, value, policy, discriminator, replay);
    }

    /** The same with another {@code policy}. */
    public Options withPolicy(PolicyFit.Options value) {
      return new Options(dual, rates, networks, value, discriminator, replay);
    }

    @Override
    public Options withReplay(ReplayOptions value) {
      return new Options(dual, rates, networks, policy, discriminator, value);
    }
  }

  /**
   * One update's losses: those of what it trained, 0 else.
   *
   * @param discriminator its cross-entropy and penalty
   * @param value L_V
   * @param policy L_pi
   * @param reward E_recorded[r]
   * @param expertReward E_expert[r]
   * @param residual E_recorded[e]
   * @param weight the mean weight of the policy's rows
   * @param valueGradientNorm of V
   * @param policyGradientNorm of the policy
   */
  public record Losses(
      double discriminator,
      double value,
      double policy,
      double reward,
      double expertReward,
      double residual,
      double weight,
      double valueGradientNorm,
      double policyGradientNorm) {}

  private final Options options;
  private final long updates;
  private final SourceRows recordedRows = new SourceRows(0);
  private final SourceRows expertRows = new SourceRows(1);
  private final BatchRows rows;
  private final BatchRows expert;
  private final Discriminator discriminator;
  private final StartValue value;
  private final DualForm form;
  private final ActorNetwork actor;
  private final PolicyFit fit;
  private final Rng rng; // mixtures of the penalty, starts
  private final InitialRows starts = new InitialRows();
  private float[] reward = {}; // r [B]
  private float[] weight = {}; // [B]

  Smodice(Options options, Setup setup) {
    this.options = options;
    updates = setup.updates();
    Mlps mlps = OwnSignal.mlps(setup, options.networks);
    rows = new BatchRows(mlps.shape(), setup.signals());
    expert = new BatchRows(mlps.shape(), setup.signals());
    discriminator = new Discriminator(options.discriminator, mlps);
    value = new StartValue(mlps, options.dual.valueDecay, false);
    form = options.dual.form();
    actor = new ActorNetwork(setup.spec(), options.policy.head(), mlps, false);
    fit = new PolicyFit(actor);
    rng = setup.seeds().child("draws").generator();
  }

  @Override
  public void prepare(DataView data) {
    starts.read(data.set("recorded"));
  }

  @Override
  public Losses update(Batch batch, Criterion criterion, long done) {
    OwnSignal own = new OwnSignal(criterion);
    rows.load(recordedRows.of(batch), own);
    expert.load(expertRows.of(batch), own);
    if (done < options.discriminator.updates()) {
      int n = Math.min(rows.size(), expert.size());
      discriminator.step(discriminator.inputs(expert), discriminator.inputs(rows), n, rng);
    }
    double expertReward =
        expert.mean(discriminator.logRatio(discriminator.inputs(expert), expert.size()));
    reserve(rows.size());
    float[] ratio = discriminator.logRatio(discriminator.inputs(rows), rows.size());
    System.arraycopy(ratio, 0, reward, 0, reward.length);
    return done < options.discriminator.updates()
        ? new Losses(discriminator.loss(), 0, 0, rows.mean(reward), expertReward, 0, 0, 0, 0)
        : imitate(expertReward, done);
  }

  /** Steps of V and the policy. */
  private Losses imitate(double expertReward, long done) {
    int n = rows.size();
    double rate = options.rates.learningRate(done, updates);
    StartValue.Rows all =
        new StartValue.Rows(
            rows.state(), rows.nextState(), reward, rows.discount(), rows.weights());
    double gamma = options.rates.gamma();
    double valueLoss = value.step(form, all, n, starts.draw(rows, rng), gamma, rate);
    form.ratios(value.last(), n, options.policy.maxWeight(), weight);
    rows.weigh(weight);
    double policyRate = options.policy.learningRate(options.rates, done, updates);
    double policyLoss = fit.likelihood(rows.state(), rows.act(), weight, n, policyRate);
    return new Losses(
        0,
        valueLoss,
        policyLoss,
        rows.mean(reward),
        expertReward,
        rows.mean(value.last()),
        rows.mean(weight),
        value.gradientNorm(),
        fit.gradientNorm());
  }

  private void reserve(int n) {
    if (reward.length != n) {
      reward = new float[n];
      weight = new float[n];
    }
  }

  @Override
  public Parts parts() {
    return new Parts()
        .part("actor", actor)
        .part("value", value)
        .part("discriminator", discriminator)
        .progress("draws", rng);
  }

  @Override
  public LivePolicy policy() {
    return actor.policy();
  }
}
