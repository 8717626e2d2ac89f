package org.morl4j.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.check.Vec;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.DictSpace;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.MultiBinary;
import org.morl4j.core.space.MultiDiscrete;
import org.morl4j.core.space.Space;
import org.morl4j.core.space.TupleSpace;
import org.morl4j.core.state.StateException;

/** Spaces as JSON, in Minari's form; infinite bounds are the strings "inf" and "-inf". */
final class SpaceJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MAX_SIZE = 1 << 24;

  private SpaceJson() {}

  static ObjectNode write(Space space) {
    ObjectNode node = JSON.objectNode();
    if (space instanceof Box box) {
      node.put("type", "Box").put("dtype", box.dtype().numpyName());
      box.shape().forEach(node.putArray("shape")::add);
      bounds(node.putArray("low"), box.low());
      bounds(node.putArray("high"), box.high());
    } else if (space instanceof Discrete discrete) {
      node.put("type", "Discrete").put("n", discrete.n()).put("start", discrete.start());
    } else if (space instanceof MultiDiscrete multi) {
      node.put("type", "MultiDiscrete");
      multi.n().forEach(node.putArray("nvec")::add);
    } else if (space instanceof MultiBinary binary) {
      node.put("type", "MultiBinary").put("n", binary.n());
    } else if (space instanceof DictSpace dict) {
      node.put("type", "Dict");
      ArrayNode entries = node.putArray("spaces");
      for (DictSpace.Entry entry : dict.entries()) {
        entries.addObject().put("key", entry.key()).set("space", write(entry.space()));
      }
    } else {
      node.put("type", "Tuple");
      ArrayNode parts = node.putArray("spaces");
      ((TupleSpace) space).spaces().forEach(part -> parts.add(write(part)));
    }
    return node;
  }

  static Space read(JsonNode node) {
    String type = text(node, "type");
    switch (type) {
      case "Box" -> {
        List<Integer> shape = new ArrayList<>();
        array(node, "shape").forEach(n -> shape.add(whole(n, "shape")));
        return new Box(
            bounds(array(node, "low")),
            bounds(array(node, "high")),
            shape,
            Dtype.ofNumpy(text(node, "dtype")));
      }
      case "Discrete" -> {
        return new Discrete(
            whole(node.path("n"), "n"), node.has("start") ? whole(node.get("start"), "start") : 0);
      }
      case "MultiDiscrete" -> {
        List<Integer> n = new ArrayList<>();
        array(node, "nvec").forEach(k -> n.add(whole(k, "nvec")));
        return new MultiDiscrete(n);
      }
      case "MultiBinary" -> {
        return new MultiBinary(whole(node.path("n"), "n"));
      }
      case "Dict" -> {
        List<DictSpace.Entry> entries = new ArrayList<>();
        array(node, "spaces")
            .forEach(e -> entries.add(new DictSpace.Entry(text(e, "key"), read(e.path("space")))));
        return new DictSpace(entries);
      }
      case "Tuple" -> {
        List<Space> parts = new ArrayList<>();
        array(node, "spaces").forEach(part -> parts.add(read(part)));
        return new TupleSpace(parts);
      }
      default ->
          throw new StateException(
              "A space is of type "
                  + type
                  + ". Allowed: Box, Discrete, MultiDiscrete, MultiBinary, Dict, Tuple.");
    }
  }

  private static void bounds(ArrayNode out, Vec bounds) {
    for (int i = 0; i < bounds.size(); i++) {
      double bound = bounds.get(i);
      if (Double.isInfinite(bound)) {
        out.add(bound > 0 ? "inf" : "-inf");
      } else {
        out.add(bound);
      }
    }
  }

  private static Vec bounds(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode node = array.get(i);
      if (node.isNumber()) {
        values[i] = node.doubleValue();
      } else if (node.asText().equals("inf")) {
        values[i] = Double.POSITIVE_INFINITY;
      } else if (node.asText().equals("-inf")) {
        values[i] = Double.NEGATIVE_INFINITY;
      } else {
        throw new StateException("A Box bound is " + node + ", but must be a number, inf or -inf.");
      }
    }
    return Vec.of(values);
  }

  private static JsonNode array(JsonNode node, String key) {
    JsonNode value = node.path(key);
    if (!value.isArray() || value.size() > MAX_SIZE) {
      throw new StateException("A space has no list " + key + ", or one too long: " + value + ".");
    }
    return value;
  }

  private static String text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    if (!value.isTextual()) {
      throw new StateException("A space has no text " + key + ".");
    }
    return value.textValue();
  }

  private static int whole(JsonNode node, String key) {
    if (!node.canConvertToInt() || !node.isIntegralNumber() || node.intValue() > MAX_SIZE) {
      throw new StateException(
          "A space's " + key + " is " + node + ", but must be a whole number.");
    }
    return node.intValue();
  }
}
