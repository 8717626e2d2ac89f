package org.morl4j.configs.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Range;

/** What JSON a component's Java type allows. */
sealed interface Shape {
  /** The shape in words, after "must be". */
  String told();

  /** {@code int} or {@code long}. */
  record Whole(boolean isLong, Range range) implements Shape {
    @Override
    public String told() {
      return "a whole number";
    }
  }

  /** {@code double}. */
  record Real(Range range) implements Shape {
    @Override
    public String told() {
      return "a number";
    }
  }

  /** {@code boolean}. */
  record Flag() implements Shape {
    @Override
    public String told() {
      return "true or false";
    }
  }

  /** {@code String}. */
  record Text(Range range) implements Shape {
    @Override
    public String told() {
      return "a string";
    }
  }

  /** {@link org.morl4j.core.check.Vec}. */
  record Numbers(Range range) implements Shape {
    @Override
    public String told() {
      return "a list of numbers";
    }
  }

  /** {@code Map<String, Object>} of strings, numbers and booleans. */
  record Scalars(Range range) implements Shape {
    @Override
    public String told() {
      return "an object of strings, numbers and booleans";
    }
  }

  /** {@code Map<String, T>}: entries by names of one's own. */
  record Named(Shape element, Range range) implements Shape {
    @Override
    public String told() {
      return "an object";
    }
  }

  /** {@link Json}. */
  record Any(Range range) implements Shape {
    @Override
    public String told() {
      return "a string, a number, true or false, a list or an object";
    }
  }

  /** {@code List<T>}. */
  record Items(Shape element, Range range) implements Shape {
    @Override
    public String told() {
      return "a list";
    }
  }

  /** An enum; names are its constants' in lower case with dashes. */
  record Choice(Class<?> type, Map<String, Object> constants) implements Shape {
    static Choice of(Class<?> type) {
      Map<String, Object> constants = new LinkedHashMap<>();
      for (Object constant : type.getEnumConstants()) {
        constants.put(name(constant), constant);
      }
      return new Choice(type, constants);
    }

    static String name(Object constant) {
      return ((Enum<?>) constant).name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    @Override
    public String told() {
      return "one of " + Quote.list(constants.keySet());
    }
  }

  /** An interface whose records are told apart by the key {@code type}. */
  record OneOf(Class<?> type, ConfigTypes types) implements Shape {
    @Override
    public String told() {
      return "an object";
    }
  }

  /** A record; its components are looked up late since records may contain themselves. */
  record Fields(Class<? extends Record> type, ConfigTypes types) implements Shape {
    List<Field> list() {
      return types.fields(type);
    }

    /** All keys, those of unwrapped components included, in the alphabet's order. */
    Set<String> keys() {
      Set<String> keys = new TreeSet<>();
      for (Field field : list()) {
        if (field.unwrapped()) {
          keys.addAll(((Fields) field.shape()).keys());
        } else {
          keys.add(field.name());
        }
      }
      return keys;
    }

    /** The component that a list in place of the record means, if one does. */
    Optional<Field> listForm() {
      return list().stream().filter(Field::listForm).findFirst();
    }

    /** The record's {@code DEFAULT}, or null if it has none. */
    @Nullable Record defaults() {
      return ConfigTypes.defaults(type);
    }

    /**
     * What stands for keys that are left out.
     *
     * @param fallback what stands here in the enclosing record's default; used if of the same type
     */
    @Nullable Record base(@Nullable Object fallback) {
      return fallback != null && fallback.getClass() == type ? (Record) fallback : defaults();
    }

    /** Calls the canonical constructor. */
    Record construct(@Nullable Object[] values) throws InvocationTargetException {
      Class<?>[] parameters =
          java.util.Arrays.stream(type.getRecordComponents())
              .map(java.lang.reflect.RecordComponent::getType)
              .toArray(Class<?>[]::new);
      try {
        Constructor<? extends Record> constructor = type.getDeclaredConstructor(parameters);
        constructor.setAccessible(true);
        return constructor.newInstance(values);
      } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
        throw new IllegalStateException("Every record has a canonical constructor: " + type, e);
      }
    }

    @Override
    public String told() {
      return listForm().isPresent() ? "an object or a list" : "an object";
    }
  }

  /**
   * A component of a record.
   *
   * @param unwrapped whether the keys of this component, a record, stand among the owner's
   */
  record Field(String name, Shape shape, boolean nullable, boolean unwrapped, Method accessor) {
    /** The default of the component's type, which stands where its owner has no default. */
    @Nullable Record ownDefault() {
      return shape instanceof Fields fields && !nullable ? fields.defaults() : null;
    }

    /** Whether a list in place of the owner means this component. */
    boolean listForm() {
      return accessor.isAnnotationPresent(ListForm.class);
    }

    @Nullable Object of(Record owner) {
      try {
        return accessor.invoke(owner);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("An accessor of " + owner.getClass() + " failed.", e);
      }
    }
  }

  /** All records that can be reached from {@code root}, itself first. */
  static Set<Class<? extends Record>> reachable(Fields root) {
    Set<Class<? extends Record>> found = new LinkedHashSet<>();
    collect(root, found);
    return found;
  }

  private static void collect(Shape shape, Set<Class<? extends Record>> found) {
    if (shape instanceof Items items) {
      collect(items.element(), found);
    } else if (shape instanceof Named named) {
      collect(named.element(), found);
    } else if (shape instanceof OneOf oneOf) {
      for (Class<? extends Record> type : oneOf.types().named(oneOf.type()).values()) {
        collect(new Fields(type, oneOf.types()), found);
      }
    } else if (shape instanceof Fields fields && found.add(fields.type())) {
      for (Field field : fields.list()) {
        collect(field.shape(), found);
      }
    }
  }
}
