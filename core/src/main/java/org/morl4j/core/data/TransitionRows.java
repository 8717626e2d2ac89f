package org.morl4j.core.data;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;

/**
 * A table of transitions, each a record of {@link Shape#stride} bytes in one place, so that a
 * random draw touches one or two pages: doubles act [A], reward [m], cost [k]; floats obs [F],
 * nextObs [F] and the optional columns of floats; an int of steps and flags and the optional
 * columns of ints; padding to 8 bytes.
 */
final class TransitionRows {
  private static final int TERMINATED = 1 << 30;
  private static final int TRUNCATED = 1 << 31;

  private final int actSize;
  private final int m;
  private final int k;
  private final int features;
  private final int stride;
  private final int floats; // of optional columns
  private final List<Column> floatColumns;
  private final List<Column> intColumns;
  private final int[] widths; // of the columns of floats
  private final Shards shards;

  TransitionRows(Shape shape, Shards shards) {
    actSize = shape.actSize();
    m = shape.objectives();
    k = shape.costs();
    features = shape.features();
    stride = Math.toIntExact(shape.stride());
    floatColumns = shape.columns(Column.Kind.FLOAT);
    intColumns = shape.columns(Column.Kind.INT);
    widths = floatColumns.stream().mapToInt(shape::width).toArray();
    floats = shape.floats();
    this.shards = shards;
  }

  /**
   * What one row holds.
   *
   * @param features F, floats of an encoded observation
   * @param actSize A, doubles of a raw action
   * @param objectives m
   * @param costs k
   * @param columns the optional ones, in the order of {@link Column}
   */
  record Shape(int features, int actSize, int objectives, int costs, List<Column> columns) {
    Shape {
      columns = columns.stream().sorted().distinct().toList();
    }

    static Shape of(EnvSpec spec, Collection<Column> columns) {
      return new Shape(
          spec.observationSpace().features(),
          spec.actionSpace().size(),
          spec.objectives().size(),
          spec.costs().size(),
          List.copyOf(columns));
    }

    /** The optional columns of a kind. */
    List<Column> columns(Column.Kind kind) {
      return columns.stream().filter(column -> column.kind() == kind).toList();
    }

    /** Numbers of a column a row. No table holds auxiliary signals: signals here are m + k. */
    int width(Column column) {
      return switch (column.width()) {
        case ONE -> 1;
        case ACT -> actSize;
        case OBS -> features;
        case OBJECTIVES -> objectives;
        case SIGNALS -> objectives + costs;
        case AUXILIARIES -> 0;
      };
    }

    /** Floats of the optional columns. */
    int floats() {
      return columns(Column.Kind.FLOAT).stream().mapToInt(this::width).sum();
    }

    /** Bytes of one row. */
    long stride() {
      long doubles = (long) actSize + objectives + costs;
      long words = 2L * features + floats() + 1 + columns(Column.Kind.INT).size();
      return (8 * doubles + 4 * words + 7) / 8 * 8;
    }

    /** In words that follow "rows of". */
    String description() {
      return "%d features, %d numbers of an action, %d objectives, %d costs and %s"
          .formatted(features, actSize, objectives, costs, columns);
    }

    void save(State out) {
      out.put("sizes", new int[] {features, actSize, objectives, costs});
      out.put("columns", columns.stream().map(Enum::name).collect(Collectors.joining(" ")));
    }

    /**
     * The shape that was saved.
     *
     * @throws StateException if it has columns that this version doesn't know
     */
    static Shape restore(State in) {
      int[] sizes = in.ints("sizes", 4);
      List<Column> columns = new ArrayList<>();
      String names = in.string("columns");
      for (String name : names.isEmpty() ? new String[0] : names.split(" ", -1)) {
        try {
          columns.add(Column.valueOf(name));
        } catch (IllegalArgumentException e) {
          throw new StateException(
              "The saved transitions have a column %s, which this version doesn't know. Maybe it was written by another release."
                  .formatted(name));
        }
      }
      return new Shape(sizes[0], sizes[1], sizes[2], sizes[3], columns);
    }
  }

  /** A batch of {@code n} rows with the table's optional columns and room for each row. */
  Batch allocate(Signals signals, int n) {
    int[] offsets = new int[n + 1];
    for (int i = 0; i <= n; i++) {
      offsets[i] = i;
    }
    Batch batch =
        new Batch(
            signals,
            offsets,
            new float[n * features],
            new float[n * features],
            new double[n * actSize],
            new double[n * m],
            new double[n * k],
            new boolean[n],
            new boolean[n],
            new int[n]);
    for (int c = 0; c < widths.length; c++) {
      batch.with(floatColumns.get(c), new float[n * widths[c]]);
    }
    intColumns.forEach(column -> batch.with(column, new int[n]));
    return batch;
  }

  /** Copies row {@code row} into row {@code i} of a batch that {@link #allocate} made. */
  void get(int row, Batch batch, int i) {
    int shard = shards.shardOf(row);
    int local = shards.localRow(row);
    DoubleBuffer doubles = shards.doubles(shard);
    int at = local * (stride / 8);
    doubles.get(at, batch.act(), i * actSize, actSize);
    doubles.get(at + actSize, batch.reward(), i * m, m);
    doubles.get(at + actSize + m, batch.cost(), i * k, k);
    FloatBuffer buffer = shards.floats(shard);
    at = local * (stride / 4) + 2 * (actSize + m + k);
    buffer.get(at, batch.obs(), i * features, features);
    buffer.get(at + features, batch.nextObs(), i * features, features);
    at += 2 * features;
    for (int c = 0; c < widths.length; c++) {
      buffer.get(at, batch.column(floatColumns.get(c)), i * widths[c], widths[c]);
      at += widths[c];
    }
    IntBuffer ints = shards.ints(shard);
    int flags = ints.get(at);
    batch.terminated()[i] = (flags & TERMINATED) != 0;
    batch.truncated()[i] = (flags & TRUNCATED) != 0;
    batch.steps()[i] = flags & ~(TERMINATED | TRUNCATED);
    for (int c = 0; c < intColumns.size(); c++) {
      batch.ints(intColumns.get(c))[i] = ints.get(at + 1 + c);
    }
  }

  /** Writes row {@code i} of a batch, which has the table's optional columns. */
  void put(int row, Batch batch, int i) {
    int shard = shards.shardOf(row);
    putStart(row, batch.obs(), i * features, batch.act(), i * actSize);
    DoubleBuffer doubles = shards.doubles(shard);
    int at = shards.localRow(row) * (stride / 8) + actSize;
    doubles.put(at, batch.reward(), i * m, m);
    doubles.put(at + m, batch.cost(), i * k, k);
    shards.floats(shard).put(columnsAt(row) - features, batch.nextObs(), i * features, features);
    for (int c = 0; c < widths.length; c++) {
      Column column = floatColumns.get(c);
      put(row, column, batch.column(column), i * widths[c]);
    }
    intColumns.forEach(column -> put(row, column, batch.ints(column)[i]));
    int flags = (batch.terminated()[i] ? TERMINATED : 0) | (batch.truncated()[i] ? TRUNCATED : 0);
    shards.ints(shard).put(columnsAt(row) + floats, batch.steps()[i] | flags);
  }

  /** Environment steps that a row spans. */
  int steps(int row) {
    int flags = shards.ints(shards.shardOf(row)).get(columnsAt(row) + floats);
    return flags & ~(TERMINATED | TRUNCATED);
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
    ints.put(at + features + floats, steps | flags);
  }

  /** Writes a column of floats, which the table must have, from a place of {@code values} on. */
  void put(int row, Column column, float[] values, int valuesAt) {
    int at = columnsAt(row);
    int c = 0;
    while (floatColumns.get(c) != column) {
      at += widths[c++];
    }
    shards.floats(shards.shardOf(row)).put(at, values, valuesAt, widths[c]);
  }

  /** Writes a column of ints, which the table must have. */
  void put(int row, Column column, int value) {
    int at = columnsAt(row) + floats + 1 + intColumns.indexOf(column);
    shards.ints(shards.shardOf(row)).put(at, value);
  }

  private int columnsAt(int row) {
    return shards.localRow(row) * (stride / 4) + 2 * (actSize + m + k) + 2 * features;
  }
}
