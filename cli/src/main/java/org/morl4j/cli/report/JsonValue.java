package org.morl4j.cli.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.ByteOrderMark;

/**
 * A JSON value that knows where it stood, so that every complaint names a file, a line and a path.
 *
 * @param raw a Map, List, String, Number, Boolean, or null
 * @param file the name of the file
 * @param line its line, from 1
 * @param path dotted path from the top of the file, empty at the top
 */
public record JsonValue(@Nullable Object raw, String file, int line, String path) {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  /**
   * Reads one value.
   *
   * @param text the whole JSON text
   * @param file the name for messages
   * @param firstLine the line of the file where the text begins, from 1
   * @throws ReportException if the text isn't one JSON value
   */
  public static JsonValue parse(String text, String file, int firstLine) {
    try (JsonParser parser = JSON.createParser(ByteOrderMark.strip(text))) {
      if (parser.nextToken() == null) {
        throw new ReportException(
            file + ":" + firstLine + " is empty, but must hold JSON. Maybe the run was cut off.");
      }
      JsonValue value = read(parser, file, firstLine, "");
      if (parser.nextToken() != null) {
        throw new ReportException(
            file
                + ":"
                + lineOf(parser.currentTokenLocation(), firstLine)
                + " goes on after the end of its JSON value. Maybe two runs wrote to one folder.");
      }
      return value;
    } catch (JacksonException e) {
      JsonLocation at = e.getLocation();
      throw new ReportException(
          file
              + ":"
              + (at == null ? firstLine : lineOf(at, firstLine))
              + " is not valid JSON: "
              + e.getOriginalMessage()
              + ". Maybe the file was cut off or edited.",
          e);
    } catch (IOException e) {
      throw new ReportException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  private static JsonValue read(JsonParser parser, String file, int firstLine, String path)
      throws IOException {
    int line = lineOf(parser.currentTokenLocation(), firstLine);
    Object raw;
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          fields.put(
              name, read(parser, file, firstLine, path.isEmpty() ? name : path + "." + name));
        }
        raw = fields;
      }
      case START_ARRAY -> {
        List<JsonValue> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(read(parser, file, firstLine, path + "[" + items.size() + "]"));
        }
        raw = items;
      }
      case VALUE_STRING -> raw = parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> raw = parser.getNumberValue();
      case VALUE_TRUE -> raw = true;
      case VALUE_FALSE -> raw = false;
      default -> raw = null;
    }
    return new JsonValue(raw, file, line, path);
  }

  private static int lineOf(JsonLocation location, int firstLine) {
    return firstLine + Math.max(0, location.getLineNr() - 1);
  }

  boolean isNull() {
    return raw == null;
  }

  /** The field, or null where it is missing or null. */
  public @Nullable JsonValue find(String name) {
    JsonValue value = fields().get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** The field; it must be there. */
  public JsonValue get(String name) {
    JsonValue value = find(name);
    if (value == null) {
      throw new ReportException(
          at()
              + " lacks `"
              + name
              + "`. Maybe the file was written by another version or edited by hand.");
    }
    return value;
  }

  /** The fields of an object, in the file's order. */
  @SuppressWarnings("unchecked") // read() puts nothing else into a Map
  public Map<String, JsonValue> fields() {
    if (raw instanceof Map<?, ?>) {
      return (Map<String, JsonValue>) raw;
    }
    throw unexpected("an object");
  }

  /** The items of an array. */
  @SuppressWarnings("unchecked") // read() puts nothing else into a List
  public List<JsonValue> items() {
    if (raw instanceof List<?>) {
      return (List<JsonValue>) raw;
    }
    throw unexpected("an array");
  }

  public String text() {
    if (raw instanceof String text) {
      return text;
    }
    throw unexpected("a string");
  }

  /** A string, or a number with all its digits, as seeds of 64 bits need. */
  public String label() {
    return raw instanceof Number number ? number.toString() : text();
  }

  public boolean flag() {
    if (raw instanceof Boolean flag) {
      return flag;
    }
    throw unexpected("true or false");
  }

  /**
   * A number; NaN and the infinities bare, as strings, or (NaN) as null, as JSON writers differ.
   */
  public double number() {
    if (raw instanceof Number number) {
      return number.doubleValue();
    }
    if (raw == null) {
      return Double.NaN;
    }
    if (raw instanceof String text) {
      switch (text) {
        case "NaN" -> {
          return Double.NaN;
        }
        case "Infinity", "+Infinity" -> {
          return Double.POSITIVE_INFINITY;
        }
        case "-Infinity" -> {
          return Double.NEGATIVE_INFINITY;
        }
        default -> throw unexpected("a number");
      }
    }
    throw unexpected("a number");
  }

  /** A whole number from 0 to 2^53. */
  long count() {
    double number = number();
    if (number >= 0 && number <= 0x1p53 && number == Math.rint(number)) {
      return (long) number;
    }
    throw unexpected("a whole number, 0 or more");
  }

  /** An array of numbers. */
  double[] numbers() {
    List<JsonValue> items = items();
    double[] numbers = new double[items.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = items.get(i).number();
    }
    return numbers;
  }

  /** An array of as many numbers as there are objectives. */
  public double[] numbers(int objectives) {
    double[] numbers = numbers();
    if (numbers.length != objectives) {
      throw new ReportException(
          at()
              + " has "
              + numbers.length
              + " numbers, but the run has "
              + objectives
              + " objectives. Maybe files of two runs lie in one folder.");
    }
    return numbers;
  }

  /** The value on one line; equal for equal values, whatever the order of fields: 1.0 is 1. */
  public String canonical() {
    if (raw instanceof Map<?, ?>) {
      return new TreeMap<>(fields())
          .entrySet().stream()
              .map(f -> '"' + f.getKey() + "\": " + f.getValue().canonical())
              .collect(Collectors.joining(", ", "{", "}"));
    }
    if (raw instanceof List<?>) {
      return items().stream().map(JsonValue::canonical).collect(Collectors.joining(", ", "[", "]"));
    }
    if (raw instanceof Number number) {
      double value = number.doubleValue();
      boolean whole = value == Math.rint(value) && Math.abs(value) < 0x1p53;
      return whole ? Long.toString((long) value) : number.toString();
    }
    return raw instanceof String text ? '"' + text + '"' : String.valueOf(raw);
  }

  /** Where the value stands, for messages: {@code archive.json:12: points[3].returns}. */
  String at() {
    return file + ":" + line + (path.isEmpty() ? "" : ": " + path);
  }

  private ReportException unexpected(String expected) {
    String found;
    if (raw == null) {
      found = "null";
    } else if (raw instanceof Map) {
      found = "an object";
    } else if (raw instanceof List) {
      found = "an array";
    } else if (raw instanceof String text) {
      found = "\"" + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + "\"";
    } else {
      found = raw.toString();
    }
    return new ReportException(
        at() + " is " + found + ", but must be " + expected + ". Maybe it was edited by hand.");
  }
}
