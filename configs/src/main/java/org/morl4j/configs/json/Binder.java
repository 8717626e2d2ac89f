package org.morl4j.configs.json;

import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;

/**
 * Makes records of {@link Node}s and gathers what is wrong with them. Nothing is coerced: "10" is
 * no number, 1.5 no whole number (1e6 is one), null only what a component declares nullable.
 *
 * <p>Every method returns null for a value that could not be made, after adding a problem; a JSON
 * null is {@link Optional#empty()} inside the result.
 */
final class Binder {
  /**
   * First word of a constructor's complaint: {@code clip}, {@code ppo.clip}, {@code weights[2]}.
   */
  private static final Pattern SUBJECT =
      Pattern.compile("(?:\\w+\\.)*(\\w+)((?:\\[\\d+])?)( .*)", Pattern.DOTALL);

  private final List<String> problems = new ArrayList<>();

  /** {@code path.key}, or {@code key} at the root. */
  static String join(String path, String key) {
    return path.isEmpty() ? Quote.key(key) : path + "." + Quote.key(key);
  }

  /**
   * Binds a whole config.
   *
   * @throws ConfigException naming all problems found
   */
  Record root(Shape.Fields shape, Node node) {
    Record value = null;
    if (node instanceof Node.Members members) {
      value = record(shape, members, "", null, Set.of("$schema"));
    } else {
      mismatch(node, "the config", shape);
    }
    if (value == null || !problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return value;
  }

  private @Nullable Object value(Shape shape, Node node, String path, @Nullable Object fallback) {
    if (shape instanceof Shape.Whole whole && node instanceof Node.Number number) {
      return whole(whole, number, path);
    } else if (shape instanceof Shape.Real && node instanceof Node.Number number) {
      return real(number, path);
    } else if (shape instanceof Shape.Flag && node instanceof Node.Flag flag) {
      return flag.value();
    } else if (shape instanceof Shape.Text && node instanceof Node.Text text) {
      return text.value();
    } else if (shape instanceof Shape.Choice choice && node instanceof Node.Text text) {
      return choice(choice, text, path);
    } else if (shape instanceof Shape.Numbers && node instanceof Node.Items items) {
      List<Double> list = this.<Double>items(new Shape.Real(), items, path);
      return list == null ? null : Vec.of(list);
    } else if (shape instanceof Shape.Items list && node instanceof Node.Items items) {
      return this.<Object>items(list.element(), items, path);
    } else if (shape instanceof Shape.Scalars && node instanceof Node.Members members) {
      return scalars(members, path);
    } else if (shape instanceof Shape.Fields fields && node instanceof Node.Members members) {
      return record(fields, members, path, fallback, Set.of());
    } else if (shape instanceof Shape.OneOf oneOf && node instanceof Node.Members members) {
      return oneOf(oneOf, members, path, fallback);
    }
    mismatch(node, path, shape);
    return null;
  }

  private @Nullable Object whole(Shape.Whole shape, Node.Number node, String path) {
    try {
      BigDecimal exact = new BigDecimal(node.digits()).stripTrailingZeros();
      if (exact.scale() > 0) {
        mismatch(node, path, shape);
        return null;
      }
      // The scale is bounded first: 1e999999999 must not be written out.
      if (exact.precision() - exact.scale() <= 19) {
        return shape.isLong() ? (Object) exact.longValueExact() : (Object) exact.intValueExact();
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Too large: told below.
    }
    long most = shape.isLong() ? Long.MAX_VALUE : Integer.MAX_VALUE;
    return refuse(node, path, "must lie between " + (-most - 1) + " and " + most + ".");
  }

  private @Nullable Object real(Node.Number node, String path) {
    double value = Double.parseDouble(node.digits());
    return Double.isInfinite(value)
        ? refuse(node, path, "must be at most " + Double.MAX_VALUE + " in magnitude.")
        : (Object) value;
  }

  private @Nullable Object choice(Shape.Choice shape, Node.Text node, String path) {
    Object constant = shape.constants().get(node.value());
    return constant != null
        ? constant
        : refuse(
            node,
            path,
            "must be "
                + shape.told()
                + "."
                + Check.maybe(node.value(), shape.constants().keySet()));
  }

  @SuppressWarnings("unchecked")
  private <T> @Nullable List<T> items(Shape element, Node.Items node, String path) {
    List<T> values = new ArrayList<>();
    for (Node item : node.list()) {
      Object value = value(element, item, join(path, Integer.toString(values.size())), null);
      if (value == null) {
        return null;
      }
      values.add((T) value);
    }
    return Collections.unmodifiableList(values);
  }

  private @Nullable Object scalars(Node.Members node, String path) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, Node.Member> entry : node.map().entrySet()) {
      Node given = entry.getValue().value();
      String at = join(path, entry.getKey());
      Object value;
      if (given instanceof Node.Number number) {
        value = number.isFloat() ? real(number, at) : whole(new Shape.Whole(true), number, at);
      } else if (given instanceof Node.Text text) {
        value = text.value();
      } else if (given instanceof Node.Flag flag) {
        value = flag.value();
      } else {
        value = refuse(given, at, "must be a string, a number, true or false.");
      }
      if (value == null) {
        return null;
      }
      values.put(entry.getKey(), value);
    }
    return Collections.unmodifiableMap(values);
  }

  private @Nullable Object oneOf(
      Shape.OneOf shape, Node.Members node, String path, @Nullable Object fallback) {
    Map<String, Class<? extends Record>> named = shape.types().named(shape.type());
    Node.Member member = node.map().get(ConfigTypes.TYPE);
    String at = join(path, ConfigTypes.TYPE);
    Class<? extends Record> type;
    if (member == null) {
      if (!(fallback instanceof Record record)) {
        problems.add(
            node.place()
                + ": missing key "
                + at
                + ". Allowed: "
                + String.join(", ", new TreeSet<>(named.keySet()))
                + ".");
        return null;
      }
      type = record.getClass();
    } else if (member.value() instanceof Node.Text text && named.containsKey(text.value())) {
      type = named.get(text.value());
    } else {
      String given = member.value() instanceof Node.Text text ? text.value() : "";
      refuse(
          member.value(),
          at,
          "must be one of "
              + Quote.list(new TreeSet<>(named.keySet()))
              + "."
              + (given.isEmpty() ? "" : Check.maybe(given, named.keySet())));
      return null;
    }
    return record(
        new Shape.Fields(type, shape.types()), node, path, fallback, Set.of(ConfigTypes.TYPE));
  }

  /**
   * @param fallback what stands here in the enclosing record's default; used if of the same type
   * @param ignored keys that are allowed beside the record's own
   */
  private @Nullable Record record(
      Shape.Fields shape,
      Node.Members node,
      String path,
      @Nullable Object fallback,
      Set<String> ignored) {
    Set<String> keys = shape.keys();
    boolean known = true;
    for (Map.Entry<String, Node.Member> entry : node.map().entrySet()) {
      String key = entry.getKey();
      if (!keys.contains(key) && !ignored.contains(key)) {
        known = false;
        problems.add(
            entry.getValue().keyPlace()
                + ": unknown key "
                + join(path, key)
                + ". Allowed: "
                + String.join(", ", keys)
                + "."
                + Check.maybe(key, keys));
      }
    }
    Record made = components(shape, node, path, fallback);
    return known ? made : null;
  }

  private @Nullable Record components(
      Shape.Fields shape, Node.Members node, String path, @Nullable Object fallback) {
    Record base =
        fallback != null && fallback.getClass() == shape.type()
            ? (Record) fallback
            : shape.defaults();
    List<Shape.Field> fields = shape.list();
    @Nullable Object[] values = new @Nullable Object[fields.size()];
    boolean complete = true;
    for (int i = 0; i < values.length; i++) {
      Shape.Field field = fields.get(i);
      Optional<Object> value = component(field, node, path, base);
      complete &= value != null;
      values[i] = value == null ? null : value.orElse(null);
    }
    return complete ? construct(shape, values, node, path) : null;
  }

  /** The component's value, empty for null, or null if it could not be made. */
  private @Nullable Optional<Object> component(
      Shape.Field field, Node.Members owner, String path, @Nullable Record base) {
    Object fallback = base == null ? null : field.of(base);
    if (field.unwrapped()) {
      Object made = components((Shape.Fields) field.shape(), owner, path, fallback);
      return made == null ? null : Optional.of(made);
    }
    Node.Member member = owner.map().get(field.name());
    String at = join(path, field.name());
    if (member != null && member.value() instanceof Node.Null && field.nullable()) {
      return Optional.empty();
    } else if (member != null) {
      Object made = value(field.shape(), member.value(), at, fallback);
      return made == null ? null : Optional.of(made);
    } else if (base != null || field.nullable()) {
      return Optional.ofNullable(fallback);
    } else if (field.ownDefault() != null) {
      return Optional.of(field.ownDefault());
    }
    problems.add(
        owner.place() + ": missing key " + at + ", which must be " + field.shape().told() + ".");
    return null;
  }

  private @Nullable Record construct(
      Shape.Fields shape, @Nullable Object[] values, Node.Members node, String path) {
    try {
      return shape.construct(values);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IllegalArgumentException || cause instanceof ArithmeticException) {
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        problems.add(complaint(shape, message, node, path));
        return null;
      }
      throw new IllegalStateException(
          "The constructor of " + shape.type().getName() + " failed.", cause);
    }
  }

  /** Puts the full path for the component's name that a constructor's message begins with. */
  private static String complaint(
      Shape.Fields shape, String message, Node.Members node, String path) {
    Matcher subject = SUBJECT.matcher(message);
    if (subject.matches() && shape.keys().contains(subject.group(1))) {
      String key = subject.group(1);
      Node.Member member = node.map().get(key);
      Location place = member == null ? node.place() : member.value().place();
      return place + ": " + join(path, key) + subject.group(2) + subject.group(3);
    }
    return node.place() + ": " + (path.isEmpty() ? "" : path + ": ") + message;
  }

  private void mismatch(Node node, String path, Shape shape) {
    String maybe = "";
    boolean number = shape instanceof Shape.Whole || shape instanceof Shape.Real;
    if (number && node instanceof Node.Text text && text.value().matches("-?[0-9.]{1,20}")) {
      maybe = " Maybe you meant " + text.value() + " without quotes.";
    } else if (shape instanceof Shape.Text && node instanceof Node.Number digits) {
      maybe = " Maybe you meant \"" + digits.told() + "\" with quotes.";
    }
    problems.add(
        node.place()
            + ": "
            + path
            + " is "
            + node.told()
            + ", but must be "
            + shape.told()
            + "."
            + maybe);
  }

  private @Nullable Object refuse(Node node, String path, String rule) {
    problems.add(node.place() + ": " + path + " is " + node.told() + ", but " + rule);
    return null;
  }
}
