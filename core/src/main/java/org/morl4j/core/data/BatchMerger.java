package org.morl4j.core.data;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts batches of several sources together, row by row, and gives each source its rows' TD errors
 * back.
 */
final class BatchMerger {
  private final List<TransitionSource> parts;
  private final Batch[] drawn; // [parts], of this draw; meaningful where asked
  private final int[] asked; // [parts] rows asked of each, 0 for none
  private int[] part = new int[0]; // [n] where each row came from
  private @Nullable Batch batch;
  private double largestWeight = 1; // of the last draw

  BatchMerger(List<TransitionSource> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("A mix of sources needs at least one.");
    }
    this.parts = List.copyOf(parts);
    drawn = new Batch[parts.size()];
    asked = new int[parts.size()];
  }

  List<TransitionSource> parts() {
    return parts;
  }

  /** What the sources are, in words. */
  String description() {
    return "a mix of "
        + parts.stream().map(TransitionSource::description).collect(Collectors.joining(" and "));
  }

  /**
   * The columns that all sources have, those that some have and a neutral value can stand in for in
   * the others, and {@link Column#SOURCE}.
   */
  Set<Column> columns() {
    Set<Column> columns = EnumSet.of(Column.SOURCE);
    for (Column column : COLUMNS) {
      long having = parts.stream().filter(part -> part.columns().contains(column)).count();
      if (having == parts.size() || (having > 0 && column.neutral().isPresent())) {
        columns.add(column);
      }
    }
    return columns;
  }

  /** Where the caller writes the source of each of n rows, before {@link #draw}. */
  int[] part(int n) {
    if (part.length != n) {
      part = new int[n];
      batch = null;
    }
    return part;
  }

  /** How many rows the caller wants of each source, before {@link #draw}. */
  int[] asked() {
    return asked;
  }

  /** Draws and merges: row i is the next one of source {@code part[i]}. */
  Batch draw(RandomGenerator rng) {
    for (int p = 0; p < drawn.length; p++) {
      if (asked[p] > 0) {
        drawn[p] = parts.get(p).sample(asked[p], rng);
      }
    }
    Batch to = batch;
    if (to == null) {
      to = allocate();
      batch = to;
    }
    for (int p = 0; p < drawn.length; p++) {
      if (asked[p] > 0) {
        copy(p, to);
      }
    }
    if (to.has(Column.TD_ERROR)) {
      Arrays.fill(to.column(Column.TD_ERROR), Float.NaN);
    }
    if (to.has(Column.WEIGHT)) {
      weigh(to.column(Column.WEIGHT));
    }
    return to;
  }

  /** Every row counts by its own source's draw, and the largest weight is 1 where any drew so. */
  private void weigh(float[] weights) {
    largestWeight = 1;
    boolean drawnByPriority = false;
    for (int p = 0; p < drawn.length; p++) {
      drawnByPriority |= asked[p] > 0 && parts.get(p).largestWeight() != 1;
    }
    if (!drawnByPriority) {
      return;
    }
    double largest = 0;
    for (int i = 0; i < part.length; i++) {
      largest = Math.max(largest, weights[i] * parts.get(part[i]).largestWeight());
    }
    for (int i = 0; i < part.length; i++) {
      weights[i] = (float) (weights[i] * parts.get(part[i]).largestWeight() / largest);
    }
    largestWeight = largest;
  }

  /** See {@link TransitionSource#largestWeight}. */
  double largestWeight() {
    return largestWeight;
  }

  private Batch allocate() {
    int first = 0;
    while (asked[first] == 0) {
      first++;
    }
    return RowCopy.like(drawn[first], columns(), part.length);
  }

  private void copy(int p, Batch to) {
    Batch from = drawn[p];
    check(p, from, to);
    int at = 0;
    for (int i = 0; i < part.length; i++) {
      if (part[i] == p) {
        RowCopy.plain(from, at++, to, i);
      }
    }
    for (int c = 0; c < COLUMNS.length; c++) {
      Column column = COLUMNS[c];
      if (!to.has(column)) {
        continue;
      }
      if (column.kind() == Column.Kind.FLOAT) {
        copyFloats(p, column, from, to);
      } else {
        copyInts(p, column, from, to);
      }
    }
  }

  private static final Column[] COLUMNS = Column.values();

  private void copyFloats(int p, Column column, Batch from, Batch to) {
    float[] out = to.column(column);
    int width = to.width(column);
    boolean has = from.has(column);
    int at = 0;
    for (int i = 0; i < part.length; i++) {
      if (part[i] != p) {
        continue;
      }
      if (has) {
        System.arraycopy(from.column(column), at * width, out, i * width, width);
      } else {
        float neutral = (float) column.neutral().orElseThrow();
        Arrays.fill(out, i * width, (i + 1) * width, neutral);
      }
      at++;
    }
  }

  /** Columns of ints have one number a row. */
  private void copyInts(int p, Column column, Batch from, Batch to) {
    int[] out = to.ints(column);
    boolean has = from.has(column);
    int at = 0;
    for (int i = 0; i < part.length; i++) {
      if (part[i] != p) {
        continue;
      }
      if (column == Column.SOURCE) {
        out[i] = p; // a source that is a mix itself tells its own parts apart, nobody else's
      } else if (has) {
        out[i] = from.ints(column)[at];
      } else {
        out[i] = (int) column.neutral().orElseThrow();
      }
      at++;
    }
  }

  private static void check(int p, Batch from, Batch to) {
    if (!from.signals().equals(to.signals())) {
      throw new IllegalArgumentException(
          "Source "
              + p
              + " of a mix has the signals "
              + from.signals().all()
              + ", but another has "
              + to.signals().all()
              + ".");
    }
    check(p, "features of an observation", from.obs().length, from, to.obs().length, to);
    check(p, "numbers of an action", from.act().length, from, to.act().length, to);
  }

  private static void check(int p, String what, int length, Batch from, int toLength, Batch to) {
    if ((long) length * to.rows() != (long) toLength * from.rows()) {
      throw new IllegalArgumentException(
          "Source "
              + p
              + " of a mix has "
              + length / from.rows()
              + " "
              + what
              + ", but another has "
              + toLength / to.rows()
              + ". Maybe it comes from another environment.");
    }
  }

  /** Hands TD errors back; rows of a source that the batch did not take still stand at NaN. */
  void learned(Batch learned) {
    if (learned != batch) {
      throw new IllegalArgumentException("learned takes the last batch drawn, but got another.");
    }
    for (int p = 0; p < drawn.length; p++) {
      if (asked[p] == 0) {
        continue;
      }
      if (drawn[p].has(Column.TD_ERROR)) {
        float[] errors = learned.column(Column.TD_ERROR);
        float[] own = drawn[p].column(Column.TD_ERROR);
        int at = 0;
        for (int i = 0; i < part.length; i++) {
          if (part[i] == p) {
            own[at++] = errors[i];
          }
        }
      }
      parts.get(p).learned(drawn[p]);
    }
  }
}
