package org.morl4j.agents.part;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.RowCopy;

/** The rows of a batch that come from one source, as a batch of their own. */
public final class SourceRows {
  private static final Set<Column> KEPT = Set.of(Column.WEIGHT);

  private final int source;
  private @Nullable Batch batch;

  /**
   * @param source as {@link Column#SOURCE} has it
   */
  public SourceRows(int source) {
    this.source = source;
  }

  /** The rows, overwritten by the next call; of the optional columns, the weight. */
  public Batch of(Batch all) {
    int[] sources = all.ints(Column.SOURCE);
    int count = 0;
    for (int s : sources) {
      count += s == source ? 1 : 0;
    }
    if (count == 0) {
      throw new IllegalArgumentException(
          "A batch of %d rows has none of source %d. Maybe raise agent.replay.batch."
              .formatted(sources.length, source));
    }
    Batch to = batch;
    if (to == null || to.rows() != count) {
      to = RowCopy.like(all, all.has(Column.WEIGHT) ? KEPT : Set.of(), count);
      batch = to;
    }
    int at = 0;
    for (int i = 0; i < sources.length; i++) {
      if (sources[i] == source) {
        RowCopy.row(all, i, to, at++);
      }
    }
    return to;
  }
}
