package org.morl4j.core.check;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Argument checks whose messages name the setting, its value, what is allowed and, where one is
 * likely, a remedy on the same line starting with "Maybe".
 */
public final class Check {
  /** Nobody misspells a longer name. */
  private static final int LONGEST_NAME = 200;

  private Check() {}

  /**
   * Requires what {@link Allowed} says of a record's component.
   *
   * @param value a number, string, {@link Vec}, list or map; null is always allowed
   * @throws IllegalArgumentException naming the component
   */
  public static void allowed(
      Class<? extends Record> type, String component, @Nullable Object value) {
    String complaint = Range.of(type, component).complaint(value);
    if (!complaint.isEmpty()) {
      throw new IllegalArgumentException(component + complaint);
    }
  }

  /** Requires {@code value > 0} and finite. */
  public static double positive(String name, double value) {
    require(value > 0 && value < Double.POSITIVE_INFINITY, name, value, "must be positive");
    return value;
  }

  /** Requires {@code value >= 0} and finite. */
  public static double notNegative(String name, double value) {
    require(
        value >= 0 && value < Double.POSITIVE_INFINITY, name, value, "must be zero or positive");
    return value;
  }

  /** Requires {@code value >= minimum}. */
  public static int atLeast(String name, int value, int minimum) {
    if (value < minimum) {
      throw new IllegalArgumentException(
          name + " is " + value + ", but must be at least " + minimum + ".");
    }
    return value;
  }

  /** Requires {@code value >= minimum}. */
  public static long atLeast(String name, long value, long minimum) {
    if (value < minimum) {
      throw new IllegalArgumentException(
          name + " is " + value + ", but must be at least " + minimum + ".");
    }
    return value;
  }

  /** Requires {@code 0 <= value <= 1}. */
  public static double closed01(String name, double value) {
    require(value >= 0 && value <= 1, name, value, "must lie between 0 and 1");
    return value;
  }

  /** Requires {@code 0 < value < 1}. */
  public static double open01(String name, double value) {
    require(value > 0 && value < 1, name, value, "must lie strictly between 0 and 1");
    return value;
  }

  /** Requires {@code 0 < value <= 1}. */
  public static double positiveUpTo1(String name, double value) {
    require(value > 0 && value <= 1, name, value, "must lie above 0 and be at most 1");
    return value;
  }

  /** Requires every entry to be finite; {@code name} gets the index of the first that is not. */
  public static void finite(String name, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new ArithmeticException(
            name + "[" + i + "] is " + values[i] + ", but must be finite.");
      }
    }
  }

  /**
   * The sentence "Maybe you meant x." for the closest allowed name, or an empty string where none
   * is close: at most a third of the letters may differ, in short names two if that is below half.
   */
  public static String maybe(String given, Collection<String> allowed) {
    if (given.length() > LONGEST_NAME) {
      return "";
    }
    String best = "";
    int bestDistance = Integer.MAX_VALUE;
    for (String candidate : allowed) {
      int distance =
          editDistance(given.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < bestDistance) {
        bestDistance = distance;
        best = candidate;
      }
    }
    int longest = Math.max(given.length(), best.length());
    boolean close = bestDistance <= Math.max(2, longest / 3) && 2 * bestDistance < longest;
    return best.isEmpty() || !close ? "" : " Maybe you meant " + best + ".";
  }

  /**
   * A text as a message can hold it: in quotes, control and format characters escaped as JSON does,
   * cut behind so many characters.
   */
  public static String quoted(String text, int shown) {
    int end = Math.min(shown, text.length());
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    String head = text.substring(0, end) + (end < text.length() ? "..." : "");
    return '"' + plain(head.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
  }

  /** A text without control and format characters: these are escaped as JSON does. */
  public static String plain(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      int type = Character.getType(c);
      if (c == '\n') {
        out.append("\\n");
      } else if (c == '\r') {
        out.append("\\r");
      } else if (c == '\t') {
        out.append("\\t");
      } else if (type == Character.CONTROL
          || type == Character.FORMAT
          || type == Character.SURROGATE
          || type == Character.LINE_SEPARATOR
          || type == Character.PARAGRAPH_SEPARATOR) {
        out.append(String.format(Locale.ROOT, "\\u%04X", c));
      } else {
        out.appendCodePoint(c);
      }
    }
    return out.toString();
  }

  /** The same of each line: a terminal obeys other control characters, but lines stay. */
  public static String plainLines(String text) {
    return text.lines().map(Check::plain).collect(Collectors.joining("\n"));
  }

  private static void require(boolean holds, String name, double value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + ", but " + rule + ".");
    }
  }

  private static int editDistance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
      }
      int[] swap = previous;
      previous = current;
      current = swap;
    }
    return previous[b.length()];
  }
}
