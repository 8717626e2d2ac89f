package org.morl4j.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.ReferenceScores;

/**
 * What a dataset says besides its episodes: the keys of Minari's metadata.json, those that nobody
 * here knows included, so that a copy keeps them. Ours are {@code objective_names}, {@code
 * cost_names}, and {@code morl4j_random} and {@code morl4j_expert}: the reference returns, one
 * number an objective.
 */
public final class Metadata {
  static final String RANDOM = "morl4j_random";
  static final String EXPERT = "morl4j_expert";

  /** Says nothing. */
  public static final Metadata EMPTY = new Metadata(JsonNodeFactory.instance.objectNode());

  private final ObjectNode json;

  Metadata(ObjectNode json) {
    this.json = json.deepCopy();
  }

  /** A copy of all keys. */
  ObjectNode json() {
    return json.deepCopy();
  }

  /** A key's text, if it has one. */
  public Optional<String> text(String key) {
    JsonNode node = json.path(key);
    return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
  }

  /** With a text under a key. */
  public Metadata with(String key, String text) {
    ObjectNode copy = json();
    copy.put(key, text);
    return new Metadata(copy);
  }

  /** With reference returns. */
  public Metadata with(ReferenceScores scores) {
    ObjectNode copy = json();
    copy.set(RANDOM, array(scores.random()));
    copy.set(EXPERT, array(scores.expert()));
    return new Metadata(copy);
  }

  private static ArrayNode array(Vec values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (double value : values.toArray()) {
      array.add(value);
    }
    return array;
  }

  /**
   * The reference returns, if it has them.
   *
   * @throws DatasetException if they are no numbers, or measure nothing
   */
  public Optional<ReferenceScores> references() {
    if (!json.has(RANDOM) && !json.has(EXPERT)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ReferenceScores(numbers(RANDOM), numbers(EXPERT)));
    } catch (IllegalArgumentException e) {
      throw new DatasetException("metadata.json: " + e.getMessage(), e);
    }
  }

  private Vec numbers(String key) {
    JsonNode node = json.path(key);
    double[] values = new double[node.isArray() ? node.size() : 1];
    for (int i = 0; i < values.length; i++) {
      JsonNode entry = node.isArray() ? node.get(i) : node;
      if (!entry.isNumber()) {
        throw new IllegalArgumentException(
            "%s is %s, but must be a list of numbers, one an objective.".formatted(key, node));
      }
      values[i] = entry.asDouble();
    }
    return Vec.of(values);
  }
}
