package org.morl4j.core.metrics;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The numeric components of a public record type, such as a learner's losses. */
public final class NumberRecord {
  private final List<Method> accessors = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  private NumberRecord() {}

  /** Those of {@code type}; components that are no numbers are left out. */
  public static NumberRecord of(Class<? extends Record> type) {
    NumberRecord numbers = new NumberRecord();
    for (RecordComponent component : type.getRecordComponents()) {
      Class<?> of = component.getType();
      if (of.isPrimitive() && of != boolean.class && of != char.class) {
        numbers.accessors.add(component.getAccessor());
        numbers.names.add(
            component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
      }
    }
    return numbers;
  }

  /** How many there are. */
  public int size() {
    return accessors.size();
  }

  /** A component's name in snake case. */
  public String name(int i) {
    return names.get(i);
  }

  /**
   * A component of {@code record}.
   *
   * @throws IllegalArgumentException if its type is not public
   */
  public double value(int i, Record record) {
    try {
      return ((Number) accessors.get(i).invoke(record)).doubleValue();
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalArgumentException(
          "Losses " + record.getClass().getName() + " must be a public record.", e);
    }
  }
}
