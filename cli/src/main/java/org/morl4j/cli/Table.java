package org.morl4j.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Rows of text under a header, printed in aligned columns: numbers to the right, the rest to the
 * left.
 */
record Table(List<String> header, List<List<String>> rows) {
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9][0-9.,]*(E-?[0-9]+)?( \\+- [0-9.E-]+)?|-|NaN");

  Table {
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != header.size()) {
        throw new IllegalArgumentException(
            "A row has " + row.size() + " cells under " + header.size() + " headers.");
      }
    }
  }

  /** At most six significant digits, without trailing zeros. */
  static String number(double value) {
    return number(value, 6);
  }

  /** A mean that is already printed, with the standard error of it where that is not 0. */
  static String withError(String mean, double standardError) {
    return standardError == 0 ? mean : mean + " +- " + number(standardError, 2);
  }

  private static String number(double value, int digits) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    double size = Math.abs(value);
    return size != 0 && (size < 1e-4 || size >= 1e9) ? rounded.toString() : rounded.toPlainString();
  }

  /** The lines, each ending with a newline. */
  String print() {
    StringBuilder text = new StringBuilder();
    int[] widths = new int[header.size()];
    boolean[] right = new boolean[header.size()];
    for (int j = 0; j < widths.length; j++) {
      int column = j;
      widths[j] =
          Math.max(
              header.get(j).length(),
              rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
      right[j] =
          !rows.isEmpty() && rows.stream().allMatch(r -> NUMBER.matcher(r.get(column)).matches());
    }
    line(text, header, widths, right);
    for (List<String> row : rows) {
      line(text, row, widths, right);
    }
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells, int[] widths, boolean[] right) {
    StringBuilder line = new StringBuilder();
    for (int j = 0; j < widths.length; j++) {
      String space = " ".repeat(widths[j] - cells.get(j).length());
      line.append(j == 0 ? "" : "  ");
      line.append(right[j] ? space + cells.get(j) : cells.get(j) + space);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
