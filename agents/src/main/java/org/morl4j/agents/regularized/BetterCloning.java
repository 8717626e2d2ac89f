package org.morl4j.agents.regularized;

import java.util.Arrays;
import org.morl4j.agents.Parts;
import org.morl4j.agents.part.ActionTerm;
import org.morl4j.agents.part.ActionVae;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.Copy;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.ObsScale;
import org.morl4j.agents.part.QEnsemble;
import org.morl4j.agents.part.StateValue;
import org.morl4j.agents.part.ValueRule;
import org.morl4j.core.data.DataView;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;

/**
 * Keeps a policy near the better of the recorded action and of what an autoencoder makes of the
 * policy's own, see {@link A2pr}. B rows, A action values in [-1, 1], S signals.
 */
final class BetterCloning implements ActionTerm {
  private static final ValueRule SQUARED = new ValueRule.Squared();

  /**
   * What it came to.
   *
   * @param cloning mask E[1(b better than V) mean_j (pi_j(s) - b_j)^2]
   * @param lambda what values count for
   * @param value L_V of the last update
   * @param autoencoder L of the last update
   * @param made share of rows whose b is the autoencoder's
   */
  public record Losses(
      double cloning, double lambda, double value, double autoencoder, double made) {}

  /**
   * Mixed values of B rows.
   *
   * @param made Q of the autoencoder's actions [B]
   * @param recorded Q of the recorded actions [B]
   * @param state V [B]
   */
  @SuppressWarnings("ArrayRecordComponent") // a batch's arrays; equality is never asked for
  record Values(float[] made, float[] recorded, float[] state) {
    boolean makesBetter(int row) {
      return made[row] >= recorded[row];
    }

    boolean counts(int row) {
      return made[row] >= state[row] || recorded[row] > state[row];
    }
  }

  /**
   * Of B rows.
   *
   * @param policy pi(s) [B, A]
   * @param made the autoencoder's of them [B, A]
   * @param recorded [B, A]
   */
  @SuppressWarnings("ArrayRecordComponent") // a batch's arrays; equality is never asked for
  record Actions(float[] policy, float[] made, float[] recorded) {}

  private final A2pr.Options options;
  private final QEnsemble critics;
  private final StateValue value;
  private final ActionVae vae;
  private final Rng rng;
  private final int size;
  private float[] recorded = {}; // [B, A]
  private float[] dMade = {}; // [B, A]
  private float[] weight = {}; // [B]
  private float[] other = {}; // [B]
  private float[] target = {}; // [B, S]
  private Values values = new Values(weight, weight, weight);
  private float lambda;
  private double cloning;
  private double valueLoss;
  private double vaeLoss;
  private double made;

  BetterCloning(A2pr.Options options, Setup setup, Mlps mlps, QEnsemble critics) {
    this.options = options;
    this.critics = critics;
    value = new StateValue(mlps, false, false);
    vae = new ActionVae(options.vae(), mlps);
    rng = setup.seeds().child("vae").generator();
    size = mlps.shape().act();
  }

  @Override
  public void prepare(DataView data, ObsScale scale) {}

  @Override
  public float scale(float[] q, int rows) {
    lambda = ActionCloning.lambda(options.alpha(), q, rows);
    return lambda;
  }

  @Override
  public void learn(BatchRows rows, float[] nextAct, double share) {
    int n = rows.size();
    if (weight.length != n) {
      recorded = new float[n * size];
      dMade = new float[n * size];
      weight = new float[n];
      other = new float[n];
      target = new float[n * rows.signals()];
      values = new Values(new float[n], new float[n], new float[n]);
    }
    lesser(rows, nextAct);
    rows.mix(value.values(Copy.LIVE, rows.state(), n), values.state);
    valueLoss = value.regress(SQUARED, target, rows, share * options.valueLearningRate());
    rows.mix(critics.values(Copy.LIVE, rows.stateAction(), rows), values.recorded);
    for (int i = 0; i < n; i++) {
      boolean better = values.recorded[i] > values.state[i];
      weight[i] = better ? (float) options.vaeWeight() : 0;
    }
    rows.weigh(weight);
    rows.unitActions(recorded);
    vae.reconstruct(rows.state(), rows.stateAction(), n, rng);
    vaeLoss = vae.step(recorded, weight, share);
  }

  /** What V learns: of the targets by the slow and by the live critics that of less mixed value. */
  private void lesser(BatchRows rows, float[] nextAct) {
    float[] next = critics.combined(Copy.TARGET, rows.nextWith(nextAct), rows);
    rows.backup(next, target);
    rows.mix(target, weight);
    float[] live = critics.combined(Copy.LIVE, rows.nextWith(nextAct), rows);
    rows.backup(live, live);
    rows.mix(live, other);
    int signals = rows.signals();
    for (int i = 0; i < rows.size(); i++) {
      if (other[i] < weight[i]) {
        System.arraycopy(live, i * signals, target, i * signals, signals);
      }
    }
  }

  @Override
  public double add(BatchRows rows, float[] act, float[] dAct) {
    float[] u = vae.reconstruct(rows.state(), rows.with(act), rows.size(), rng);
    rows.mix(critics.values(Copy.LIVE, rows.with(u), rows), values.made);
    Actions actions = new Actions(act, u, recorded);
    cloning = cloning(options.mask(), actions, values, dAct, dMade);
    if (options.throughVae()) {
      vae.backward(dMade, dAct);
    }
    int better = 0;
    for (int i = 0; i < rows.size(); i++) {
      better += values.makesBetter(i) ? 1 : 0;
    }
    made = (double) better / rows.size();
    return cloning;
  }

  /**
   * weight E[1(b better than V) mean_j (pi_j - b_j)^2].
   *
   * @param dAct of the policy's actions [B, A], added to
   * @param dMade of the autoencoder's [B, A], written
   */
  static double cloning(
      double weight, Actions actions, Values values, float[] dAct, float[] dMade) {
    int n = values.state.length;
    int size = dAct.length / n;
    double sum = 0;
    Arrays.fill(dMade, 0);
    for (int i = 0; i < dAct.length; i++) {
      int row = i / size;
      if (values.counts(row)) {
        boolean own = values.makesBetter(row);
        double e = (double) actions.policy[i] - (own ? actions.made[i] : actions.recorded[i]);
        float slope = (float) (2 * weight * e / dAct.length);
        sum += e * e;
        dAct[i] += slope;
        dMade[i] = own ? -slope : 0;
      }
    }
    return weight * sum / dAct.length;
  }

  @Override
  public Losses losses() {
    return new Losses(cloning, lambda, valueLoss, vaeLoss, made);
  }

  @Override
  public Parts parts() {
    return new Parts().part("value", value).part("vae", vae).progress("rng", rng);
  }
}
