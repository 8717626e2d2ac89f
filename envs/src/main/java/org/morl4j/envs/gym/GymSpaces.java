package org.morl4j.envs.gym;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvException;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.DictSpace;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.MultiBinary;
import org.morl4j.core.space.MultiDiscrete;
import org.morl4j.core.space.Space;
import org.morl4j.core.space.TupleSpace;

/**
 * Reads spaces as {@code worker.py} describes them. What has no fixed size (Graph, Sequence, Text,
 * OneOf), images and integers that a double can't hold are refused by name.
 */
final class GymSpaces {
  private static final double LARGEST_EXACT = 0x1p53;

  /** Numbers of a space, or values of a Discrete: networks have one input or output for each. */
  private static final int LARGEST_SIZE = 100_000;

  private final String owner;

  /**
   * @param owner whose spaces, for messages
   */
  GymSpaces(String owner) {
    this.owner = owner;
  }

  /**
   * @param name what the space is of, e.g. {@code observation space}
   */
  Space read(String name, JsonNode node) {
    String type = node.path("type").asText();
    return switch (type) {
      case "Box" -> box(name, node);
      case "Discrete" -> discrete(name, node);
      case "MultiDiscrete" -> new MultiDiscrete(ints(name, node.get("n")));
      case "MultiBinary" -> new MultiBinary(node.get("n").asInt());
      case "Dict" -> {
        List<DictSpace.Entry> entries = new ArrayList<>();
        for (JsonNode part : node.get("parts")) {
          String key = part.get("key").asText();
          entries.add(new DictSpace.Entry(key, read(name + "['" + key + "']", part.get("space"))));
        }
        yield new DictSpace(entries);
      }
      case "Tuple" -> {
        List<Space> parts = new ArrayList<>();
        for (JsonNode part : node.get("parts")) {
          parts.add(read(name + "[" + parts.size() + "]", part));
        }
        yield new TupleSpace(parts);
      }
      default ->
          throw refused(
              name,
              "a " + type + ", which has no fixed size",
              "Maybe a wrapper on the Python side can turn it into a Box.");
    };
  }

  private Box box(String name, JsonNode node) {
    List<Integer> shape = ints(name, node.get("shape"));
    if (shape.size() > 2) {
      throw refused(
          name,
          "a Box of shape " + shape + ": images need convolutions, which there are none of yet",
          "Maybe gymnasium's FlattenObservation or a variant without images will do.");
    }
    long size = 1;
    for (int side : shape) {
      size *= side;
    }
    if (size > LARGEST_SIZE) {
      throw tooLarge(name, "a Box of shape " + shape);
    }
    Dtype dtype;
    try {
      dtype = Dtype.ofNumpy(node.get("dtype").asText());
    } catch (IllegalArgumentException e) {
      throw refused(name, "a Box whose " + e.getMessage(), "Maybe cast it on the Python side.");
    }
    Vec low = doubles(node.get("low"));
    Vec high = doubles(node.get("high"));
    if (dtype == Dtype.INT64 || dtype == Dtype.UINT64) {
      for (int i = 0; i < low.size(); i++) {
        if (low.get(i) < -LARGEST_EXACT || high.get(i) > LARGEST_EXACT) {
          throw refused(
              name,
              "a Box of "
                  + dtype.numpyName()
                  + " from "
                  + low.get(i)
                  + " to "
                  + high.get(i)
                  + ", and integers beyond 2^53 do not fit a double",
              "Maybe narrower bounds describe it as well.");
        }
      }
    }
    return new Box(low, high, shape, dtype);
  }

  private Discrete discrete(String name, JsonNode node) {
    JsonNode n = node.get("n");
    JsonNode start = node.get("start");
    if (!n.canConvertToInt() || !start.canConvertToInt()) {
      throw refused(
          name, "a Discrete of " + n + " values from " + start, "Maybe a Box fits better.");
    }
    if (n.asInt() > LARGEST_SIZE) {
      throw tooLarge(name, "a Discrete of " + n + " values");
    }
    return new Discrete(n.asInt(), start.asInt());
  }

  private List<Integer> ints(String name, JsonNode values) {
    List<Integer> ints = new ArrayList<>();
    for (JsonNode value : values) {
      if (!value.canConvertToInt()) {
        throw refused(name, "of size " + value, "Maybe a smaller one will do.");
      }
      ints.add(value.asInt());
    }
    return ints;
  }

  private static Vec doubles(JsonNode values) {
    double[] doubles = new double[values.size()];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values.get(i).asDouble();
    }
    return Vec.of(doubles);
  }

  private EnvException tooLarge(String name, String what) {
    return new EnvException(
        "%s: the %s is %s, but at most %d are taken, since networks have one input or output for each. Maybe a smaller space describes it as well."
            .formatted(owner, name, what, LARGEST_SIZE));
  }

  private EnvException refused(String name, String what, String remedy) {
    return new EnvException(
        owner
            + ": the "
            + name
            + " is "
            + what
            + ". Allowed are Box of up to two dimensions, Discrete, MultiDiscrete, MultiBinary,"
            + " Dict and Tuple. "
            + remedy);
  }
}
