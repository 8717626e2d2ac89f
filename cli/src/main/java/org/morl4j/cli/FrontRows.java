package org.morl4j.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.morl4j.cli.csv.TextLines;
import org.morl4j.core.metrics.CsvCell;

/**
 * The lines of a front's file as cells. Commas part them; where no line has a comma and the last
 * consists of several numbers, blanks and tabs do, as in files of NumPy, pymoo, moocore and jMetal.
 * Lines that begin with # are comments.
 *
 * @param rows all lines but blank ones and comments, in order; may be empty
 */
record FrontRows(List<Row> rows) {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  private static final Pattern NO_NUMBER =
      Pattern.compile("[+-]?(nan|inf|infinity)", Pattern.CASE_INSENSITIVE);

  /**
   * A line.
   *
   * @param place file and number of the line, for messages
   * @param afterGap whether blank lines stand before it
   */
  record Row(String place, boolean afterGap, List<String> cells) {}

  /**
   * @throws UsageException naming the line if a quote is not closed
   */
  static FrontRows of(TextLines text) {
    List<String> content =
        text.lines().stream().filter(line -> !line.isBlank() && !isComment(line)).toList();
    boolean blanks =
        content.stream().noneMatch(line -> line.indexOf(',') >= 0)
            && !content.isEmpty()
            && areNumbers(atBlanks(content.get(content.size() - 1)));
    List<Row> rows = new ArrayList<>();
    boolean gap = false;
    for (int i = 0; i < text.lines().size(); i++) {
      String line = text.lines().get(i);
      if (line.isBlank()) {
        gap = true;
      } else if (!isComment(line)) {
        String place = text.name() + ":" + (i + 1) + ": ";
        rows.add(new Row(place, gap, blanks ? atBlanks(line) : atCommas(line, place)));
        gap = false;
      }
    }
    return new FrontRows(rows);
  }

  /** A number as CSV writers print it; not NaN, not infinity. */
  static boolean isNumber(String cell) {
    return NUMBER.matcher(cell).matches();
  }

  private static boolean isComment(String line) {
    return line.stripLeading().startsWith("#");
  }

  /** Words such as nan part columns as numbers do; they are refused where they stand. */
  private static boolean areNumbers(List<String> cells) {
    return cells.size() > 1
        && cells.stream().allMatch(cell -> isNumber(cell) || NO_NUMBER.matcher(cell).matches());
  }

  private static List<String> atBlanks(String line) {
    return Arrays.asList(line.strip().split("\\s+"));
  }

  private static List<String> atCommas(String line, String place) {
    try {
      return CsvCell.split(line);
    } catch (IllegalArgumentException e) {
      throw new UsageException(place + e.getMessage());
    }
  }
}
