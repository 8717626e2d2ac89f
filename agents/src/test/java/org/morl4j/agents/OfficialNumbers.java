package org.morl4j.agents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Numbers of official-losses.json by their paths, as {@code iql.value_slope}; see
 * benchmarks/python/agents/official_losses.py for what they are.
 */
public final class OfficialNumbers {
  private final Map<String, List<Double>> numbers = new HashMap<>();

  /** Reads the file. */
  public OfficialNumbers() {
    try (InputStream in =
            Objects.requireNonNull(
                OfficialNumbers.class.getResourceAsStream("official-losses.json"));
        JsonParser parser = new JsonFactory().createParser(in)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken().isNumeric()) {
          numbers.computeIfAbsent(path(parser), key -> new ArrayList<>()).add(number(parser));
        } else if (parser.currentToken() == JsonToken.VALUE_NULL) {
          throw new IllegalStateException(path(parser) + " is null.");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double number(JsonParser parser) throws IOException {
    return parser.getDoubleValue();
  }

  /** Names of the objects that a number lies in, joined by dots. */
  private static String path(JsonParser parser) {
    String pointer = parser.getParsingContext().pathAsPointer().toString();
    return pointer.substring(1).replaceAll("/[0-9]+", "").replace('/', '.');
  }

  /** All numbers at a path. */
  public double[] doubles(String path) {
    List<Double> found = Objects.requireNonNull(numbers.get(path), path);
    return found.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The same as floats. */
  public float[] floats(String path) {
    double[] found = doubles(path);
    float[] floats = new float[found.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) found[i];
    }
    return floats;
  }

  /** The one number at a path. */
  public double value(String path) {
    return doubles(path)[0];
  }
}
