package org.morl4j.core.data;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.data.ReplayOptions.Storage;
import org.morl4j.core.data.TransitionRows.Shape;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;

/**
 * Recorded transitions in memory: those of batches, or of a saved replay buffer, oldest first. Rows
 * are numbered by {@link Column#ROW}.
 */
public final class TransitionTable implements DataView {
  private final Signals signals;
  private final String description;
  private final Shape shape;
  private final TransitionRows rows;
  private final int size;
  private final int first; // where row 0 lies; the others follow it round

  private TransitionTable(
      Signals signals, String description, Shape shape, Shards shards, int size, int first) {
    this.signals = signals;
    this.description = description;
    this.size = size;
    this.first = first;
    this.shape = shape;
    rows = new TransitionRows(shape, shards);
  }

  /**
   * A table of all rows of some batches, in order, with the optional columns that each of them has.
   *
   * @param description what it is, in words
   * @param batches at least one, of the same shapes and signals
   */
  public static TransitionTable of(String description, List<Batch> batches) {
    Batch like = batches.get(0);
    Set<Column> columns = columns(like);
    int size = 0;
    for (Batch batch : batches) {
      columns.retainAll(columns(batch));
      size = Math.addExact(size, batch.rows());
    }
    TransitionTable table = empty(description, size, like, columns);
    int row = 0;
    for (Batch batch : batches) {
      row = table.add(batch, row);
    }
    return table;
  }

  /**
   * A table of the rows of batches that come one after the other, with the optional columns of the
   * first. Rows that the heap has no room for go to a mapped file, which the log says beforehand.
   *
   * @param description what it is, in words
   * @param rows of all batches together
   * @throws IllegalArgumentException if there are other rows than that, or no room for them
   */
  public static TransitionTable of(String description, int rows, Iterator<Batch> batches) {
    if (!batches.hasNext()) {
      throw new IllegalArgumentException(description + " has no rows.");
    }
    Batch first = batches.next();
    TransitionTable table = empty(description, rows, first, columns(first));
    int row = table.add(first, 0);
    while (batches.hasNext()) {
      row = table.add(batches.next(), row);
    }
    if (row != rows) {
      throw new IllegalArgumentException(
          "%s was to have %d rows, but has %d.".formatted(description, rows, row));
    }
    return table;
  }

  /** The optional columns of a batch that a table keeps. */
  private static Set<Column> columns(Batch batch) {
    Set<Column> columns = EnumSet.allOf(Column.class);
    columns.removeIf(column -> column == Column.ROW || !batch.has(column));
    return columns;
  }

  /** One with room for so many rows, all zero; they go to a mapped file if the heap has none. */
  private static TransitionTable empty(
      String description, int rows, Batch like, Set<Column> columns) {
    Shape shape = shape(like, List.copyOf(columns));
    Shards shards =
        ReplayMemory.ofData(rows * shape.stride(), description)
            .take(Storage.AUTO, rows, shape.stride());
    return new TransitionTable(like.signals(), description, shape, shards, rows, 0);
  }

  /** Takes a batch; returns where the next one begins. */
  private int add(Batch batch, int from) {
    if (!shape(batch, shape.columns()).equals(shape) || !batch.signals().equals(signals)) {
      throw new IllegalArgumentException(
          "A table of %s can't take rows of %s."
              .formatted(shape.description(), shape(batch, shape.columns()).description()));
    }
    if (batch.rows() > size - from) {
      throw new IllegalArgumentException(
          "%s was to have %d rows, but has more.".formatted(description, size));
    }
    for (int i = 0; i < batch.rows(); i++) {
      rows.put(from + i, batch, i);
    }
    return from + batch.rows();
  }

  private static Shape shape(Batch batch, List<Column> columns) {
    return new Shape(
        batch.width(Column.INITIAL_OBS),
        batch.width(Column.NEXT_ACT),
        batch.signals().count(Signal.Kind.OBJECTIVE),
        batch.signals().count(Signal.Kind.COST),
        columns);
  }

  private static Shards memory(int rows, Shape shape) {
    return Shards.of(rows, shape.stride(), (shard, bytes) -> ByteBuffer.allocate(bytes));
  }

  /**
   * The transitions of a replay buffer that was saved.
   *
   * @param description what it is, in words
   * @param replay what {@link ReplayBuffer#save} wrote
   * @param spec of the environment they are to be used for
   * @param signals their names and the discounts to learn under
   * @throws StateException if they are of another environment, or sums over several steps under
   *     other discounts
   */
  public static TransitionTable ofReplay(
      String description, State replay, EnvSpec spec, Signals signals) {
    Shape shape = Shape.restore(replay.child("shape"));
    Shape wanted = Shape.of(spec, shape.columns());
    if (!shape.equals(wanted)) {
      throw new StateException(
          "%s has rows of %s, but %s takes rows of %s. Maybe it is of another environment."
              .formatted(description, shape.description(), spec.id(), wanted.description()));
    }
    int size = Math.toIntExact(replay.scalarLong("size"));
    long capacity = replay.scalarLong("capacity");
    long position = replay.scalarLong("position");
    if (size < 0 || size > capacity || position < 0 || position >= capacity) {
      throw new StateException(
          "%s says that it holds %d of %d transitions and goes on at %d, which can't be. Maybe the file is damaged."
              .formatted(description, size, capacity, position));
    }
    requireRows(replay, (long) size * shape.stride(), description);
    Shards shards = memory(size, shape);
    shards.restore(replay, size);
    TransitionTable table =
        new TransitionTable(
            signals, description, shape, shards, size, size < capacity ? 0 : (int) position);
    table.requireDiscounts(replay.doubles("gamma"));
    return table;
  }

  /** Before room is made for them. */
  private static void requireRows(State replay, long bytes, String description) {
    long there = 0;
    for (int shard = 0; replay.has("rows." + shard); shard++) {
      there += replay.byteCount("rows." + shard);
    }
    if (there < bytes) {
      throw new StateException(
          "%s has rows of %d bytes, but claims %d. Maybe the file is damaged."
              .formatted(description, there, bytes));
    }
  }

  private void requireDiscounts(double[] gamma) {
    boolean same = true;
    for (int s = 0; s < gamma.length; s++) {
      same &= gamma[s] == signals.get(s).gamma();
    }
    for (int row = 0; !same && row < size; row++) {
      if (rows.steps(row) > 1) {
        throw new StateException(
            "%s holds sums over several steps under other discounts than the agent's. Maybe set agent.gamma to that of the run it comes from."
                .formatted(description));
      }
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public Set<Column> columns() {
    Set<Column> columns = EnumSet.of(Column.ROW);
    columns.addAll(shape.columns());
    return columns;
  }

  @Override
  public Batch read(long from, int n) {
    if (from < 0 || n < 1 || from + n > size) {
      throw new IndexOutOfBoundsException(
          "Rows %d to %d were asked of %s, which has %d."
              .formatted(from, from + n, description, size));
    }
    Batch batch = rows.allocate(signals, n);
    int[] numbers = new int[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = (int) from + i;
      rows.get(place(numbers[i]), batch, i);
    }
    return batch.with(Column.ROW, numbers);
  }

  private int place(int row) {
    return (first + row) % size;
  }

  @Override
  public TransitionSource source() {
    return new Draws();
  }

  /** Uniform draws; the batch is reused. */
  private final class Draws implements TransitionSource {
    private @Nullable Batch batch;

    @Override
    public long size() {
      return size;
    }

    @Override
    public Set<Column> columns() {
      return TransitionTable.this.columns();
    }

    @Override
    public String description() {
      return description;
    }

    @Override
    public Batch sample(int n, RandomGenerator rng) {
      if (size == 0) {
        throw new IllegalStateException(description + " is empty: there is nothing to draw from.");
      }
      Batch to =
          batch == null || batch.rows() != n
              ? rows.allocate(signals, n).with(Column.ROW, new int[n])
              : batch;
      batch = to;
      int[] numbers = to.ints(Column.ROW);
      for (int i = 0; i < n; i++) {
        numbers[i] = rng.nextInt(size);
        rows.get(place(numbers[i]), to, i);
      }
      return to;
    }
  }
}
