package org.morl4j.cli;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a front's file begins with a header.
 *
 * <p>A first line of words is one, a first line of numbers a point. {@code 0,1} may be either:
 * column numbers, as pandas writes them for columns without a name, or a point. A front's points
 * don't dominate one another, so that it is taken for a header where it would dominate another row;
 * where another row covers it, it makes no difference; else the user must say.
 */
enum HeaderLine {
  /** To be told by the line itself and the others. */
  UNKNOWN,
  PRESENT,
  ABSENT;

  static HeaderLine of(@Nullable Boolean said) {
    return said == null ? UNKNOWN : said ? PRESENT : ABSENT;
  }

  /** Whether cells of a first line are a header for sure. */
  boolean isHeader(List<String> first, String policy) {
    return switch (this) {
      case PRESENT -> true;
      case ABSENT -> false;
      case UNKNOWN -> first.contains(policy) || first.stream().noneMatch(HeaderLine::isNumeric);
    };
  }

  /** Whether cells of a first line may be column numbers: 0, 1, 2 and so on. */
  boolean mayNumberColumns(List<String> first) {
    return this == UNKNOWN
        && IntStream.range(0, first.size()).allMatch(j -> first.get(j).equals("" + j));
  }

  /**
   * Whether the line of column numbers is a header, given the points beneath.
   *
   * @param points [N, m], not empty
   * @throws UsageException if it may as well be a point of the front
   */
  static boolean numbersColumns(String place, double[][] points) {
    double[] first = IntStream.range(0, points[0].length).asDoubleStream().toArray();
    boolean covered = false;
    boolean dominates = false;
    for (double[] point : points) {
      covered |= covers(point, first);
      dominates |= covers(first, point);
    }
    // A list of scalars is a front of one point whatever its order: all others are dominated.
    if (covered || dominates && first.length > 1) {
      return true;
    }
    throw new UsageException(
        """
        %sthe line may be a point or number the columns, as pandas writes them. Maybe say which, \
        with --header or --no-header."""
            .formatted(place));
  }

  private static boolean covers(double[] a, double[] b) {
    return IntStream.range(0, a.length).allMatch(j -> a[j] >= b[j]);
  }

  /** Numbers, and what languages write for numbers that are none. */
  private static boolean isNumeric(String cell) {
    return FrontRows.isNumber(cell) || cell.matches("(?i)[+-]?(nan|inf|infinity)");
  }
}
