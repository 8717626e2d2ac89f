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
import org.morl4j.core.check.Range;
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

  /** Bounds beyond are only against nonsense: nobody means them. */
  private static final double FAR = 1e9;

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
      return whole(whole, number, path, fallback);
    } else if (shape instanceof Shape.Real real && node instanceof Node.Number number) {
      return real(real.range(), number, path, fallback);
    } else if (shape instanceof Shape.Flag && node instanceof Node.Flag flag) {
      return flag.value();
    } else if (shape instanceof Shape.Text of && node instanceof Node.Text text) {
      return text(of.range(), text, path);
    } else if (shape instanceof Shape.Choice choice && node instanceof Node.Text text) {
      return choice(choice, text, path);
    } else if (shape instanceof Shape.Numbers numbers && node instanceof Node.Items items) {
      Range range = numbers.range();
      List<Double> list = this.<Double>items(new Shape.Real(range), range, items, path);
      return list == null ? null : Vec.of(list);
    } else if (shape instanceof Shape.Items list && node instanceof Node.Items items) {
      return this.<Object>items(list.element(), list.range(), items, path);
    } else if (shape instanceof Shape.Scalars of && node instanceof Node.Members members) {
      return scalars(of.range(), members, path);
    } else if (shape instanceof Shape.Named named && node instanceof Node.Members members) {
      return named(named, members, path);
    } else if (shape instanceof Shape.Any any && !(node instanceof Node.Null)) {
      return any(any, node, path);
    } else if (shape instanceof Shape.Fields fields && node instanceof Node.Members members) {
      return record(fields, members, path, fallback, Set.of());
    } else if (shape instanceof Shape.Fields fields
        && node instanceof Node.Items items
        && fields.listForm().isPresent()) {
      return listed(fields, fields.listForm().get(), items, path);
    } else if (shape instanceof Shape.OneOf oneOf && node instanceof Node.Members members) {
      return oneOf(oneOf, members, path, fallback);
    }
    mismatch(node, path, shape);
    return null;
  }

  private @Nullable Object whole(
      Shape.Whole shape, Node.Number node, String path, @Nullable Object fallback) {
    Range range = shape.range();
    try {
      BigDecimal exact = new BigDecimal(node.digits()).stripTrailingZeros();
      if (exact.scale() > 0) {
        mismatch(node, path, shape);
        return null;
      }
      // The scale is bounded first: 1e999999999 must not be written out.
      if (exact.precision() - exact.scale() <= 19) {
        Object value =
            shape.isLong() ? (Object) exact.longValueExact() : (Object) exact.intValueExact();
        if (range.holds(exact.doubleValue())) {
          return value;
        }
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Too large: told below.
    }
    if (range.bounded()) {
      return outside(range, node, path, fallback);
    }
    long most = shape.isLong() ? Long.MAX_VALUE : Integer.MAX_VALUE;
    return refuse(node, path, "must lie between " + (-most - 1) + " and " + most + ".");
  }

  /** Tells what a number may be, and a value that will do. */
  private @Nullable Object outside(
      Range range, Node.Number node, String path, @Nullable Object fallback) {
    String remedy = "";
    if (fallback instanceof Number number && range.holds(number.doubleValue())) {
      remedy = " Maybe leave it out for its default, %s.".formatted(ConfigWriter.digits(number));
    } else {
      boolean low = Double.parseDouble(node.digits()) <= range.least();
      double near = low ? range.least() : range.most();
      remedy =
          range.holds(near) && Math.abs(near) < FAR
              ? " Maybe use %s.".formatted(Range.number(near))
              : "";
    }
    return refuse(node, path, "must %s.%s".formatted(range.rule(), remedy));
  }

  private @Nullable Object text(Range range, Node.Text node, String path) {
    String text = node.value();
    return text.length() <= range.maxLength()
        ? text
        : refuse(
            node,
            path,
            "must have at most %d characters, not %d.".formatted(range.maxLength(), text.length()));
  }

  private boolean tooMany(int size, Range range, Node node, String path) {
    if (size > range.maxItems()) {
      problems.add(
          "%s: %s has %d entries, but must have at most %d."
              .formatted(node.place(), path, size, range.maxItems()));
      return true;
    }
    return false;
  }

  private @Nullable Object real(
      Range range, Node.Number node, String path, @Nullable Object fallback) {
    double value = Double.parseDouble(node.digits());
    if (range.bounded() && !range.holds(value)) {
      return outside(range, node, path, fallback);
    }
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
  private <T> @Nullable List<T> items(Shape element, Range range, Node.Items node, String path) {
    if (tooMany(node.list().size(), range, node, path)) {
      return null;
    }
    List<T> values = new ArrayList<>();
    for (Node item : node.list()) {
      boolean opens = element instanceof Shape.Fields || element instanceof Shape.OneOf;
      String index = Integer.toString(values.size());
      String at = opens ? join(path, index) : path + "[" + index + "]";
      Object value = value(element, item, at, null);
      if (value == null) {
        return null;
      }
      values.add((T) value);
    }
    return Collections.unmodifiableList(values);
  }

  /** A list in place of a record: all components but the one it means are left out. */
  private @Nullable Record listed(
      Shape.Fields shape, Shape.Field listed, Node.Items node, String path) {
    Node.Members owner = new Node.Members(node.place(), Map.of());
    List<Shape.Field> fields = shape.list();
    @Nullable Object[] values = new @Nullable Object[fields.size()];
    boolean complete = true;
    for (int i = 0; i < values.length; i++) {
      Shape.Field field = fields.get(i);
      if (field.name().equals(listed.name())) {
        values[i] = value(field.shape(), node, path, null);
        complete &= values[i] != null;
      } else {
        Optional<Object> value = component(field, owner, path, shape.defaults());
        complete &= value != null;
        values[i] = value == null ? null : value.orElse(null);
      }
    }
    return complete ? construct(shape, values, owner, path) : null;
  }

  private @Nullable Object scalars(Range range, Node.Members node, String path) {
    if (tooMany(node.map().size(), range, node, path)) {
      return null;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, Node.Member> entry : node.map().entrySet()) {
      Object value = scalar(range, entry.getValue().value(), join(path, entry.getKey()));
      if (value == null) {
        return null;
      }
      values.put(entry.getKey(), value);
    }
    return Collections.unmodifiableMap(values);
  }

  private @Nullable Object scalar(Range range, Node given, String path) {
    if (given instanceof Node.Number number) {
      return number.isFloat()
          ? real(Range.ANY, number, path, null)
          : whole(new Shape.Whole(true, Range.ANY), number, path, null);
    } else if (given instanceof Node.Text text) {
      return text(range, text, path);
    } else if (given instanceof Node.Flag flag) {
      return flag.value();
    }
    return refuse(given, path, "must be a string, a number, true or false.");
  }

  private @Nullable Json any(Shape.Any shape, Node node, String path) {
    Object value;
    if (node instanceof Node.Items items) {
      value = this.<Json>items(shape, shape.range(), items, path);
    } else if (node instanceof Node.Members members) {
      value = named(new Shape.Named(shape, shape.range()), members, path);
    } else {
      value = scalar(shape.range(), node, path);
    }
    return value == null ? null : new Json(value);
  }

  private @Nullable Object named(Shape.Named shape, Node.Members node, String path) {
    if (tooMany(node.map().size(), shape.range(), node, path)) {
      return null;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, Node.Member> entry : node.map().entrySet()) {
      String at = join(path, entry.getKey());
      Object value = value(shape.element(), entry.getValue().value(), at, null);
      if (value != null) { // else its problem is told with those of the others
        values.put(entry.getKey(), value);
      }
    }
    return values.size() == node.map().size() ? Collections.unmodifiableMap(values) : null;
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
                + (problems.size() < ConfigException.SHOWN ? Check.maybe(key, keys) : ""));
      }
    }
    Record made = components(shape, node, path, fallback);
    return known ? made : null;
  }

  private @Nullable Record components(
      Shape.Fields shape, Node.Members node, String path, @Nullable Object fallback) {
    Record base = shape.base(fallback);
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
