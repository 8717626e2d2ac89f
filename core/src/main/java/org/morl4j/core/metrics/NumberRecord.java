package org.morl4j.core.metrics;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.PrimitiveIterator;
import java.util.Set;

/**
 * The numbers in public records that are made alike, such as a learner's losses: the numeric
 * components and, in their place, the numbers in components that are records themselves. What is
 * neither is left out.
 */
public final class NumberRecord {
  private static final Set<Class<?>> NUMBERS =
      Set.of(int.class, long.class, float.class, double.class);

  private final List<List<Method>> paths = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  private NumberRecord() {}

  /**
   * Those of records like {@code example}.
   *
   * @throws IllegalArgumentException if its type, or that of a record in it, is not public
   */
  public static NumberRecord of(Record example) {
    NumberRecord numbers = new NumberRecord();
    numbers.add(List.of(), example);
    return numbers;
  }

  private void add(List<Method> path, Record record) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      List<Method> to = new ArrayList<>(path);
      to.add(component.getAccessor());
      if (isNumber(component)) {
        paths.add(to);
        names.add(component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
      } else if (get(component.getAccessor(), record) instanceof Record inner) {
        add(to, inner);
      }
    }
  }

  private static boolean isNumber(RecordComponent component) {
    return NUMBERS.contains(component.getType());
  }

  private static Object get(Method accessor, Record record) {
    try {
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw notPublic(record, e);
    }
  }

  private static IllegalArgumentException notPublic(Record record, Exception cause) {
    return new IllegalArgumentException(
        "Losses " + record.getClass().getName() + " must be a public record.", cause);
  }

  /** How many there are. */
  public int size() {
    return paths.size();
  }

  /** A number's name: its component's in snake case. */
  public String name(int i) {
    return names.get(i);
  }

  /** A number of {@code record}. */
  public double value(int i, Record record) {
    Object value = record;
    for (Method accessor : paths.get(i)) {
      value = get(accessor, (Record) value);
    }
    return ((Number) value).doubleValue();
  }

  /** All numbers of {@code record}, in order. */
  public double[] values(Record record) {
    double[] values = new double[size()];
    Arrays.setAll(values, i -> value(i, record));
    return values;
  }

  /** The same record with other numbers: what {@link #values} gives of it. */
  @SuppressWarnings("unchecked") // a record of the same class
  public static <R extends Record> R with(R record, double[] values) {
    return (R) with(record, Arrays.stream(values).iterator());
  }

  private static Record with(Record record, PrimitiveIterator.OfDouble values) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      Object old = get(components[i].getAccessor(), record);
      if (isNumber(components[i])) {
        arguments[i] = boxed(types[i], values.nextDouble());
      } else {
        arguments[i] = old instanceof Record inner ? with(inner, values) : old;
      }
    }
    try {
      Constructor<? extends Record> constructor = record.getClass().getConstructor(types);
      return constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw notPublic(record, e);
    }
  }

  private static Number boxed(Class<?> type, double value) {
    if (type == double.class) {
      return value;
    } else if (type == float.class) {
      return (float) value;
    } else if (type == long.class) {
      return (long) value;
    }
    return (int) value;
  }
}
