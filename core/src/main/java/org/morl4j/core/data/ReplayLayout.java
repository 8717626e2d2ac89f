package org.morl4j.core.data;

import java.util.EnumSet;
import java.util.Set;
import org.morl4j.core.check.Check;
import org.morl4j.core.data.TransitionRows.Shape;
import org.morl4j.core.env.EnvSpec;

/**
 * What a {@link ReplayBuffer} holds and how much memory it takes, known before there is any: as
 * many rows as the run can fill, each with those optional columns that are asked for and that it
 * can give.
 */
public final class ReplayLayout {
  /** Those it lays out where asked to. {@link Column#ROW} is a place, not a number in a row. */
  private static final Set<Column> KEPT =
      Set.of(Column.PREFERENCE, Column.NEXT_ACT, Column.INITIAL_OBS, Column.EPISODE);

  private final ReplayOptions options;
  private final Set<Column> columns;
  private final Shape shape;
  private final int capacity;

  /**
   * @param asked optional columns the learner needs; others than it can give are left out
   * @param transitions environment steps the run will take, all rows counted: no more are kept
   */
  public ReplayLayout(EnvSpec spec, ReplayOptions options, Set<Column> asked, long transitions) {
    this.options = options;
    columns = columns(options, asked);
    Set<Column> kept = EnumSet.copyOf(KEPT);
    kept.retainAll(columns);
    shape = Shape.of(spec, kept);
    capacity = (int) Math.min(options.capacity(), Check.atLeast("transitions", transitions, 1));
  }

  /**
   * The optional columns of such a buffer's batches: those of {@code asked} that it can give, and
   * weight and TD error where it draws by priority.
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

  /** Capacity times the bytes of a row, and the tree of priorities where there is one. */
  public long bytes() {
    long tree = options.priority() == null ? 0 : SumTree.bytes(capacity);
    return capacity * shape.stride() + tree;
  }

  /**
   * Checks that so many buffers find room, and takes nothing.
   *
   * @throws IllegalArgumentException saying what they need and what there is
   */
  public void requireMemory(int buffers) {
    long bytes = (long) Math.min((double) Long.MAX_VALUE / 4, (double) bytes() * buffers);
    ReplayMemory.here(bytes).require(options.storage(), capacity, bytes);
  }

  /** Memory for the rows, all zero. */
  Shards take() {
    return ReplayMemory.here(capacity * shape.stride())
        .take(options.storage(), capacity, shape.stride());
  }

  ReplayOptions options() {
    return options;
  }

  Set<Column> columns() {
    return columns;
  }

  Shape shape() {
    return shape;
  }

  /** Most rows. */
  int capacity() {
    return capacity;
  }
}
