package org.morl4j.core.check;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@link Allowed} as values and as words.
 *
 * @param least the lower end
 * @param most the upper end
 * @param leastExcluded whether {@code least} itself is not allowed
 * @param mostExcluded whether {@code most} itself is not allowed
 * @param maxItems most entries of a list
 * @param maxLength most characters of a string
 */
public record Range(
    double least,
    double most,
    boolean leastExcluded,
    boolean mostExcluded,
    int maxItems,
    int maxLength) {
  /** Everything. */
  public static final Range ANY =
      new Range(
          Double.NEGATIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          false,
          false,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE);

  private static final ClassValue<Map<String, Range>> OF_RECORDS =
      new ClassValue<>() {
        @Override
        protected Map<String, Range> computeValue(Class<?> type) {
          Map<String, Range> ranges = new HashMap<>();
          for (RecordComponent component : type.getRecordComponents()) {
            Allowed allowed = component.getAnnotation(Allowed.class);
            if (allowed != null) {
              ranges.put(component.getName(), of(allowed));
            }
          }
          return ranges;
        }
      };

  /**
   * The range of a record's component; {@link #ANY} where it has none.
   *
   * @param component its name
   */
  public static Range of(Class<? extends Record> type, String component) {
    return OF_RECORDS.get(type).getOrDefault(component, ANY);
  }

  private static Range of(Allowed allowed) {
    boolean above = allowed.above() > Double.NEGATIVE_INFINITY;
    boolean below = allowed.below() < Double.POSITIVE_INFINITY;
    return new Range(
        above ? allowed.above() : allowed.min(),
        below ? allowed.below() : allowed.max(),
        above,
        below,
        allowed.maxItems(),
        allowed.maxLength());
  }

  /** Whether both ends are finite. */
  public boolean bounded() {
    return Double.isFinite(least) && Double.isFinite(most);
  }

  /** Whether a number is allowed; NaN never is. */
  public boolean holds(double value) {
    return (leastExcluded ? value > least : value >= least)
        && (mostExcluded ? value < most : value <= most);
  }

  /** What a number must do, after "must". */
  public String rule() {
    String from = number(least);
    String to = number(most);
    if (!Double.isFinite(most)) {
      return (leastExcluded ? "lie above " : "be at least ") + from;
    } else if (!Double.isFinite(least)) {
      return (mostExcluded ? "lie below " : "be at most ") + to;
    } else if (leastExcluded == mostExcluded) {
      return "lie %sbetween %s and %s".formatted(leastExcluded ? "strictly " : "", from, to);
    } else if (leastExcluded) {
      return "lie above %s and be at most %s".formatted(from, to);
    }
    return "be at least %s and lie below %s".formatted(from, to);
  }

  /**
   * What is wrong with a value, after its name, and empty where nothing is: the index of a list's
   * entry, the value and what is allowed.
   *
   * @param value a number, string, {@link Vec}, list or map of these; null is always allowed
   */
  public String complaint(@Nullable Object value) {
    if (value instanceof Vec vec) {
      double[] values = vec.toArray();
      if (values.length > maxItems) {
        return tooMany(values.length);
      }
      for (int i = 0; i < values.length; i++) {
        if (!holds(values[i])) {
          return "[" + i + "]" + outside(values[i]);
        }
      }
      return "";
    } else if (value instanceof List<?> list) {
      return ofList(list);
    } else if (value instanceof Map<?, ?> map) {
      return map.size() > maxItems ? tooMany(map.size()) : "";
    } else if (value instanceof String text) {
      return text.length() <= maxLength
          ? ""
          : " has %d characters, but must have at most %d.".formatted(text.length(), maxLength);
    } else if (value instanceof Number number) {
      return holds(number.doubleValue()) ? "" : outside(number);
    }
    return "";
  }

  private String ofList(List<?> list) {
    if (list.size() > maxItems) {
      return tooMany(list.size());
    }
    for (int i = 0; i < list.size(); i++) {
      String complaint = complaint(list.get(i));
      if (!complaint.isEmpty()) {
        return "[" + i + "]" + complaint;
      }
    }
    return "";
  }

  private String tooMany(int size) {
    return " has %d entries, but must have at most %d.".formatted(size, maxItems);
  }

  private String outside(Number value) {
    return " is %s, but must %s.".formatted(value, rule());
  }

  /** A bound as one writes it: 0.0003, 100, 1e12. */
  public static String number(double bound) {
    if (bound == Math.rint(bound) && Math.abs(bound) < 1e7) {
      return Long.toString((long) bound);
    }
    if (bound == Long.MAX_VALUE) {
      return Long.toString(Long.MAX_VALUE);
    }
    BigDecimal exact = new BigDecimal(Double.toString(bound)).stripTrailingZeros();
    return exact.precision() <= 3 && Math.abs(bound) >= 1e7
        ? exact.unscaledValue() + (exact.scale() < 0 ? "e" + -exact.scale() : "")
        : exact.toPlainString();
  }
}
