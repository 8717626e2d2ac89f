package org.morl4j.agents.offpolicy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.random.RandomGenerator;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.Parts;
import org.morl4j.agents.part.ActionTerm;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.part.DeterministicActor;
import org.morl4j.agents.part.DeterministicActor.Noise;
import org.morl4j.agents.part.EntropyBonus;
import org.morl4j.agents.part.LastLosses;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.QEnsemble;
import org.morl4j.agents.part.Rates;
import org.morl4j.agents.policy.LivePolicy;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.ValueFunction;
import org.morl4j.core.rng.Rng;

/**
 * Twin delayed deep deterministic policy gradient (Fujimoto et al. 2018, arXiv 1802.09477) with
 * vector critics of any value head.
 *
 * <pre>
 *   a'   = clip(mu'(s') + clip(N(0, sigma^2), -c, c), -1, 1)
 *   y    = r + discount Q'_k(s', a'),  k = argmin_i mix(Q'_i(s', a'))
 *   L_Q  = sum_i E[loss of critic i's head at y]                (1/2 (Q_i - y)^2 for numbers)
 *   L_pi = -E[mix(Q_1(s, mu(s)))],  every policyDelay updates, the targets with it
 * </pre>
 *
 * sigma and c are in half-ranges of the action. See docs/td3.md.
 */
public final class Td3 implements Algorithm<Td3.Losses> {
  /**
   * The method's knobs; the defaults are the paper's, with the replay of Stable-Baselines3.
   *
   * @param rates of learning
   * @param noise on actions
   * @param networks policy and critics
   * @param critic the critics
   * @param replay what is kept and drawn
   */
  public record Options(
      @JsonUnwrapped Rates rates,
      @JsonUnwrapped Noise noise,
      @JsonUnwrapped MlpOptions networks,
      CriticOptions critic,
      ReplayOptions replay)
      implements Td3Preset<Options> {
    public static final Options DEFAULT =
        new Options(
            Rates.DEFAULT.withLearningRate(1e-3).withPolicyDelay(2),
            Noise.DEFAULT,
            MlpOptions.DEFAULT,
            CriticOptions.FIRST,
            ReplayOptions.DEFAULT);

    @Override
    public Options td3() {
      return this;
    }

    @Override
    public Options withTd3(Options value) {
      return value;
    }

    @Override
    public Options withRates(Rates value) {
      return new Options(value, noise, networks, critic, replay);
    }

    @Override
    public Options withNoise(Noise value) {
      return new Options(rates, value, networks, critic, replay);
    }

    @Override
    public Options withNetworks(MlpOptions value) {
      return new Options(rates, noise, value, critic, replay);
    }

    @Override
    public Options withCritic(CriticOptions value) {
      return new Options(rates, noise, networks, value, replay);
    }

    @Override
    public Options withReplay(ReplayOptions value) {
      return new Options(rates, noise, networks, critic, value);
    }
  }

  /**
   * One update's losses.
   *
   * @param critic L_Q
   * @param criticGradientNorm of all critics together
   * @param last of the policy's last step
   */
  public record Losses(double critic, double criticGradientNorm, PolicyLosses last) {}

  /**
   * Losses of a step of the policy.
   *
   * @param policy L_pi
   * @param policyGradientNorm of the policy
   * @param term those of a variant's term
   */
  public record PolicyLosses(double policy, double policyGradientNorm, Record term) {}

  private final Options options;
  private final long updates;
  final BatchRows rows;
  final DeterministicActor actor;
  final QEnsemble critics;
  private final ActionTerm term;
  private final EntropyBonus share;
  private final LastLosses<PolicyLosses> last;
  private final Rng rng;

  public Td3(Td3Preset<?> preset, Setup setup) {
    options = preset.td3();
    updates = setup.updates();
    Mlps mlps = Mlps.of(setup, options.networks);
    actor = new DeterministicActor(setup.spec(), options.noise, mlps, preset.normalizeObs());
    rows = new BatchRows(mlps.shape(), setup.signals(), actor.network().scale());
    critics = new QEnsemble(options.critic, mlps);
    term = preset.term(setup, mlps, critics);
    share = new EntropyBonus(setup.signals());
    last = new LastLosses<>(new PolicyLosses(0, 0, term.losses()));
    rng = setup.seeds().child("noise").generator();
  }

  @Override
  public void prepare(DataView data) {
    actor.network().prepare(data);
    term.prepare(data, actor.network().scale());
  }

  @Override
  public Losses update(Batch batch, Criterion criterion, long done) {
    rows.load(batch, criterion);
    double rate = options.rates.learningRate(done, updates);
    double lCritic = criticStep(rng, rate);
    critics.tellErrors(batch);
    if ((done + 1) % options.rates.policyDelay() == 0) {
      last.set(policyStep(rate));
      critics.track(options.rates.polyak());
      actor.network().track(options.rates.polyak());
    }
    return new Losses(lCritic, critics.gradientNorm(), last.get());
  }

  /** L_Q: regresses all critics on y. */
  double criticStep(RandomGenerator random, double rate) {
    float[] act = actor.smoothedTarget(rows.nextState(), rows.size(), random);
    float[] next = critics.next(rows.nextWith(act), rows, random);
    float[] lost = term.lost(rows, act);
    float[] shift = lost == null ? null : share.of(1, lost, critics.nextSlope(), rows.size());
    float[] y = critics.bellman(next, shift, rows, random);
    double loss = critics.regress(y, rows, rate);
    term.learn(rows, act, rate / options.rates.learningRate());
    return loss;
  }

  /** L_pi: one step of the policy up the first critic's mixed value. */
  PolicyLosses policyStep(double rate) {
    int n = rows.size();
    float[] act = actor.act(rows.state(), n);
    float[] q = critics.mixed(rows.with(act), rows);
    float[] dQ = new float[n];
    double loss = policyLoss(term.scale(q, n), q, n, dQ);
    float[] dAct = critics.backward(dQ, rows);
    loss += term.add(rows, act, dAct);
    double norm = actor.network().step(actor.backward(dAct, n), rate);
    return new PolicyLosses(loss, norm, term.losses());
  }

  /** L_pi = -lambda E[q] of mixed values [B], and its derivative. */
  static double policyLoss(float lambda, float[] q, int n, float[] dQ) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += q[i];
      dQ[i] = -lambda / n;
    }
    return -lambda * sum / n;
  }

  @Override
  public Parts parts() {
    return new Parts()
        .part("actor", actor)
        .part("critics", critics)
        .part("term", term)
        .part("last", last)
        .progress("noise", rng);
  }

  @Override
  public LivePolicy policy() {
    return actor.network().policy();
  }

  @Override
  public ValueFunction values() {
    return actor.network().scale().before(critics.valueFunction());
  }
}
