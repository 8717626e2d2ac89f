package org.morl4j.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.morl4j.agents.policy.Risk;
import org.morl4j.agents.policy.Stock;
import org.morl4j.agents.policy.Utility;
import org.morl4j.agents.value.CategoricalHead;
import org.morl4j.agents.value.GaussianHead;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.core.state.StateException;

/**
 * Parts of a policy that are records of numbers, choices and further parts: they stand in {@code
 * policy.json} as in a config, kinds of an interface told apart by the key {@code type}. A new kind
 * is a line here and one in the catalogue of configs, which a test there compares.
 */
final class PartJson {
  private static final String TYPE = "type";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** The kinds of each interface by their names. */
  static final Map<Class<?>, Map<String, Class<? extends Record>>> KINDS =
      Map.of(
          ValueHeadOptions.class,
          Map.of(
              "scalar", ScalarHead.Options.class,
              "gaussian", GaussianHead.Options.class,
              "quantile", QuantileHead.Options.class,
              "c51", CategoricalHead.C51.class,
              "two-hot", CategoricalHead.TwoHot.class,
              "hl-gauss", CategoricalHead.HlGauss.class),
          Risk.class,
          Map.of(
              "neutral", Risk.Neutral.class,
              "cvar", Risk.Cvar.class,
              "pow", Risk.Pow.class,
              "cpw", Risk.Cpw.class),
          Utility.class,
          Map.of(
              "expected", Utility.Expected.class,
              "cvar", Utility.Cvar.class,
              "homeostasis", Utility.Homeostasis.class));

  private PartJson() {}

  static JsonNode head(ValueHeadOptions head) {
    return write(ValueHeadOptions.class, head);
  }

  /**
   * @throws StateException if the node is none of its JSON
   */
  static ValueHeadOptions head(JsonNode node) {
    return read(ValueHeadOptions.class, node, "head");
  }

  static JsonNode risk(Risk risk) {
    return write(Risk.class, risk);
  }

  /**
   * @throws StateException if the node is none of its JSON
   */
  static Risk risk(JsonNode node) {
    return read(Risk.class, node, "risk");
  }

  static JsonNode stock(Stock stock) {
    return write(Stock.class, stock);
  }

  /**
   * @throws StateException if the node is none of its JSON
   */
  static Stock stock(JsonNode node) {
    return read(Stock.class, node, "stock");
  }

  private static JsonNode write(Class<?> declared, Object value) {
    if (value instanceof Integer whole) {
      return JSON.numberNode(whole);
    } else if (value instanceof Double number) {
      return JSON.numberNode(number);
    } else if (value instanceof Boolean flag) {
      return JSON.booleanNode(flag);
    } else if (value instanceof Enum<?> choice) {
      return JSON.textNode(name(choice));
    }
    ObjectNode node = JSON.objectNode();
    if (declared.isInterface()) {
      node.put(TYPE, name(declared, value.getClass()));
    }
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      try {
        node.set(
            component.getName(), write(component.getType(), component.getAccessor().invoke(value)));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(
            "%s of %s can't be read.".formatted(component, value.getClass()), e);
      }
    }
    return node;
  }

  private static String name(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String name(Class<?> part, Class<?> kind) {
    return KINDS.getOrDefault(part, Map.of()).entrySet().stream()
        .filter(entry -> entry.getValue() == kind)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "A %s can't be saved. Maybe its name is missing here."
                        .formatted(kind.getName())));
  }

  private static <T> T read(Class<T> declared, JsonNode node, String path) {
    if (!node.isObject()) {
      throw refused(path, node, "an object");
    }
    Class<?> kind = declared;
    if (declared.isInterface()) {
      Map<String, Class<? extends Record>> kinds = KINDS.getOrDefault(declared, Map.of());
      kind = kinds.get(node.path(TYPE).asText());
      if (kind == null) {
        throw refused(
            path + "." + TYPE,
            node.path(TYPE),
            "one of %s. Maybe a newer program wrote it"
                .formatted(String.join(", ", kinds.keySet().stream().sorted().toList())));
      }
    }
    return declared.cast(record(kind, node, path));
  }

  private static Object record(Class<?> kind, JsonNode node, String path) {
    Map<String, Class<?>> components = new LinkedHashMap<>();
    for (RecordComponent component : kind.getRecordComponents()) {
      components.put(component.getName(), component.getType());
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!components.containsKey(name) && !name.equals(TYPE)) {
        throw new StateException(
            "its %s has the unknown key %s. Maybe a newer program wrote it.".formatted(path, name));
      }
    }
    Class<?>[] types = components.values().toArray(Class<?>[]::new);
    Object[] values =
        components.entrySet().stream()
            .map(entry -> value(entry.getValue(), node, entry.getKey(), path))
            .toArray();
    try {
      return kind.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      Throwable refusal = Objects.requireNonNullElse(e.getCause(), e);
      throw new StateException(
          "its %s is refused: %s".formatted(path, refusal.getMessage()), refusal);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Every part has a public constructor: " + kind, e);
    }
  }

  private static Object value(Class<?> type, JsonNode owner, String key, String path) {
    JsonNode node = owner.path(key);
    String at = path + "." + key;
    if (type == int.class) {
      if (!node.isIntegralNumber() || !node.canConvertToInt()) {
        throw refused(at, node, "a whole number");
      }
      return node.intValue();
    } else if (type == double.class) {
      if (!node.isNumber()) {
        throw refused(at, node, "a number");
      }
      return node.doubleValue();
    } else if (type == boolean.class) {
      if (!node.isBoolean()) {
        throw refused(at, node, "true or false");
      }
      return node.booleanValue();
    } else if (type.isEnum()) {
      Map<String, Object> choices = new LinkedHashMap<>();
      Arrays.stream(type.getEnumConstants()).forEach(c -> choices.put(name((Enum<?>) c), c));
      Object choice = choices.get(node.asText());
      if (choice == null) {
        throw refused(at, node, "one of " + String.join(", ", choices.keySet()));
      }
      return choice;
    }
    return read(type, node, at);
  }

  private static StateException refused(String path, JsonNode node, String allowed) {
    return new StateException(
        "its %s is %s, but must be %s."
            .formatted(path, node.isMissingNode() ? "missing" : node, allowed));
  }
}
