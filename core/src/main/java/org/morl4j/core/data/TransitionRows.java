package org.morl4j.core.data;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.morl4j.core.env.EnvSpec;

/**
 * A table of transitions, each a record of {@link #stride} bytes in one place, so that a random
 * draw touches one or two pages: doubles act [A], reward [m], cost [k]; floats obs [F], nextObs
 * [F], preference [m or 0]; an int of steps and flags; padding to 8 bytes.
 */
final class TransitionRows {
  private static final int TERMINATED = 1 << 30;
  private static final int TRUNCATED = 1 << 31;

  private final int actSize;
  private final int m;
  private final int k;
  private final int features;
  private final int preference;
  private final int stride;
  private final Shards shards;

  TransitionRows(Shape shape, Shards shards) {
    actSize = shape.actSize();
    m = shape.objectives();
    k = shape.costs();
    features = shape.features();
    preference = shape.preference() ? m : 0;
    stride = Math.toIntExact(shape.stride());
    this.shards = shards;
  }

  /**
   * What one row holds.
   *
   * @param features F, floats of an encoded observation
   * @param actSize A, doubles of a raw action
   * @param objectives m
   * @param costs k
   * @param preference whether each row keeps the preference it was acted under
   */
  record Shape(int features, int actSize, int objectives, int costs, boolean preference) {
    static Shape of(EnvSpec spec, boolean preference) {
      return new Shape(
          spec.observationSpace().features(),
          spec.actionSpace().size(),
          spec.objectives().size(),
          spec.costs().size(),
          preference);
    }

    /** Bytes of one row. */
    long stride() {
      long doubles = (long) actSize + objectives + costs;
      long floats = 2L * features + (preference ? objectives : 0) + 1;
      return (8 * doubles + 4 * floats + 7) / 8 * 8;
    }

    /** In the order of a saved state. */
    long[] toArray() {
      return new long[] {features, actSize, objectives, costs, preference ? 1 : 0};
    }
  }

  /** Copies row {@code row} into row {@code i} of a batch. */
  void get(int row, Batch batch, int i, float[] preferences) {
    int shard = shards.shardOf(row);
    int local = shards.localRow(row);
    DoubleBuffer doubles = shards.doubles(shard);
    int at = local * (stride / 8);
    doubles.get(at, batch.act(), i * actSize, actSize);
    doubles.get(at + actSize, batch.reward(), i * m, m);
    doubles.get(at + actSize + m, batch.cost(), i * k, k);
    FloatBuffer floats = shards.floats(shard);
    at = local * (stride / 4) + 2 * (actSize + m + k);
    floats.get(at, batch.obs(), i * features, features);
    floats.get(at + features, batch.nextObs(), i * features, features);
    at += 2 * features;
    floats.get(at, preferences, i * preference, preference);
    int flags = shards.ints(shard).get(at + preference);
    batch.terminated()[i] = (flags & TERMINATED) != 0;
    batch.truncated()[i] = (flags & TRUNCATED) != 0;
    batch.steps()[i] = flags & ~(TERMINATED | TRUNCATED);
  }

  /** Writes what was seen and done at the row's start: entries from the given places on. */
  void putStart(int row, float[] obs, int obsAt, double[] act, int actAt) {
    int shard = shards.shardOf(row);
    int local = shards.localRow(row);
    shards.doubles(shard).put(local * (stride / 8), act, actAt, actSize);
    shards.floats(shard).put(local * (stride / 4) + 2 * (actSize + m + k), obs, obsAt, features);
  }

  /** Writes what came of it: sums over the row's span, and where it ended. */
  void putOutcome(
      int row,
      double[] reward,
      double[] cost,
      float[] nextObs,
      int steps,
      boolean terminated,
      boolean truncated) {
    int shard = shards.shardOf(row);
    int local = shards.localRow(row);
    DoubleBuffer doubles = shards.doubles(shard);
    int at = local * (stride / 8) + actSize;
    doubles.put(at, reward, 0, m);
    doubles.put(at + m, cost, 0, k);
    at = local * (stride / 4) + 2 * (actSize + m + k) + features;
    shards.floats(shard).put(at, nextObs, 0, features);
    IntBuffer ints = shards.ints(shard);
    int flags = (terminated ? TERMINATED : 0) | (truncated ? TRUNCATED : 0);
    ints.put(at + features + preference, steps | flags);
  }

  /** Writes the preference the row was acted under, in tables that keep it. */
  void putPreference(int row, float[] values, int valuesAt) {
    int at = shards.localRow(row) * (stride / 4) + 2 * (actSize + m + k) + 2 * features;
    shards.floats(shards.shardOf(row)).put(at, values, valuesAt, preference);
  }
}
