package org.morl4j.core.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.data.TransitionRows.Shape;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;

/**
 * The rows of a replay buffer: a new one takes the place of the oldest once all are full, and
 * batches are drawn uniformly or by priority.
 */
final class TransitionRing {
  private final Signals signals;
  private final int capacity;
  private final Shape shape;
  private final Set<Column> columns;
  private final Shards shards;
  private final TransitionRows table;
  private final @Nullable Priorities priorities;
  private int size;
  private int position;
  private double largestWeight = 1;
  private @Nullable Drawn drawn;

  /**
   * An empty one; its memory is taken here.
   *
   * @param updates batches the run will draw, over which the priorities' beta grows to 1
   */
  TransitionRing(ReplayLayout layout, Signals signals, long updates) {
    this.signals = signals;
    capacity = layout.capacity();
    shape = layout.shape();
    columns = layout.columns();
    shards = layout.take();
    table = new TransitionRows(shape, shards);
    ReplayOptions.Priority priority = layout.options().priority();
    priorities = priority == null ? null : new Priorities(priority, capacity, updates);
  }

  /** Its rows, to be written at {@link #position}. */
  TransitionRows table() {
    return table;
  }

  /** Where the next row goes. */
  int position() {
    return position;
  }

  /** The row at {@link #position} is written. */
  void added() {
    if (priorities != null) {
      priorities.added(position);
    }
    position = position + 1 == capacity ? 0 : position + 1;
    size = Math.min(size + 1, capacity);
  }

  int size() {
    return size;
  }

  int capacity() {
    return capacity;
  }

  /** See {@link TransitionSource#sample}. */
  Batch sample(int n, RandomGenerator rng) {
    if (size == 0) {
      throw new IllegalStateException("The replay buffer is empty: there is nothing to draw from.");
    }
    Drawn to = drawn == null || drawn.rows.length != n ? allocate(n) : drawn;
    drawn = to;
    if (priorities != null) {
      largestWeight = priorities.draw(rng, to.rows, to.batch.column(Column.WEIGHT), size);
      Arrays.fill(to.batch.column(Column.TD_ERROR), Float.NaN);
    } else {
      for (int i = 0; i < n; i++) {
        to.rows[i] = rng.nextInt(size);
      }
    }
    for (int i = 0; i < n; i++) {
      table.get(to.rows[i], to.batch, i);
    }
    return to.batch;
  }

  /** See {@link TransitionSource#largestWeight}. */
  double largestWeight() {
    return largestWeight;
  }

  /** See {@link TransitionSource#learned}. */
  void learned(Batch batch) {
    Drawn last = drawn;
    if (last == null || batch != last.batch) {
      throw new IllegalArgumentException("learned takes the last batch drawn, but got another.");
    }
    if (priorities != null) {
      priorities.learned(last.rows, batch.column(Column.TD_ERROR));
    }
  }

  /** A batch and the places of its rows, which are its column ROW where that is asked for. */
  @SuppressWarnings("ArrayRecordComponent") // reused arrays; equality is never asked for
  private record Drawn(Batch batch, int[] rows) {}

  private Drawn allocate(int n) {
    Batch batch = table.allocate(signals, n);
    int[] places = new int[n];
    if (columns.contains(Column.ROW)) {
      batch.with(Column.ROW, places);
    }
    if (priorities != null) {
      batch.with(Column.WEIGHT, new float[n]).with(Column.TD_ERROR, new float[n]);
    }
    return new Drawn(batch, places);
  }

  /** Saves the rows there are, but for their priorities. Those in a mapped file are not copied. */
  void saveRows(State out) {
    out.put("capacity", (long) capacity);
    shape.save(out.child("shape"));
    out.put("gamma", signals.all().stream().mapToDouble(Signal::gamma).toArray());
    out.put("size", (long) size);
    out.put("position", (long) position);
    shards.save(out, size);
  }

  /** Saves the rows' priorities where they have some. */
  void savePriorities(State out) {
    if (priorities != null) {
      priorities.save(out.child("priorities"), size);
    }
  }

  /**
   * Takes up rows and priorities. A smaller buffer's are taken over, oldest first: a run that was
   * given a larger budget has room for more.
   *
   * @throws StateException if they are of a larger capacity or another shape
   */
  void restore(State in) {
    long savedCapacity = in.scalarLong("capacity");
    if (savedCapacity < capacity) {
      load(in);
      return;
    }
    if (savedCapacity != capacity) {
      throw new StateException(
          "The saved replay buffer has a capacity of %d transitions, but this one has %d. Maybe agent.replay.capacity or the run's transitions changed."
              .formatted(savedCapacity, capacity));
    }
    requireShape(in);
    size = index(in, "size", capacity + 1L);
    position = index(in, "position", capacity);
    shards.restore(in, size);
    if (priorities != null) {
      priorities.restore(in.child("priorities"), size);
    }
  }

  /**
   * Takes over the newest saved rows that fit, oldest first.
   *
   * @throws StateException if they are of another shape
   */
  void load(State in) {
    requireShape(in);
    int savedCapacity = Math.toIntExact(in.scalarLong("capacity"));
    int saved = index(in, "size", savedCapacity + 1L);
    int next = index(in, "position", savedCapacity);
    Shards from = Shards.of(saved, shape.stride(), (shard, n) -> ByteBuffer.allocate(n));
    from.restore(in, saved);
    size = Math.min(saved, capacity);
    position = size == capacity ? 0 : size;
    int oldest = saved < savedCapacity ? 0 : next;
    int[] places = new int[size];
    for (int row = 0; row < size; row++) {
      places[row] = (oldest + saved - size + row) % saved;
      shards.copy(row, from, places[row]);
    }
    if (priorities != null) {
      priorities.load(in.child("priorities"), saved, places);
    }
  }

  private void requireShape(State in) {
    Shape savedShape = Shape.restore(in.child("shape"));
    if (!savedShape.equals(shape)) {
      throw new StateException(
          "The saved replay buffer holds rows of %s, but this one of %s. Maybe it belongs to another environment."
              .formatted(savedShape.description(), shape.description()));
    }
  }

  private static int index(State in, String name, long end) {
    long value = in.scalarLong(name);
    if (value < 0 || value >= end) {
      throw new StateException(
          "The saved %s of the replay buffer is %d, but must lie below %d."
              .formatted(name, value, end));
    }
    return (int) value;
  }
}
