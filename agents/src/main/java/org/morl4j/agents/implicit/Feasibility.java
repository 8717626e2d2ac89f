package org.morl4j.agents.implicit;

import org.morl4j.agents.Composite;
import org.morl4j.agents.Parts;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.ValueRule;
import org.morl4j.core.data.Batch;
import org.morl4j.nn.Trainable;
import org.morl4j.nn.TrainableSpec;

/**
 * What violation is the worst to come, from an action and from a state (Zheng et al. 2024, arXiv
 * 2401.10700, equations 5 and 11): at most 0 where a policy can go on without any.
 *
 * <pre>
 *   y_h   = (1 - gamma) h + gamma max(h, V_h(s'))        h where the step terminated
 *   L_Qh  = sum_i E[(y_h - Q_h,i(s, a))^2]
 *   L_Vh  = E[|kappa - 1(d &gt; 0)| d^2],   d = Q_h'(s, a) - V_h(s)      Q_h': the larger of two targets
 * </pre>
 *
 * The expectile is the reverse of a return's: V_h follows the least violations. B rows.
 */
final class Feasibility implements Composite {
  private static final int CRITICS = 2;

  private final Trainable[] critics = new Trainable[CRITICS];
  private final Trainable value;
  private final ValueRule rule;
  private final double gamma;
  private float[] q = {}; // [B]
  private float[] d = {};
  private float[] y = {};
  private float[] loss = {};
  private float[] slope = {};
  private float[] pull = {};

  /**
   * @param kappa weight of actions that are better than V_h says, above 1/2
   * @param gamma of the backup
   */
  Feasibility(Mlps mlps, boolean valueLayerNorm, double kappa, double gamma) {
    for (int i = 0; i < CRITICS; i++) {
      critics[i] =
          mlps.trainable(
              TrainableSpec.of(mlps.spec(mlps.shape().stateAction(), false, 1)).withTarget(true));
    }
    value = mlps.trainable(TrainableSpec.of(mlps.spec(mlps.shape().state(), valueLayerNorm, 1)));
    rule = rule(kappa);
    this.gamma = gamma;
  }

  /** The loss of V_h: kappa weighs d below 0. */
  static ValueRule rule(double kappa) {
    return new ValueRule.Expectile(1 - kappa);
  }

  /**
   * y_h of one step.
   *
   * @param h of the step
   * @param next V_h(s'), of no account where the step terminated
   */
  static float target(float h, float next, boolean terminated, double gamma) {
    return terminated ? h : (float) ((1 - gamma) * h + gamma * Math.max(h, next));
  }

  /** Q_h' at the batch's actions, live [B]. */
  float[] actions(BatchRows rows) {
    int n = rows.size();
    if (q.length != n) {
      q = new float[n];
      d = new float[n];
      y = new float[n];
      loss = new float[n];
      slope = new float[n];
      pull = new float[n];
    }
    System.arraycopy(critics[0].target(0).forward(rows.stateAction(), n), 0, q, 0, n);
    for (int i = 1; i < CRITICS; i++) {
      float[] other = critics[i].target(0).forward(rows.stateAction(), n);
      for (int r = 0; r < n; r++) {
        q[r] = Math.max(q[r], other[r]);
      }
    }
    return q;
  }

  /** V_h at the batch's states, live [B]. */
  float[] states(BatchRows rows) {
    return value.network(0).forward(rows.state(), rows.size());
  }

  /**
   * One step of V_h towards the last {@link #actions}.
   *
   * @return L_Vh before it
   */
  double regressValue(BatchRows rows, double learningRate) {
    int n = rows.size();
    float[] v = states(rows);
    for (int i = 0; i < n; i++) {
      d[i] = q[i] - v[i];
    }
    rule.evaluate(d, v, n, loss, slope, pull);
    for (int i = 0; i < n; i++) {
      slope[i] /= n;
    }
    value.network(0).backward(slope, value.gradient(0), 0, null);
    value.step(0, learningRate);
    return rows.mean(loss);
  }

  /**
   * One step of every Q_h.
   *
   * @param h of the batch's steps [B]
   * @return L_Qh before it
   */
  double regress(float[] h, Batch batch, BatchRows rows, double learningRate) {
    int n = rows.size();
    float[] next = value.network(0).forward(rows.nextState(), n);
    for (int i = 0; i < n; i++) {
      y[i] = target(h[i], next[i], batch.terminated()[i], gamma);
    }
    double sum = 0;
    for (Trainable critic : critics) {
      float[] out = critic.network(0).forward(rows.stateAction(), n);
      for (int i = 0; i < n; i++) {
        d[i] = y[i] - out[i];
        loss[i] = d[i] * d[i];
        slope[i] = -2 * d[i] / n;
      }
      critic.network(0).backward(slope, critic.gradient(0), 0, null);
      critic.step(0, learningRate);
      sum += rows.mean(loss);
    }
    return sum;
  }

  /** Moves the targets. */
  void track(double polyak) {
    for (Trainable critic : critics) {
      critic.track(polyak);
    }
  }

  @Override
  public Parts parts() {
    return new Parts().part("0", critics[0]).part("1", critics[1]).part("value", value);
  }
}
