package org.morl4j.cli.compare;

import java.util.Arrays;
import java.util.List;
import org.morl4j.cli.csv.CsvRow;

/**
 * A run's evaluations on the way.
 *
 * @param transitions training transitions, ascending
 * @param values what was measured there, one each
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Curve(double[] transitions, double[] values) {
  static final Curve NONE = new Curve(new double[0], new double[0]);

  /**
   * Two columns of some rows.
   *
   * @throws CompareException if transitions don't rise
   */
  static Curve of(List<CsvRow> rows, String transitions, String value) {
    double[] x = rows.stream().mapToDouble(row -> row.number(transitions)).toArray();
    double[] y = rows.stream().mapToDouble(row -> row.number(value)).toArray();
    for (int i = 1; i < x.length; i++) {
      if (x[i] <= x[i - 1]) {
        throw new CompareException(
            "%s: %s doesn't rise within the run. Maybe two runs of one seed wrote to the file."
                .formatted(rows.get(i).place(), transitions));
      }
    }
    return new Curve(x, y);
  }

  public boolean isEmpty() {
    return values.length == 0;
  }

  /** The last value at or before a number of transitions, which must not lie before the first. */
  double at(double when) {
    int i = Arrays.binarySearch(transitions, when);
    return values[i >= 0 ? i : -i - 2];
  }

  double first() {
    return transitions[0];
  }

  double last() {
    return transitions[transitions.length - 1];
  }
}
