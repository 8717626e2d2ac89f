package org.morl4j.core.data;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Rows of several views one after the other, as if recorded together: rows and episodes are
 * numbered through, columns are those that all have.
 */
final class JoinedView implements DataView {
  private final List<DataView> parts;
  private final Set<Column> columns;
  private final long[] firstRow; // [parts + 1]
  private final int[] firstEpisode; // [parts]

  private JoinedView(List<DataView> parts) {
    this.parts = parts;
    columns = EnumSet.allOf(Column.class);
    columns.remove(Column.SOURCE); // of parts that nobody asks about
    parts.forEach(part -> columns.retainAll(part.columns()));
    firstRow = new long[parts.size() + 1];
    firstEpisode = new int[parts.size()];
    for (int p = 0; p < parts.size(); p++) {
      firstRow[p + 1] = firstRow[p] + parts.get(p).size();
      if (p + 1 < parts.size() && columns.contains(Column.EPISODE)) {
        firstEpisode[p + 1] = Math.addExact(firstEpisode[p], episodes(parts.get(p)));
      }
    }
  }

  /** One of at least one; a single one is left as it is. */
  static DataView of(List<DataView> parts) {
    return parts.size() == 1 ? parts.get(0) : new JoinedView(List.copyOf(parts));
  }

  /** The largest number of an episode and one. */
  private static int episodes(DataView view) {
    int most = -1;
    for (Batch batch : view.batches()) {
      for (int episode : batch.ints(Column.EPISODE)) {
        most = Math.max(most, episode);
      }
    }
    return most + 1;
  }

  @Override
  public long size() {
    return firstRow[parts.size()];
  }

  @Override
  public Set<Column> columns() {
    return EnumSet.copyOf(columns);
  }

  @Override
  public Batch read(long from, int n) {
    if (from < 0 || n < 1 || from + n > size()) {
      throw new IndexOutOfBoundsException(
          "Rows %d to %d were asked of %d.".formatted(from, from + n, size()));
    }
    Batch all = null;
    int p = 0;
    for (long at = from; at < from + n; ) {
      while (at >= firstRow[p + 1]) {
        p++;
      }
      int count = (int) (Math.min(from + n, firstRow[p + 1]) - at);
      Batch batch = parts.get(p).read(at - firstRow[p], count);
      all = all == null ? RowCopy.like(batch, columns, n) : all;
      for (int i = 0; i < count; i++) {
        int to = (int) (at - from) + i;
        RowCopy.row(batch, i, all, to);
        number(all, to, p);
      }
      at += count;
    }
    return Objects.requireNonNull(all);
  }

  /** Numbers a row of part p through. */
  private void number(Batch batch, int row, int p) {
    if (columns.contains(Column.ROW)) {
      batch.ints(Column.ROW)[row] += (int) firstRow[p];
    }
    if (columns.contains(Column.EPISODE)) {
      batch.ints(Column.EPISODE)[row] += firstEpisode[p];
    }
  }

  @Override
  public TransitionSource source() {
    TransitionSource source = new UnionSource(parts.stream().map(DataView::source).toList());
    return new ChangedSource(source, (batch, rng) -> number(batch), Set.of(), source.description());
  }

  /** Numbers drawn rows through. */
  private void number(Batch batch) {
    int[] part = batch.ints(Column.SOURCE);
    for (int i = 0; i < part.length; i++) {
      number(batch, i, part[i]);
    }
  }
}
