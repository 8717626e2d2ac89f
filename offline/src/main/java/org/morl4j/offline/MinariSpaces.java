package org.morl4j.offline;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.check.Vec;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;

/** Spaces as Minari's metadata writes them: JSON inside a string. */
final class MinariSpaces {
  private MinariSpaces() {}

  /**
   * Reads one.
   *
   * @param file for messages
   * @param key in the metadata
   * @throws DatasetException if it is none that is served
   */
  static Space read(Path file, String key, JsonNode space) {
    String type = space.path("type").asText();
    try {
      return switch (type) {
        case "Box" -> box(space);
        case "Discrete" -> new Discrete(space.path("n").asInt(), space.path("start").asInt(0));
        default ->
            throw new DatasetException(
                "%s: %s has the type \"%s\", but must be Box or Discrete. Maybe flatten the dataset's spaces before it is recorded."
                    .formatted(file, key, type));
      };
    } catch (IllegalArgumentException e) {
      throw new DatasetException("%s: %s: %s".formatted(file, key, e.getMessage()), e);
    }
  }

  private static Box box(JsonNode space) {
    List<Integer> shape = new ArrayList<>();
    space.path("shape").forEach(length -> shape.add(length.asInt()));
    Dtype dtype = Dtype.ofNumpy(space.path("dtype").asText());
    return new Box(numbers(space.path("low")), numbers(space.path("high")), shape, dtype);
  }

  /** Bounds, nested as the shape is; Python writes infinite ones as Infinity. */
  private static Vec numbers(JsonNode node) {
    List<Double> flat = new ArrayList<>();
    flatten(node, flat);
    return Vec.of(flat.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static void flatten(JsonNode node, List<Double> flat) {
    if (node.isArray()) {
      node.forEach(entry -> flatten(entry, flat));
    } else {
      flat.add(node.asDouble());
    }
  }
}
