package org.morl4j.agents.regularized;

import java.util.Arrays;
import org.morl4j.agents.Composite;
import org.morl4j.agents.Parts;
import org.morl4j.agents.part.ActionVae;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.Copy;
import org.morl4j.agents.part.CostLimits;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.SoftActor;
import org.morl4j.agents.part.Temperature;
import org.morl4j.agents.part.TemperatureOptions;
import org.morl4j.core.rng.Rng;
import org.morl4j.nn.Trainable;
import org.morl4j.nn.TrainableSpec;

/**
 * What actions will have cost, of every limited signal: critics that are to expect much of actions
 * which nobody recorded (Xu et al. 2021, arXiv 2107.09003), see {@link Cpq}.
 *
 * <pre>
 *   y     = c + discount Qc'(s', a')
 *   L_Qc  = sum_i (E[(Qc_i(s, a) - y)^2] - alpha (E[u_j Qc_i(s, a_j)] - least))
 *   u_j   = 1 where KL of a_j's code from N(0, 1) is at least the batch's seenShare quantile, else 0
 *   least = l + (costScale - 1) |l|
 * </pre>
 *
 * a_1 .. a_K ~ pi(.|s); l is the discounted threshold. alpha rises while unseen actions cost less
 * than {@code least}. Qc is the larger of two critics. B rows, S signals.
 */
final class CostValues implements Composite {
  private static final int CRITICS = 2;

  private final UnseenCosts options;
  private final int signals;
  private final int width; // F + A + m
  private final Trainable[] critics = new Trainable[CRITICS]; // S outputs
  private final Temperature[] alpha; // of each signal
  private float[] q = {}; // [B, S], the larger of both
  private float[] in = {}; // [1 + K, B, F + A + m]
  private float[] dOut = {}; // [1 + K, B, S]
  private float[] one = {}; // [1 + K, B], of one signal
  private float[] slope = {}; // [1 + K, B]
  private float[] divergence = {}; // [B] of one set
  private float[] unseen = {}; // [K, B]
  private float[] weight = {}; // [B]
  private float[][] y = {}; // of each limit [B]

  /**
   * @param alphaRate Adam's rate of every alpha
   */
  CostValues(UnseenCosts options, double alphaRate, Mlps mlps) {
    this.options = options;
    signals = mlps.shape().signals();
    width = mlps.shape().stateAction();
    for (int i = 0; i < CRITICS; i++) {
      critics[i] =
          mlps.trainable(TrainableSpec.of(mlps.spec(width, false, signals)).withTarget(true));
    }
    alpha = new Temperature[signals];
    var learned = new TemperatureOptions.Learned(options.initialAlpha(), alphaRate, 0.0);
    Arrays.setAll(alpha, s -> new Temperature(learned, 0));
  }

  /**
   * Asks which actions keep all limits: 1 where Qc is at most l, else 0.
   *
   * @param stateAction [B, F + A + m]
   * @param keeps [B], written
   */
  void gate(Copy copy, float[] stateAction, CostLimits limits, float[] keeps) {
    int n = keeps.length;
    Arrays.fill(keeps, 1);
    if (limits.size() == 0) {
      return;
    }
    ask(copy, stateAction, n);
    for (int k = 0; k < limits.size(); k++) {
      for (int i = 0; i < n; i++) {
        keeps[i] *= q[i * signals + limits.signal(k)] <= limits.discounted(k) ? 1 : 0;
      }
    }
  }

  private void ask(Copy copy, float[] stateAction, int n) {
    if (q.length != n * signals) {
      q = new float[n * signals];
    }
    Arrays.fill(q, Float.NEGATIVE_INFINITY);
    for (Trainable critic : critics) {
      float[] out =
          (copy == Copy.LIVE ? critic.network(0) : critic.target(0)).forward(stateAction, n);
      for (int i = 0; i < q.length; i++) {
        q[i] = Math.max(q[i], out[i]);
      }
    }
  }

  /** Takes y from what the last {@link #gate} asked of the target critics. */
  void back(BatchRows rows, CostLimits limits) {
    int n = rows.size();
    if (y.length != limits.size() || weight.length != n) {
      y = new float[limits.size()][n];
      weight = new float[n];
    }
    for (int i = 0; i < n; i++) {
      weight[i] = rows.weight(i);
      for (int k = 0; k < y.length; k++) {
        int at = i * signals + limits.signal(k);
        y[k][i] = (float) (limits.cost(k, i) + rows.discount()[at] * q[at]);
      }
    }
  }

  /**
   * One step of the critics and of every alpha.
   *
   * @param share of alpha's rate that is left
   * @return L_Qc before it
   */
  double regress(Draws draws, BatchRows rows, CostLimits limits, double rate, double share) {
    if (limits.size() == 0) {
      return 0;
    }
    int n = rows.size();
    int all = (1 + options.actions()) * n;
    choose(draws, rows);
    double loss = 0;
    double[] below = new double[limits.size()];
    for (Trainable critic : critics) {
      float[] out = critic.network(0).forward(in, all);
      Arrays.fill(dOut, 0);
      for (int k = 0; k < limits.size(); k++) {
        int s = limits.signal(k);
        for (int i = 0; i < all; i++) {
          one[i] = out[i * signals + s];
        }
        double least = least(limits.discounted(k), options.costScale());
        Target target = new Target(y[k], weight, unseen, least);
        loss += loss(one, target, alpha[s].alpha(), options.raiseCosts(), slope);
        below[k] += (least - unseenCost(one, unseen)) / CRITICS;
        for (int i = 0; i < all; i++) {
          dOut[i * signals + s] = slope[i];
        }
      }
      critic.network(0).backward(dOut, critic.gradient(0), 0, null);
      critic.step(0, rate);
    }
    for (int k = 0; k < limits.size(); k++) {
      alpha[limits.signal(k)].step(new float[] {(float) below[k]}, 1, share);
    }
    return loss;
  }

  /** What unseen actions are to cost under a limit. */
  static double least(double limit, double scale) {
    return limit + (scale - 1) * Math.abs(limit);
  }

  /**
   * Where actions come from, and what says how unlike the recorded ones they are.
   *
   * @param actor draws them
   * @param vae of recorded actions
   */
  record Draws(SoftActor actor, ActionVae vae, Rng rng) {}

  /** The batch's own actions, then K sets of the policy's, and which of them are unseen. */
  private void choose(Draws draws, BatchRows rows) {
    int n = rows.size();
    int sets = options.actions();
    if (divergence.length != n) {
      in = new float[(1 + sets) * n * width];
      dOut = new float[(1 + sets) * n * signals];
      one = new float[(1 + sets) * n];
      slope = new float[one.length];
      divergence = new float[n];
      unseen = new float[sets * n];
    }
    System.arraycopy(rows.stateAction(), 0, in, 0, n * width);
    draws.actor.forward(Copy.LIVE, rows.state(), n);
    for (int j = 0; j < sets; j++) {
      draws.actor.redraw(n, draws.rng);
      float[] drawn = rows.with(draws.actor.act());
      draws.vae.divergences(drawn, n, divergence);
      System.arraycopy(drawn, 0, in, (1 + j) * n * width, n * width);
      System.arraycopy(divergence, 0, unseen, j * n, n);
    }
    mark(unseen, options.seenShare());
  }

  /**
   * 1 where a value is at least a quantile of all, between neighbours by their distance; 0 else.
   *
   * @param values changed
   */
  static void mark(float[] values, double share) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    double at = share * (sorted.length - 1);
    int low = (int) at;
    int high = Math.min(low + 1, sorted.length - 1);
    double cut = sorted[low] + (at - low) * (sorted[high] - sorted[low]);
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] >= cut ? 1 : 0;
    }
  }

  /**
   * What a critic of one signal is to learn.
   *
   * @param y at recorded actions [B]
   * @param weight of the rows [B]
   * @param unseen u [K, B]
   * @param least what unseen actions are to cost
   */
  @SuppressWarnings("ArrayRecordComponent") // a batch's arrays; equality is never asked for
  record Target(float[] y, float[] weight, float[] unseen, double least) {}

  /**
   * E[w (q - y)^2] - alpha (E[u q] - least) of one critic and signal.
   *
   * @param q [1 + K, B], of recorded actions first
   * @param raise whether the second part has slopes
   * @param slope dL/dq [1 + K, B], written
   */
  static double loss(float[] q, Target target, double alpha, boolean raise, float[] slope) {
    int n = target.y.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double e = (double) q[i] - target.y[i];
      sum += target.weight[i] * e * e / n;
      slope[i] = (float) (2 * target.weight[i] * e / n);
    }
    double each = raise ? alpha / target.unseen.length : 0;
    for (int j = 0; j < target.unseen.length; j++) {
      slope[n + j] = (float) (-each * target.unseen[j]);
    }
    return sum - alpha * (unseenCost(q, target.unseen) - target.least);
  }

  /** E[u q]. */
  static double unseenCost(float[] q, float[] unseen) {
    int n = q.length - unseen.length;
    double sum = 0;
    for (int j = 0; j < unseen.length; j++) {
      sum += unseen[j] * q[n + j];
    }
    return sum / unseen.length;
  }

  /** The largest alpha of a limit; 0 without limits. */
  double alpha(CostLimits limits) {
    double largest = 0;
    for (int k = 0; k < limits.size(); k++) {
      largest = Math.max(largest, alpha[limits.signal(k)].alpha());
    }
    return largest;
  }

  /** Moves the targets. */
  void track(double polyak) {
    for (Trainable critic : critics) {
      critic.track(polyak);
    }
  }

  @Override
  public Parts parts() {
    Parts parts = new Parts().part("0", critics[0]).part("1", critics[1]);
    for (int s = 0; s < signals; s++) {
      parts.part("alpha" + s, alpha[s]);
    }
    return parts;
  }
}
