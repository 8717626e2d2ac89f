package org.morl4j.core.data;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * B transitions in flat arrays, grouped in time-ordered segments: a replay batch has segments of 1,
 * a rollout one for each environment row and piece of an episode. Arrays are live; a learner reads
 * them during its update and keeps none.
 *
 * <p>obs and nextObs hold network features (encoded, not normalised) [B, F]; act raw actions [B,
 * A]; reward [B, m]; cost [B, k].
 */
public final class Batch {
  private final Signals signals;
  private final int m;
  private final int k;
  private final int rows;
  private final int[] offsets;
  private final float[] obs;
  private final float[] nextObs;
  private final double[] act;
  private final double[] reward;
  private final double[] cost;
  private final boolean[] terminated;
  private final boolean[] truncated;
  private final int[] steps;
  private final Map<Column, float[]> columns = new EnumMap<>(Column.class);
  private final Map<Column, int[]> intColumns = new EnumMap<>(Column.class);

  /**
   * @param offsets starts of the segments and, last, B: segment i is rows offsets[i] to
   *     offsets[i+1]
   * @param steps environment steps each row spans (n-step returns), 1 for plain transitions
   */
  public Batch(
      Signals signals,
      int[] offsets,
      float[] obs,
      float[] nextObs,
      double[] act,
      double[] reward,
      double[] cost,
      boolean[] terminated,
      boolean[] truncated,
      int[] steps) {
    this.signals = signals;
    this.m = signals.count(Signal.Kind.OBJECTIVE);
    this.k = signals.count(Signal.Kind.COST);
    this.offsets = offsets;
    this.rows = offsets[offsets.length - 1];
    this.obs = obs;
    this.nextObs = nextObs;
    this.act = act;
    this.reward = reward;
    this.cost = cost;
    this.terminated = terminated;
    this.truncated = truncated;
    this.steps = steps;
  }

  /**
   * Adds an optional column.
   *
   * @param values [B, width of the column]
   * @throws IllegalArgumentException if it is a column of ints, or the array's length is another
   */
  public Batch with(Column column, float[] values) {
    check(column, Column.Kind.FLOAT, values.length);
    columns.put(column, values);
    return this;
  }

  /**
   * Adds an optional column.
   *
   * @param values [B, width of the column]
   * @throws IllegalArgumentException if it is a column of floats, or the array's length is another
   */
  public Batch with(Column column, int[] values) {
    check(column, Column.Kind.INT, values.length);
    intColumns.put(column, values);
    return this;
  }

  private void check(Column column, Column.Kind kind, int length) {
    if (column.kind() != kind || length != rows * width(column)) {
      throw new IllegalArgumentException(
          "The column %s was given %d numbers (%s), but %d rows take %d (%s)."
              .formatted(column, length, kind, rows, rows * width(column), column.kind()));
    }
  }

  /** Numbers of a column a row. */
  public int width(Column column) {
    int perRow = Math.max(1, rows);
    return switch (column.width()) {
      case ONE -> 1;
      case ACT -> act.length / perRow;
      case OBS -> obs.length / perRow;
      case OBJECTIVES -> m;
      case SIGNALS -> signals.size();
      case AUXILIARIES -> signals.size() - m - k;
    };
  }

  public Signals signals() {
    return signals;
  }

  /** B. */
  public int rows() {
    return rows;
  }

  public int segments() {
    return offsets.length - 1;
  }

  /** First row of segment {@code i}; of {@code segments()}: B. */
  public int offset(int i) {
    return offsets[i];
  }

  public float[] obs() {
    return obs;
  }

  public float[] nextObs() {
    return nextObs;
  }

  public double[] act() {
    return act;
  }

  public double[] reward() {
    return reward;
  }

  public double[] cost() {
    return cost;
  }

  public boolean[] terminated() {
    return terminated;
  }

  public boolean[] truncated() {
    return truncated;
  }

  /** Whether it has an optional column. */
  public boolean has(Column column) {
    return columns.containsKey(column) || intColumns.containsKey(column);
  }

  /** Environment steps each row spans [B]. */
  public int[] steps() {
    return steps;
  }

  /**
   * An optional column of floats.
   *
   * @throws IllegalStateException if the source did not give it
   */
  public float[] column(Column column) {
    return given(column, columns.get(column));
  }

  /**
   * An optional column of ints.
   *
   * @throws IllegalStateException if the source did not give it
   */
  public int[] ints(Column column) {
    return given(column, intColumns.get(column));
  }

  private static <T> T given(Column column, @Nullable T values) {
    if (values == null) {
      throw new IllegalStateException("The batch has no column " + column + ".");
    }
    return values;
  }

  /**
   * The value of signal {@code s} in {@code row}: a reward, a cost, or what column {@link
   * Column#AUXILIARY} has.
   *
   * @throws IllegalStateException for an auxiliary signal that nobody filled in
   */
  public double value(int row, int s) {
    return s < m
        ? reward[row * m + s]
        : s < m + k ? cost[row * k + s - m] : auxiliary(row, s - m - k);
  }

  private double auxiliary(int row, int a) {
    float[] values = columns.get(Column.AUXILIARY);
    if (values == null) {
      throw new IllegalStateException(
          "The batch has no values of the auxiliary signal %s. Maybe what gives them is missing."
              .formatted(signals.get(m + k + a).name()));
    }
    return values[row * (signals.size() - m - k) + a];
  }

  /**
   * What the future after {@code row} counts for signal {@code s}: gamma^steps, and 0 only where
   * the episode terminated, so that a time limit can't be taken for an end.
   */
  public double discount(int row, int s) {
    if (terminated[row]) {
      return 0;
    }
    double gamma = signals.get(s).gamma();
    return steps[row] == 1 ? gamma : Math.pow(gamma, steps[row]);
  }
}
