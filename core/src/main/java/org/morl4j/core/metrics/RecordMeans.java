package org.morl4j.core.metrics;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ObjDoubleConsumer;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/** Means of the numeric components of records of one type, such as a learner's losses. */
public final class RecordMeans implements Savable {
  private final List<Method> accessors = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private double[] sums = new double[0];
  private long count;

  /**
   * Adds a record, always of the same public type.
   *
   * @throws ArithmeticException naming the component that is not finite
   */
  public void add(Record record) {
    if (accessors.isEmpty()) {
      bind(record.getClass());
    }
    for (int i = 0; i < sums.length; i++) {
      double value = value(accessors.get(i), record);
      if (!Double.isFinite(value)) {
        throw new ArithmeticException(names.get(i) + " is " + value + ", but must be finite.");
      }
      sums[i] += value;
    }
    count++;
  }

  private void bind(Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      Class<?> of = component.getType();
      if (of.isPrimitive() && of != boolean.class && of != char.class) {
        accessors.add(component.getAccessor());
        names.add(component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
      }
    }
    if (sums.length != names.size()) {
      sums = new double[names.size()];
      count = 0;
    }
  }

  private static double value(Method accessor, Record record) {
    try {
      return ((Number) accessor.invoke(record)).doubleValue();
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalArgumentException(
          "Losses " + record.getClass().getName() + " must be a public record.", e);
    }
  }

  /** Gives the mean of each component, by its name in snake case, and starts anew. */
  public void drain(ObjDoubleConsumer<String> means) {
    for (int i = 0; count > 0 && i < names.size(); i++) {
      means.accept(names.get(i), sums[i] / count);
    }
    Arrays.fill(sums, 0);
    count = 0;
  }

  @Override
  public void save(State out) {
    out.put("sums", sums);
    out.put("count", count);
  }

  @Override
  public void restore(State in) {
    sums = in.doubles("sums");
    count = in.scalarLong("count");
  }
}
