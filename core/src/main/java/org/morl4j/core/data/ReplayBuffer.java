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
 *
 * <p>It keeps those optional columns that it is asked for and {@link #columns(ReplayOptions, Set)
 * can give}. {@link Column#NEXT_ACT} is known a step later, so transitions come in a step later;
 * those that a time limit cuts have none and are not kept.
 */
public final class ReplayBuffer implements TransitionSource, Savable {
  /** Those it lays out where asked to. {@link Column#ROW} is a place, not a number in a row. */
  private static final Set<Column> KEPT =
      Set.of(Column.PREFERENCE, Column.NEXT_ACT, Column.INITIAL_OBS, Column.EPISODE);

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
  private final Set<Column> columns;
  private final boolean preferences;
  private final @Nullable EpisodeStarts starts; // where a column needs them
  private final @Nullable NextActions nextActions; // where asked for
  private final float[] nextObs; // [F]
  private final double[] reward; // [m]
  private final double[] cost; // [k]
  private int size;
  private int position;
  private double largestWeight = 1;
  private @Nullable Drawn drawn;

  /**
   * An empty buffer; its memory is taken here.
   *
   * @param rows of the environment
   * @param asked optional columns the learner needs; others than it can give are left out
   * @param transitions environment steps the run will take, all rows counted: no more are kept
   * @param updates batches the run will draw, over which the priorities' beta grows to 1
   */
  public ReplayBuffer(
      EnvSpec spec,
      Signals signals,
      int rows,
      ReplayOptions options,
      Set<Column> asked,
      long transitions,
      long updates) {
    this.signals = signals;
    this.rows = rows;
    observationSpace = spec.observationSpace();
    nStep = options.nStep();
    columns = columns(options, asked);
    shape = Shape.of(spec, kept(columns));
    preferences = columns.contains(Column.PREFERENCE);
    starts =
        columns.contains(Column.INITIAL_OBS) || columns.contains(Column.EPISODE)
            ? new EpisodeStarts(observationSpace, rows)
            : null;
    nextActions = columns.contains(Column.NEXT_ACT) ? new NextActions(shape, rows) : null;
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
   * The optional columns of such a buffer's batches, known before there is any: those of {@code
   * asked} that it can give, and weight and TD error where it draws by priority.
   */
  public static Set<Column> columns(ReplayOptions options, Set<Column> asked) {
    Set<Column> columns = EnumSet.noneOf(Column.class);
    columns.addAll(KEPT);
    columns.add(Column.ROW);
    columns.retainAll(asked);
    if (options.priority() != null) {
      columns.add(Column.WEIGHT);
      columns.add(Column.TD_ERROR);
    }
    return columns;
  }

  private static Set<Column> kept(Set<Column> columns) {
    Set<Column> kept = EnumSet.copyOf(KEPT);
    kept.retainAll(columns);
    return kept;
  }

  /**
   * Bytes that such a buffer takes, known before there is any: capacity times the bytes of a row,
   * and the tree of priorities where there is one.
   */
  public static long bytes(
      EnvSpec spec, ReplayOptions options, Set<Column> asked, long transitions) {
    int capacity = capacity(options, transitions);
    long tree = options.priority() == null ? 0 : SumTree.bytes(capacity);
    return capacity * Shape.of(spec, kept(asked)).stride() + tree;
  }

  /**
   * Checks that so many buffers find room, and takes nothing.
   *
   * @throws IllegalArgumentException saying what they need and what there is
   */
  public static void requireMemory(
      EnvSpec spec, ReplayOptions options, Set<Column> asked, long transitions, int buffers) {
    long bytes = Math.multiplyExact(bytes(spec, options, asked, transitions), (long) buffers);
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
    if (preferences != (preference != null)) {
      throw new IllegalArgumentException(
          preference == null
              ? "This buffer keeps preferences, but was given none."
              : "This buffer keeps no preferences, but was given some.");
    }
    for (int i = 0; i < rows; i++) {
      if (starts != null) {
        starts.acted(i, rawObs, i * obsSize);
      }
      if (nextActions != null && nextActions.acted(i, rawAct)) {
        store(i, nextActions.obs(i, nextObs), false, false);
      }
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
      if (nextActions != null && !nextActions.known(i, nextObs, step)) {
        if (ended) {
          windows.forget(i);
        }
      } else {
        do {
          store(i, nextObs, step.terminated()[i], step.truncated()[i]);
        } while (ended && windows.count(i) > 0);
      }
      if (starts != null && ended) {
        starts.ended(i);
      }
    }
  }

  private void store(int i, float[] next, boolean terminated, boolean truncated) {
    int steps = windows.take(i, table, position, reward, cost);
    table.putOutcome(position, reward, cost, next, steps, terminated, truncated);
    if (starts != null) {
      putStarts(starts, i);
    }
    if (nextActions != null) {
      table.put(position, Column.NEXT_ACT, nextActions.act(), 0);
    }
    if (priorities != null) {
      priorities.added(position);
    }
    position = position + 1 == capacity ? 0 : position + 1;
    size = Math.min(size + 1, capacity);
  }

  private void putStarts(EpisodeStarts from, int i) {
    if (columns.contains(Column.INITIAL_OBS)) {
      table.put(position, Column.INITIAL_OBS, from.obs(), i * shape.features());
    }
    if (columns.contains(Column.EPISODE)) {
      table.put(position, Column.EPISODE, from.episode(i));
    }
  }

  /** Row {@code i} begins anew, without an end of its episode: its unfinished spans are dropped. */
  public void forget(int i) {
    windows.forget(i);
    if (starts != null) {
      starts.ended(i);
    }
    if (nextActions != null) {
      nextActions.forget(i);
    }
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
    return EnumSet.copyOf(columns);
  }

  @Override
  public String description() {
    return "a replay buffer";
  }

  @Override
  public Batch sample(int n, RandomGenerator rng) {
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

  @Override
  public double largestWeight() {
    return largestWeight;
  }

  @Override
  public void learned(Batch batch) {
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

  /**
   * Saves the transitions there are and the unfinished spans. Those in a mapped file are not
   * copied: such a state must be written out before this buffer takes in more.
   */
  @Override
  public void save(State out) {
    out.put("capacity", (long) capacity);
    shape.save(out.child("shape"));
    out.put("gamma", signals.all().stream().mapToDouble(Signal::gamma).toArray());
    out.put("size", (long) size);
    out.put("position", (long) position);
    for (int shard = 0; shard < shards.count(); shard++) {
      out.put("rows." + shard, shards.bytes(shard, size));
    }
    out.put("windows", windows);
    if (starts != null) {
      out.put("starts", starts);
    }
    if (nextActions != null) {
      out.put("next", nextActions);
    }
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
    requireShape(in);
    size = index(in, "size", capacity + 1L);
    position = index(in, "position", capacity);
    for (int shard = 0; shard < shards.count(); shard++) {
      ByteBuffer to = shards.bytes(shard, size);
      to.put(in.buffer("rows." + shard, to.remaining()));
    }
    in.restore("windows", windows);
    if (starts != null) {
      in.restore("starts", starts);
    }
    if (nextActions != null) {
      in.restore("next", nextActions);
    }
    if (priorities != null) {
      priorities.restore(in.child("priorities"), size);
    }
  }

  /**
   * Takes over the transitions of another buffer that was saved, the newest that fit, oldest first;
   * its unfinished spans are left.
   *
   * @throws StateException if that was a buffer of another shape
   */
  public void load(State in) {
    requireShape(in);
    int savedCapacity = Math.toIntExact(in.scalarLong("capacity"));
    int saved = index(in, "size", savedCapacity + 1L);
    int next = index(in, "position", savedCapacity);
    Shards from = Shards.of(saved, shape.stride(), (shard, n) -> ByteBuffer.allocate(n));
    for (int shard = 0; shard < from.count(); shard++) {
      ByteBuffer to = from.bytes(shard, saved);
      to.put(in.buffer("rows." + shard, to.remaining()));
    }
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
