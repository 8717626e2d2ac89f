package org.morl4j.core.train;

import org.morl4j.core.data.InitialStates;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.ValueFunction;
import org.morl4j.core.rng.SeedTree;

/**
 * What critics expect of a policy where the episodes of recorded data begin.
 *
 * <pre>
 *   J_s = mean over episodes of Q_s(s_0, a),  a ~ pi(s_0)
 * </pre>
 *
 * Of a policy that draws its actions, Q is a mean over {@link #DRAWS} of them.
 */
public final class InitialValues {
  /** Actions drawn in each state. */
  public static final int DRAWS = 16;

  private static final int CHUNK = 256;

  private final EnvSpec spec;
  private final Signals signals;
  private final InitialStates starts;

  /**
   * @param signals that the critics are of, with their discounts
   */
  public InitialValues(EnvSpec spec, Signals signals, InitialStates starts) {
    this.spec = spec;
    this.signals = signals;
    this.starts = starts;
  }

  /**
   * The estimate of the objectives and costs at each beginning.
   *
   * @return discounted returns, see {@link EpisodeUnits} for what they are in episodes [n, S]
   */
  public double[][] of(ValueFunction values, PolicyActions.Acting acting, SeedTree seeds) {
    int n = starts.size();
    int size = signals.count(Signal.Kind.OBJECTIVE) + signals.count(Signal.Kind.COST);
    double[][] each = new double[n][size];
    int draws = acting.mode() == Mode.EXPLOIT ? 1 : DRAWS;
    PolicyActions actions = new PolicyActions(spec, acting, CHUNK, seeds);
    float[] preferences = actions.preferences();
    float[] obs = new float[CHUNK * starts.features()];
    double[] act = new double[CHUNK * spec.actionSpace().size()];
    float[] q = new float[CHUNK * signals.size()];
    for (int from = 0; from < n; from += CHUNK) {
      int rows = Math.min(CHUNK, n - from);
      starts.copy(from, rows, obs, 0);
      for (int d = 0; d < draws; d++) {
        actions.at(obs, act);
        values.values(obs, act, preferences, rows, q);
        for (int i = 0; i < rows; i++) {
          for (int s = 0; s < size; s++) {
            each[from + i][s] += (double) q[i * signals.size() + s] / draws;
          }
        }
      }
    }
    return each;
  }
}
