package org.morl4j.core.data;

import java.util.Arrays;
import org.morl4j.core.data.TransitionRows.Shape;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;

/**
 * The last n steps of every environment row that no stored transition begins with yet: rings of n
 * slots, oldest first.
 */
final class NStepWindows implements Savable {
  private final int n;
  private final Shape shape;
  private final int m;
  private final int k;
  private final int preferenceSize;
  private final boolean waits; // whether a full window may wait for an action not yet taken
  private final double[] gamma; // [m + k]
  private final float[] obs; // [rows, n, F]
  private final double[] act; // [rows, n, A]
  private final double[] reward; // [rows, n, m]
  private final double[] cost; // [rows, n, k]
  private final float[] preference; // [rows, n, m or 0]
  private final int[] first; // [rows] slot of the oldest
  private final int[] count; // [rows]

  NStepWindows(Shape shape, Signals signals, int rows, int n) {
    this.n = n;
    this.shape = shape;
    m = shape.objectives();
    k = shape.costs();
    preferenceSize = shape.columns().contains(Column.PREFERENCE) ? m : 0;
    waits = shape.columns().contains(Column.NEXT_ACT);
    gamma = new double[m + k];
    for (int s = 0; s < gamma.length; s++) {
      gamma[s] = signals.get(s).gamma();
    }
    int slots = Math.multiplyExact(rows, n);
    obs = new float[Math.multiplyExact(slots, shape.features())];
    act = new double[Math.multiplyExact(slots, shape.actSize())];
    reward = new double[slots * m];
    cost = new double[slots * k];
    preference = new float[slots * preferenceSize];
    first = new int[rows];
    count = new int[rows];
  }

  /** Steps of row {@code i} held. */
  int count(int i) {
    return count[i];
  }

  /** The slot that row {@code i}'s coming step goes to. */
  int next(int i) {
    return i * n + (first[i] + count[i]) % n;
  }

  /** Encoded observations [slots, F], to write the coming step's into. */
  float[] obs() {
    return obs;
  }

  /** Raw actions [slots, A], to write the coming step's into. */
  double[] act() {
    return act;
  }

  /** Preferences [slots, m], to write the coming step's into. */
  float[] preference() {
    return preference;
  }

  /** Completes row {@code i}'s step. */
  void stepped(int i, VectorStep step) {
    int slot = next(i);
    System.arraycopy(step.reward(), i * m, reward, slot * m, m);
    System.arraycopy(step.cost(), i * k, cost, slot * k, k);
    count[i]++;
  }

  /**
   * Takes row {@code i}'s oldest step out as the start of row {@code to} of a table.
   *
   * @param rewards sums of all held rewards, each discounted by its own signal's gamma [m], written
   * @param costs likewise [k], written
   * @return the steps summed
   */
  int take(int i, TransitionRows table, int to, double[] rewards, double[] costs) {
    Arrays.fill(rewards, 0);
    Arrays.fill(costs, 0);
    for (int s = 0; s < m + k; s++) {
      double weight = 1;
      for (int j = 0; j < count[i]; j++) {
        int slot = i * n + (first[i] + j) % n;
        if (s < m) {
          rewards[s] += weight * reward[slot * m + s];
        } else {
          costs[s - m] += weight * cost[slot * k + s - m];
        }
        weight *= gamma[s];
      }
    }
    int slot = i * n + first[i];
    table.putStart(to, obs, slot * shape.features(), act, slot * shape.actSize());
    if (preferenceSize > 0) {
      table.put(to, Column.PREFERENCE, preference, slot * preferenceSize);
    }
    first[i] = (first[i] + 1) % n;
    return count[i]--;
  }

  /** Drops what row {@code i} holds. */
  void forget(int i) {
    count[i] = 0;
  }

  @Override
  public void save(State out) {
    out.put("obs", obs);
    out.put("act", act);
    out.put("reward", reward);
    out.put("cost", cost);
    out.put("preference", preference);
    out.put("first", first);
    out.put("count", count);
  }

  @Override
  public void restore(State in) {
    System.arraycopy(in.floats("obs", obs.length), 0, obs, 0, obs.length);
    System.arraycopy(in.doubles("act", act.length), 0, act, 0, act.length);
    System.arraycopy(in.doubles("reward", reward.length), 0, reward, 0, reward.length);
    System.arraycopy(in.doubles("cost", cost.length), 0, cost, 0, cost.length);
    System.arraycopy(
        in.floats("preference", preference.length), 0, preference, 0, preference.length);
    restoreInts(in, "first", first, n - 1);
    restoreInts(in, "count", count, waits ? n : n - 1);
  }

  private static void restoreInts(State in, String name, int[] values, int most) {
    int[] saved = in.ints(name, values.length);
    for (int i = 0; i < saved.length; i++) {
      if (saved[i] < 0 || saved[i] > most) {
        throw new StateException(
            "The saved entry %s[%d] is %d, but must be at most %d."
                .formatted(name, i, saved[i], most));
      }
      values[i] = saved[i];
    }
  }
}
