package org.morl4j.agents.implicit;

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
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.ValueFunction;
import org.morl4j.core.rng.Rng;

/**
 * Implicit value regularisation with values of S signals: learns from recorded actions and asks
 * what no other is worth. {@link Iql}, {@link Sql}, {@link Eql}, {@link Xql} and {@link FDvl} are
 * this with a loss l of the values and a weight w of the policy.
 *
 * <pre>
 *   d    = Q'(s, a) - V(s)                        Q': target networks, the critic of least mixed value
 *   L_V  = E[l(mix(d))]                           slopes of single signals: see {@link
 *                                                 org.morl4j.agents.part.SignalSlopes}
 *   L_pi = -E[min(max(w(mix(d)), 0), wMax) log pi(a|s)]          d with the new V
 *   L_Q  = sum_i E[loss of critic i's head at r + discount V(s')]
 * </pre>
 *
 * Order of an update, as in the code of IQL's authors: V, policy, Q, targets.
 */
public final class ImplicitLearner implements Algorithm<ImplicitLearner.Losses> {
  /**
   * One update's losses.
   *
   * @param value L_V, of its last step
   * @param policy L_pi
   * @param critic L_Q
   * @param advantage E[mix(d)] with the new V
   * @param weight the mean weight of the policy's rows
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

  private final ImplicitSettings settings;
  private final ValueRule rule;
  private final WeightRule weights;
  private final int valueUpdates;
  private final long updates;
  private final BatchRows rows;
  private final ActorNetwork actor;
  private final PolicyFit fit;
  private final QEnsemble critics;
  private final SeenValues seen;
  private final StateValue value;
  private final Rng rng; // heads that draw their targets, actions that V is to see
  private float[] mixed = {}; // [B]
  private float[] weight = {};

  ImplicitLearner(ImplicitOptions<?> options, Setup setup) {
    settings = options.settings();
    rule = options.rule();
    weights = options.weights();
    options.actions().require(setup.spec());
    valueUpdates = options.actions().valueUpdates();
    updates = setup.updates();
    Mlps mlps = Mlps.of(setup, settings.networks());
    rows = new BatchRows(mlps.shape(), setup.signals());
    actor = new ActorNetwork(setup.spec(), settings.policy().head(), mlps, false);
    fit = new PolicyFit(actor);
    critics = new QEnsemble(settings.critic(), mlps);
    int width = setup.spec().actionSpace().size();
    seen = new SeenValues(options.actions(), critics, setup.signals().size(), width);
    value = new StateValue(mlps, settings.valueLayerNorm(), false);
    rng = setup.seeds().child("targets").generator();
  }

  @Override
  public Losses update(Batch batch, Criterion criterion, long done) {
    rows.load(batch, criterion);
    reserve(rows.size());
    double rate = settings.rates().learningRate(done, updates);
    seen.load(rows, rng);
    double valueLoss = 0;
    for (int i = 0; i < valueUpdates; i++) {
      valueLoss = value.regress(rule, seen.all(), seen.sets(), rows, rate);
    }
    weigh(seen.recorded(), value.values(Copy.LIVE, rows.state(), rows.size()));
    double policyRate = settings.policy().learningRate(settings.rates(), done, updates);
    double policyLoss = fit.likelihood(rows.state(), rows.act(), weight, rows.size(), policyRate);
    double advantage = rows.mean(mixed);
    float[] next = value.values(Copy.LIVE, rows.nextState(), rows.size());
    double criticLoss = critics.regress(critics.bellman(next, null, rows, rng), rows, rate);
    critics.tellErrors(batch);
    critics.track(settings.rates().polyak());
    return new Losses(
        valueLoss,
        policyLoss,
        criticLoss,
        advantage,
        rows.mean(weight),
        critics.gradientNorm(),
        fit.gradientNorm());
  }

  private void reserve(int n) {
    if (mixed.length != n) {
      mixed = new float[n];
      weight = new float[n];
    }
  }

  /** mix(d) of the recorded actions and the policy's weights, times those of the rows. */
  private void weigh(float[] q, float[] v) {
    rows.advantage(q, v, mixed);
    weights.weights(mixed, mixed.length, settings.policy().maxWeight(), weight);
    rows.weigh(weight);
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
