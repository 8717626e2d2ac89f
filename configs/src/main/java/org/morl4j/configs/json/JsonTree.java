package org.morl4j.configs.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Parses standard JSON (no comments, no repeated keys, no NaN) to {@link Node}s. Depth and sizes
 * are bounded, so no text can exhaust the stack or the heap.
 */
final class JsonTree {
  static final int MAX_CHARS = 1 << 20;
  static final int MAX_DEPTH = 64;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH + 2)
                  .maxStringLength(MAX_CHARS)
                  .maxNumberLength(1000)
                  .build())
          // Otherwise keys of all configs ever read stay in one table shared by all parsers.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final JsonParser parser;
  private final Function<JsonLocation, Location> places;
  private final List<String> problems = new ArrayList<>();

  private JsonTree(JsonParser parser, Function<JsonLocation, Location> places) {
    this.parser = parser;
    this.places = places;
  }

  /**
   * Parses a whole document.
   *
   * @throws ConfigException if {@code text} is not one JSON value, or repeats a key
   */
  static Node parse(String text, Function<JsonLocation, Location> places) {
    if (text.length() > MAX_CHARS) {
      throw new ConfigException(
          places.apply(new JsonLocation(null, 0, 1, 1))
              + ": the text has "
              + text.length()
              + " characters, but at most "
              + MAX_CHARS
              + " are allowed.");
    }
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonTree tree = new JsonTree(parser, places);
      Node root = tree.document();
      if (!tree.problems.isEmpty()) {
        throw new ConfigException(tree.problems);
      }
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException("Reading from a string can't fail.", e);
    }
  }

  private Node document() throws IOException {
    try {
      if (parser.nextToken() == null) {
        throw new ConfigException(here() + ": the config is empty, but must be an object {...}.");
      }
      Node root = value("", 0);
      if (parser.nextToken() != null) {
        throw new ConfigException(
            here() + ": there is more text after the end of the config. Maybe a } too many.");
      }
      return root;
    } catch (StreamConstraintsException e) {
      throw new ConfigException(here() + ": a number or name is too long.");
    } catch (JsonProcessingException e) {
      JsonLocation location = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
      throw new ConfigException(places.apply(location) + ": not JSON: " + reason(e));
    }
  }

  private Node value(String path, int depth) throws IOException {
    Location place = here();
    if (depth > MAX_DEPTH) {
      throw new ConfigException(place + ": nested deeper than " + MAX_DEPTH + " levels.");
    }
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> members(place, path, depth);
      case START_ARRAY -> items(place, path, depth);
      case VALUE_STRING -> new Node.Text(place, parser.getText());
      case VALUE_NUMBER_INT -> new Node.Number(place, parser.getText(), false);
      case VALUE_NUMBER_FLOAT -> new Node.Number(place, parser.getText(), true);
      case VALUE_TRUE -> new Node.Flag(place, true);
      case VALUE_FALSE -> new Node.Flag(place, false);
      case VALUE_NULL -> new Node.Null(place);
      default -> throw new IllegalStateException("A JSON value can't start with " + token);
    };
  }

  private Node members(Location place, String path, int depth) throws IOException {
    Map<String, Node.Member> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      Location keyPlace = here();
      String keyPath = Binder.join(path, key);
      parser.nextToken();
      Node value = value(keyPath, depth + 1);
      Node.Member first = map.putIfAbsent(key, new Node.Member(keyPlace, value));
      if (first != null) {
        problems.add(
            keyPlace
                + ": "
                + keyPath
                + " is given twice, first at "
                + first.keyPlace().line()
                + ":"
                + first.keyPlace().column()
                + ".");
      }
    }
    return new Node.Members(place, map);
  }

  private Node items(Location place, String path, int depth) throws IOException {
    List<Node> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(Binder.join(path, Integer.toString(list.size())), depth + 1));
    }
    return new Node.Items(place, list);
  }

  private Location here() {
    return places.apply(parser.currentTokenLocation());
  }

  private static String reason(JsonProcessingException e) {
    String original = e.getOriginalMessage();
    if (original == null) {
      return "it can't be read.";
    }
    if (original.contains("comment")) {
      return "no comments are allowed but those that start with //.";
    }
    if (original.startsWith("Non-standard token")) {
      return "NaN and infinities are no numbers of JSON. Maybe use null for no limit.";
    }
    if (original.startsWith("Unexpected close marker")) {
      return "a } or ] too many.";
    }
    String line =
        original
            .lines()
            .findFirst()
            .orElse("it can't be read")
            .replaceAll("\\[Source: REDACTED[^;]*; ", "[");
    return line.endsWith(".") ? line : line + ".";
  }
}
