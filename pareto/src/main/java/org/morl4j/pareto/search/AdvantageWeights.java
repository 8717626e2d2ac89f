package org.morl4j.pareto.search;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.DataView;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.learn.ValueFunction;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.train.PolicyActions;

/**
 * How much recorded actions count for a policy that is to be best under weights w, by the critics
 * of specialists, one for each objective (MAPEX, arXiv 2603.02628).
 *
 * <pre>
 *   A   = sum_i w_i sum_j w_j / unit_j (Q_ij(s, a) - Q_ij(s, pi_i(s)))
 *   w_s = min(exp(z / beta), maxWeight)           z = (A - mean A) / deviation of A, over the data
 * </pre>
 *
 * Q_ij is what specialist i's critics expect of objective j, pi_i its greedy action: of one
 * policy's values the weighted sum is the value of the weighted sum.
 *
 * @param weights w [m]
 * @param units of the objectives [m]
 * @param temperature how they sharpen
 */
public record AdvantageWeights(Vec weights, Vec units, Temperature temperature) {
  private static final int ROWS = 4096;

  /**
   * How weights follow advantages.
   *
   * @param beta in deviations of the advantage; large ones clone all actions alike
   * @param maxWeight largest weight
   */
  public record Temperature(double beta, double maxWeight) {}

  /**
   * The weights of all rows of data.
   *
   * @param specialists one for each objective, in order
   * @throws IllegalArgumentException if they show no critics
   */
  float[] of(DataView data, List<Snapshot> specialists, LearnerFactory learners, Setup setup) {
    int n = (int) Math.min(ROWS, data.size());
    List<Judge> judges = new ArrayList<>();
    for (Snapshot specialist : specialists) {
      judges.add(Judge.of(specialist, learners, setup, n));
    }
    double[] advantage = new double[Math.toIntExact(data.size())];
    for (int from = 0; from < advantage.length; from += n) {
      int at = Math.min(from, advantage.length - n); // the last ones overlap
      Batch batch = data.read(at, n);
      for (int i = 0; i < judges.size(); i++) {
        float[] own = judges.get(i).advantages(batch);
        for (int row = Math.max(at, from); row < at + n; row++) {
          advantage[row] += weights.get(i) * mixed(own, row - at, own.length / n);
        }
      }
    }
    return of(advantage);
  }

  /** The weighted sum of a row's first m signals. */
  private double mixed(float[] values, int row, int signals) {
    double sum = 0;
    for (int j = 0; j < weights.size(); j++) {
      sum += weights.get(j) / units.get(j) * values[row * signals + j];
    }
    return sum;
  }

  /** The weights of rows with these advantages. */
  float[] of(double[] advantage) {
    double mean = 0;
    for (double a : advantage) {
      mean += a / advantage.length;
    }
    double square = 0;
    for (double a : advantage) {
      square += (a - mean) * (a - mean) / advantage.length;
    }
    double deviation = square > 0 ? Math.sqrt(square) : 1;
    float[] weight = new float[advantage.length];
    for (int i = 0; i < weight.length; i++) {
      double z = (advantage[i] - mean) / deviation;
      weight[i] = (float) Math.min(Math.exp(z / temperature.beta), temperature.maxWeight);
    }
    return weight;
  }

  /** One specialist. */
  private record Judge(ValueFunction values, PolicyActions actions, double[] act, int signals) {
    static Judge of(Snapshot specialist, LearnerFactory learners, Setup setup, int rows) {
      Learner<?> learner = learners.create(setup);
      learner.start(specialist);
      @Nullable ValueFunction values = learner.values();
      if (values == null) {
        throw new IllegalArgumentException(
            "search.type is \"extraction\", but this agent shows no critic. Maybe take the agent"
                + " iql.");
      }
      PolicyActions.Acting acting = new PolicyActions.Acting(learner.policy(), null, Mode.EXPLOIT);
      PolicyActions actions = new PolicyActions(setup.spec(), acting, rows, new SeedTree(0));
      double[] act = new double[rows * setup.spec().actionSpace().size()];
      return new Judge(values, actions, act, setup.signals().size());
    }

    /** Q(s, a) - Q(s, pi(s)) [B, S]. */
    float[] advantages(Batch batch) {
      int n = batch.rows();
      float[] of = new float[n * signals];
      float[] usual = new float[of.length];
      values.values(batch.obs(), batch.act(), null, n, of);
      actions.at(batch.obs(), act);
      values.values(batch.obs(), act, null, n, usual);
      for (int k = 0; k < of.length; k++) {
        of[k] -= usual[k];
      }
      return of;
    }
  }
}
