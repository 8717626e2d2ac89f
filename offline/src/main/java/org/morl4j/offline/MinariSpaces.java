package org.morl4j.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.DictSpace;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.MultiBinary;
import org.morl4j.core.space.MultiDiscrete;
import org.morl4j.core.space.Space;
import org.morl4j.core.space.TupleSpace;

/** Spaces as Minari's metadata writes them: JSON inside a string. */
final class MinariSpaces {
  private static final int DEEPEST = 16;

  private MinariSpaces() {}

  /**
   * Reads one.
   *
   * @param file for messages
   * @param key in the metadata
   * @throws DatasetException if it is none that is served
   */
  static Space read(Path file, String key, JsonNode space) {
    try {
      return read(space, DEEPEST);
    } catch (IllegalArgumentException e) {
      throw new DatasetException("%s: %s: %s".formatted(file, key, e.getMessage()), e);
    }
  }

  private static Space read(JsonNode space, int depth) {
    if (depth == 0) {
      throw new IllegalArgumentException("its spaces lie deeper than " + DEEPEST + ".");
    }
    String type = space.path("type").asText();
    return switch (type) {
      case "Box" -> box(space);
      case "Discrete" ->
          new Discrete(whole(space.path("n"), "n"), whole(space.path("start"), "start", 0));
      case "MultiDiscrete" -> new MultiDiscrete(wholes(space.path("nvec"), "nvec"));
      case "MultiBinary" -> new MultiBinary(product(wholes(space.path("n"), "n")));
      case "Dict" -> dict(space.path("subspaces"), depth);
      case "Tuple" -> tuple(space.path("subspaces"), depth);
      default ->
          throw new IllegalArgumentException(
              "it has the type %s, but must be Box, Discrete, MultiDiscrete, MultiBinary, Dict or Tuple. Maybe flatten the dataset's spaces before it is recorded."
                  .formatted(Check.quoted(type, 100)));
    };
  }

  private static Space dict(JsonNode parts, int depth) {
    List<DictSpace.Entry> entries = new ArrayList<>();
    parts
        .fields()
        .forEachRemaining(
            part ->
                entries.add(new DictSpace.Entry(part.getKey(), read(part.getValue(), depth - 1))));
    return new DictSpace(entries);
  }

  private static Space tuple(JsonNode parts, int depth) {
    List<Space> spaces = new ArrayList<>();
    parts.forEach(part -> spaces.add(read(part, depth - 1)));
    return new TupleSpace(spaces);
  }

  private static Box box(JsonNode space) {
    Dtype dtype = Dtype.ofNumpy(space.path("dtype").asText());
    List<Integer> shape = wholes(space.path("shape"), "shape");
    return new Box(numbers(space.path("low")), numbers(space.path("high")), shape, dtype);
  }

  private static int whole(JsonNode node, String name) {
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw new IllegalArgumentException(
          "%s is %s, but must be a whole number."
              .formatted(name, Check.quoted(node.toString(), 100)));
    }
    return node.asInt();
  }

  private static int whole(JsonNode node, String name, int absent) {
    return node.isMissingNode() ? absent : whole(node, name);
  }

  private static List<Integer> wholes(JsonNode node, String name) {
    List<Integer> all = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(entry -> all.addAll(wholes(entry, name)));
    } else {
      all.add(whole(node, name));
    }
    return all;
  }

  private static int product(List<Integer> lengths) {
    int product = 1;
    for (int length : lengths) {
      product = Math.multiplyExact(product, length);
    }
    return product;
  }

  /** Bounds, nested as the shape is; Python writes infinite ones as Infinity. */
  private static Vec numbers(JsonNode node) {
    List<Double> flat = new ArrayList<>();
    flatten(node, flat);
    return Vec.of(flat);
  }

  private static void flatten(JsonNode node, List<Double> flat) {
    if (node.isArray()) {
      node.forEach(entry -> flatten(entry, flat));
    } else if (node.isNumber()) {
      flat.add(node.asDouble());
    } else {
      throw new IllegalArgumentException(
          "a bound is %s, but must be a number.".formatted(Check.quoted(node.toString(), 100)));
    }
  }

  /** Writes one. */
  static ObjectNode write(Space space) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (space instanceof Box box) {
      writeBox(box, node);
    } else if (space instanceof Discrete discrete) {
      node.put("type", "Discrete").put("dtype", "int64");
      node.put("n", discrete.n()).put("start", discrete.start());
    } else if (space instanceof MultiDiscrete several) {
      several
          .n()
          .forEach(node.put("type", "MultiDiscrete").put("dtype", "int64").putArray("nvec")::add);
    } else if (space instanceof MultiBinary binary) {
      node.put("type", "MultiBinary").put("n", binary.n());
    } else if (space instanceof DictSpace dict) {
      ObjectNode parts = node.put("type", "Dict").putObject("subspaces");
      dict.entries().forEach(entry -> parts.set(entry.key(), write(entry.space())));
    } else if (space instanceof TupleSpace tuple) {
      ArrayNode parts = node.put("type", "Tuple").putArray("subspaces");
      tuple.spaces().forEach(part -> parts.add(write(part)));
    }
    return node;
  }

  private static void writeBox(Box box, ObjectNode node) {
    node.put("type", "Box").put("dtype", box.dtype().numpyName());
    box.shape().forEach(node.putArray("shape")::add);
    node.set("low", nested(box.low(), box.shape(), 0, 0));
    node.set("high", nested(box.high(), box.shape(), 0, 0));
  }

  /** Bounds as lists in lists; those of a Box without dimensions are one number. */
  private static JsonNode nested(Vec bounds, List<Integer> shape, int axis, int at) {
    if (axis == shape.size()) {
      return JsonNodeFactory.instance.numberNode(bounds.get(at));
    }
    int stride = product(shape.subList(axis + 1, shape.size()));
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < shape.get(axis); i++) {
      list.add(nested(bounds, shape, axis + 1, at + i * stride));
    }
    return list;
  }
}
