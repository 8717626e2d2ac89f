package org.morl4j.configs.json;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Range;
import org.morl4j.core.check.Vec;

/**
 * Which records stand for an interface, by the name in their JSON key {@code type}. Immutable.
 *
 * <p>A component of a config record may be an {@code int}, {@code long}, {@code double}, {@code
 * boolean} (or its box, if {@code @Nullable}), {@code String}, enum, {@link Vec}, record, interface
 * with registered records, {@code List} of these, {@code Map<String, Object>} of strings, numbers
 * and booleans (there whole numbers are {@code Long}, others {@code Double}), {@link Json}, or
 * {@code Map} from {@code String} to any of these, kept in the file's order. A record component
 * with Jackson's {@code @JsonUnwrapped} has its keys among those of its owner. A record's {@code
 * public static final} field {@code DEFAULT} supplies what a config leaves out.
 */
public final class ConfigTypes {
  /** No interfaces. */
  public static final ConfigTypes NONE = new ConfigTypes(Map.of());

  static final String TYPE = "type";

  private final Map<Class<?>, Map<String, Class<? extends Record>>> named;
  private final Map<Class<?>, List<Shape.Field>> fields = new ConcurrentHashMap<>();

  private ConfigTypes(Map<Class<?>, Map<String, Class<? extends Record>>> named) {
    this.named = named;
  }

  /**
   * The same types, and {@code "type": name} where {@code owner} is expected stands for {@code
   * type}.
   *
   * @throws IllegalArgumentException if the name or the type is taken, {@code type} is not an
   *     {@code owner}, or has a component called "type"
   */
  public <T> ConfigTypes register(Class<T> owner, String name, Class<? extends T> type) {
    if (!type.isRecord() || owner.isRecord()) {
      throw new IllegalArgumentException(
          type.getName() + " must be a record, and " + owner.getName() + " must not.");
    }
    Class<? extends Record> record = type.asSubclass(Record.class);
    Map<String, Class<? extends Record>> names = new LinkedHashMap<>(named(owner));
    if (names.containsKey(name) || names.containsValue(record)) {
      throw new IllegalArgumentException(
          owner.getName() + " already has the name " + name + " or the type " + type.getName());
    }
    names.put(name, record);
    Map<Class<?>, Map<String, Class<? extends Record>>> all = new LinkedHashMap<>(named);
    all.put(owner, Collections.unmodifiableMap(names));
    // Components are looked at by name only: their own interfaces may be registered later.
    for (RecordComponent component : record.getRecordComponents()) {
      if (component.getName().equals(TYPE)) {
        throw new IllegalArgumentException(
            type.getName() + " has a component called type, which is the name's key.");
      }
    }
    return new ConfigTypes(all);
  }

  /** The names registered for {@code owner} with their records, in order of registration. */
  public Map<String, Class<? extends Record>> named(Class<?> owner) {
    return named.getOrDefault(owner, Map.of());
  }

  /**
   * The name of {@code type} among those of {@code owner}.
   *
   * @throws IllegalArgumentException if it has none
   */
  public String nameOf(Class<?> owner, Class<?> type) {
    for (Map.Entry<String, Class<? extends Record>> entry : named(owner).entrySet()) {
      if (entry.getValue() == type) {
        return entry.getKey();
      }
    }
    throw new IllegalArgumentException(
        type.getName() + " is not registered for " + owner.getName() + ".");
  }

  List<Shape.Field> fields(Class<? extends Record> type) {
    List<Shape.Field> known = fields.get(type);
    if (known != null) {
      return known;
    }
    List<Shape.Field> list = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      AnnotatedType annotated = component.getAnnotatedType();
      Shape shape =
          shape(
              component.getGenericType(),
              Range.of(type, component.getName()),
              type.getName() + "." + component.getName());
      boolean unwrapped = component.getAccessor().isAnnotationPresent(JsonUnwrapped.class);
      if (unwrapped && !(shape instanceof Shape.Fields)) {
        throw new IllegalArgumentException(
            type.getName() + "." + component.getName() + " is unwrapped, but is no record.");
      }
      component.getAccessor().setAccessible(true);
      boolean nullable = annotated.isAnnotationPresent(Nullable.class);
      list.add(
          new Shape.Field(
              component.getName(), shape, nullable, unwrapped, component.getAccessor()));
    }
    fields.put(type, List.copyOf(list));
    return list;
  }

  static @Nullable Record defaults(Class<? extends Record> type) {
    try {
      java.lang.reflect.Field field = type.getDeclaredField("DEFAULT");
      if (!Modifier.isStatic(field.getModifiers()) || field.getType() != type) {
        return null;
      }
      field.setAccessible(true);
      return (Record) field.get(null);
    } catch (NoSuchFieldException e) {
      return null;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("DEFAULT of " + type + " can't be read.", e);
    }
  }

  private Shape shape(Type type, Range range, String where) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return new Shape.Items(shape(arguments[0], range, where), range);
      }
      if (generic.getRawType() == Map.class
          && arguments[0] == String.class
          && arguments[1] == Object.class) {
        return new Shape.Scalars(range);
      }
      if (generic.getRawType() == Map.class && arguments[0] == String.class) {
        return new Shape.Named(shape(arguments[1], range, where), range);
      }
    }
    if (type == int.class || type == Integer.class) {
      return new Shape.Whole(false, range);
    } else if (type == long.class || type == Long.class) {
      return new Shape.Whole(true, range);
    } else if (type == double.class || type == Double.class) {
      return new Shape.Real(range);
    } else if (type == boolean.class || type == Boolean.class) {
      return new Shape.Flag();
    } else if (type == String.class) {
      return new Shape.Text(range);
    } else if (type == Vec.class) {
      return new Shape.Numbers(range);
    } else if (type == Json.class) {
      return new Shape.Any(range);
    } else if (type instanceof Class<?> c && c.isEnum()) {
      return Shape.Choice.of(c);
    } else if (type instanceof Class<?> c && c.isRecord()) {
      return new Shape.Fields(c.asSubclass(Record.class), this);
    } else if (type instanceof Class<?> c && named.containsKey(c)) {
      return new Shape.OneOf(c, this);
    }
    throw new IllegalArgumentException(
        where
            + " has the type "
            + type.getTypeName()
            + ", which a config can't hold. Maybe no record is registered for it.");
  }
}
