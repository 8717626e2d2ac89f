package org.morl4j.core.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Check;
import org.morl4j.core.data.TransitionRows.Shape;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;

/**
 * The last transitions of n environment rows, drawn uniformly or by priority. A transition spans up
 * to n steps: rewards and costs are summed, each with its own signal's gamma, and nextObs and flags
 * are those of the last step. No span crosses an episode's end; there every shorter one is kept
 * too, so each environment step begins exactly one transition.
 */
public final class ReplayBuffer implements TransitionSource, Savable {
  private final Signals signals;
  private final Space observationSpace;
  private final int rows;
  private final int nStep;
  private final int capacity;
  private final Shape shape;
  private final NStepWindows windows;
  private final Shards shards;
  private final TransitionRows table;
  private final @Nullable Priorities priorities;
  private final float[] nextObs; // [F]
  private final double[] reward; // [m]
  private final double[] cost; // [k]
  private int size;
  private int position;
  private @Nullable Drawn drawn;

  /**
   * An empty buffer; its memory is taken here.
   *
   * @param rows of the environment
   * @param preference whether to keep the preference each step was acted under
   * @param transitions environment steps the run will take, all rows counted: no more are kept
   * @param updates batches the run will draw, over which the priorities' beta grows to 1
   */
  public ReplayBuffer(
      EnvSpec spec,
      Signals signals,
      int rows,
      ReplayOptions options,
      boolean preference,
      long transitions,
      long updates) {
    this.signals = signals;
    this.rows = rows;
    observationSpace = spec.observationSpace();
    nStep = options.nStep();
    shape = Shape.of(spec, preference);
    capacity = capacity(options, transitions);
    shards =
        ReplayMemory.here(capacity * shape.stride())
            .take(options.storage(), capacity, shape.stride());
    table = new TransitionRows(shape, shards);
    windows = new NStepWindows(shape, signals, rows, nStep);
    ReplayOptions.Priority priority = options.priority();
    priorities = priority == null ? null : new Priorities(priority, capacity, updates);
    nextObs = new float[shape.features()];
    reward = new double[shape.objectives()];
    cost = new double[shape.costs()];
  }

  /**
   * Bytes that such a buffer takes, known before there is any: capacity times the bytes of a row,
   * and the tree of priorities where there is one.
   */
  public static long bytes(
      EnvSpec spec, ReplayOptions options, boolean preference, long transitions) {
    int capacity = capacity(options, transitions);
    long tree = options.priority() == null ? 0 : SumTree.bytes(capacity);
    return capacity * Shape.of(spec, preference).stride() + tree;
  }

  /**
   * Checks that so many buffers find room, and takes nothing.
   *
   * @throws IllegalArgumentException saying what they need and what there is
   */
  public static void requireMemory(
      EnvSpec spec, ReplayOptions options, boolean preference, long transitions, int buffers) {
    long bytes = Math.multiplyExact(bytes(spec, options, preference, transitions), (long) buffers);
    int rows = capacity(options, transitions);
    ReplayMemory.here(bytes).require(options.storage(), rows, bytes);
  }

  private static int capacity(ReplayOptions options, long transitions) {
    return (int) Math.min(options.capacity(), Check.atLeast("transitions", transitions, 1));
  }

  /**
   * What the policy saw and did, before the environment steps.
   *
   * @param rawObs [n, obsSize]
   * @param rawAct [n, actSize]
   * @param preference [n, m], null where none is kept
   */
  public void acted(double[] rawObs, double[] rawAct, double @Nullable [] preference) {
    int obsSize = observationSpace.size();
    int actSize = shape.actSize();
    int m = shape.objectives();
    if (shape.preference() != (preference != null)) {
      throw new IllegalArgumentException(
          preference == null
              ? "This buffer keeps preferences, but was given none."
              : "This buffer keeps no preferences, but was given some.");
    }
    for (int i = 0; i < rows; i++) {
      int slot = windows.next(i);
      observationSpace.encode(rawObs, i * obsSize, windows.obs(), slot * shape.features());
      System.arraycopy(rawAct, i * actSize, windows.act(), slot * actSize, actSize);
      for (int j = 0; j < m && preference != null; j++) {
        windows.preference()[slot * m + j] = (float) preference[i * m + j];
      }
    }
  }

  /** What came of it. */
  public void stepped(VectorStep step) {
    int obsSize = observationSpace.size();
    for (int i = 0; i < rows; i++) {
      windows.stepped(i, step);
      boolean ended = step.ended(i);
      if (windows.count(i) < nStep && !ended) {
        continue;
      }
      double[] next = ended ? step.finalObs() : step.obs();
      observationSpace.encode(next, i * obsSize, nextObs, 0);
      do {
        store(i, step.terminated()[i], step.truncated()[i]);
      } while (ended && windows.count(i) > 0);
    }
  }

  private void store(int i, boolean terminated, boolean truncated) {
    int steps = windows.take(i, table, position, reward, cost);
    table.putOutcome(position, reward, cost, nextObs, steps, terminated, truncated);
    if (priorities != null) {
      priorities.added(position);
    }
    position = position + 1 == capacity ? 0 : position + 1;
    size = Math.min(size + 1, capacity);
  }

  /** Row {@code i} begins anew, without an end of its episode: its unfinished spans are dropped. */
  public void forget(int i) {
    windows.forget(i);
  }

  /** Most transitions it keeps. */
  public int capacity() {
    return capacity;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public Set<Column> columns() {
    Set<Column> columns = EnumSet.noneOf(Column.class);
    if (shape.preference()) {
      columns.add(Column.PREFERENCE);
    }
    if (priorities != null) {
      columns.add(Column.WEIGHT);
      columns.add(Column.TD_ERROR);
    }
    return columns;
  }

  @Override
  public Batch sample(int n, RandomGenerator rng) {
    if (size == 0) {
      throw new IllegalStateException("The replay buffer is empty: there is nothing to draw from.");
    }
    Drawn to = drawn == null || drawn.rows.length != n ? allocate(n) : drawn;
    drawn = to;
    if (priorities != null) {
      priorities.draw(rng, to.rows, to.weights);
      Arrays.fill(to.errors, Float.NaN);
    } else {
      for (int i = 0; i < n; i++) {
        to.rows[i] = rng.nextInt(size);
      }
    }
    for (int i = 0; i < n; i++) {
      table.get(to.rows[i], to.batch, i, to.preferences);
    }
    return to.batch;
  }

  @Override
  public void learned(Batch batch) {
    Drawn last = drawn;
    if (last == null || batch != last.batch) {
      throw new IllegalArgumentException("learned takes the last batch drawn, but got another.");
    }
    if (priorities != null) {
      priorities.learned(last.rows, last.errors);
    }
  }

  /** A batch and what stands behind it. */
  @SuppressWarnings("ArrayRecordComponent") // reused arrays; equality is never asked for
  private record Drawn(
      Batch batch, int[] rows, float[] preferences, float[] weights, float[] errors) {}

  private Drawn allocate(int n) {
    int[] offsets = new int[n + 1];
    for (int i = 0; i <= n; i++) {
      offsets[i] = i;
    }
    Batch batch =
        new Batch(
            signals,
            offsets,
            new float[n * shape.features()],
            new float[n * shape.features()],
            new double[n * shape.actSize()],
            new double[n * shape.objectives()],
            new double[n * shape.costs()],
            new boolean[n],
            new boolean[n],
            new int[n]);
    float[] preferences = new float[shape.preference() ? n * shape.objectives() : 0];
    float[] weights = new float[priorities == null ? 0 : n];
    float[] errors = new float[weights.length];
    if (shape.preference()) {
      batch.with(Column.PREFERENCE, preferences);
    }
    if (priorities != null) {
      batch.with(Column.WEIGHT, weights).with(Column.TD_ERROR, errors);
    }
    return new Drawn(batch, new int[n], preferences, weights, errors);
  }

  /**
   * Saves the transitions there are and the unfinished spans. Those in a mapped file are not
   * copied: such a state must be written out before this buffer takes in more.
   */
  @Override
  public void save(State out) {
    out.put("capacity", (long) capacity);
    out.put("shape", shape.toArray());
    out.put("size", (long) size);
    out.put("position", (long) position);
    for (int shard = 0; shard < shards.count(); shard++) {
      out.put("rows." + shard, shards.bytes(shard, size));
    }
    out.put("windows", windows);
    if (priorities != null) {
      priorities.save(out.child("priorities"), size);
    }
  }

  /**
   * Takes up what {@link #save} wrote.
   *
   * @throws StateException if that was a buffer of another capacity or shape
   */
  @Override
  public void restore(State in) {
    long savedCapacity = in.scalarLong("capacity");
    if (savedCapacity != capacity) {
      throw new StateException(
          "The saved replay buffer has a capacity of "
              + savedCapacity
              + " transitions, but this one has "
              + capacity
              + ". Maybe agent.replay.capacity or the run's transitions changed.");
    }
    long[] savedShape = in.longs("shape");
    if (!Arrays.equals(savedShape, shape.toArray())) {
      throw new StateException(
          "The saved replay buffer holds rows of features, action, objectives, costs, preference "
              + Arrays.toString(savedShape)
              + ", but this one of "
              + Arrays.toString(shape.toArray())
              + ". Maybe it belongs to another environment.");
    }
    size = index(in, "size", capacity + 1L);
    position = index(in, "position", capacity);
    for (int shard = 0; shard < shards.count(); shard++) {
      ByteBuffer to = shards.bytes(shard, size);
      to.put(in.buffer("rows." + shard, to.remaining()));
    }
    in.restore("windows", windows);
    if (priorities != null) {
      priorities.restore(in.child("priorities"), size);
    }
  }

  private static int index(State in, String name, long end) {
    long value = in.scalarLong(name);
    if (value < 0 || value >= end) {
      throw new StateException(
          "The saved "
              + name
              + " of the replay buffer is "
              + value
              + ", but must lie below "
              + end
              + ".");
    }
    return (int) value;
  }
}
