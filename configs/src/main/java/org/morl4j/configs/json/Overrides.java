package org.morl4j.configs.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays the values of {@code --set path=value} over a config, before it is bound. */
final class Overrides {
  private Overrides() {}

  static Node apply(Node root, List<String> overrides) {
    Node result = root;
    for (String override : overrides) {
      Location place = Location.option("--set " + Quote.key(override));
      int equals = override.indexOf('=');
      List<String> path =
          equals < 0 ? List.of() : List.of(path(override.substring(0, equals)).split("\\.", -1));
      if (equals < 0 || path.contains("")) {
        throw new ConfigException(place + ": must have the form path=value, as in agent.epochs=3.");
      }
      if (path.size() > JsonTree.MAX_DEPTH) {
        throw new ConfigException(
            place + ": nested deeper than " + JsonTree.MAX_DEPTH + " levels.");
      }
      result = with(result, path, 0, value(override.substring(equals + 1), place), place);
    }
    return result;
  }

  /** With indexes as messages write them: hidden[0] is hidden.0. */
  private static String path(String given) {
    return given.strip().replaceAll("\\[([0-9]{1,9})]", ".$1");
  }

  /** The value as JSON, else as a string: {@code name=a} needs no quotes. */
  private static Node value(String text, Location place) {
    try {
      return JsonTree.parse(text, location -> place);
    } catch (ConfigException notJson) {
      return new Node.Text(place, text);
    }
  }

  private static Node with(Node node, List<String> path, int depth, Node value, Location place) {
    if (depth == path.size()) {
      return value;
    }
    String key = path.get(depth);
    if (node instanceof Node.Items items) {
      int index = index(items, path, depth, place);
      List<Node> list = new java.util.ArrayList<>(items.list());
      list.set(index, with(list.get(index), path, depth + 1, value, place));
      return new Node.Items(items.place(), list);
    }
    Map<String, Node.Member> map = new LinkedHashMap<>();
    Location owner = place;
    if (node instanceof Node.Members members) {
      map.putAll(members.map());
      owner = members.place();
    }
    Node.Member old = map.get(key);
    Node start = old == null ? new Node.Members(place, Map.of()) : old.value();
    map.put(key, new Node.Member(place, with(start, path, depth + 1, value, place)));
    return new Node.Members(owner, map);
  }

  private static int index(Node.Items items, List<String> path, int depth, Location place) {
    int size = items.list().size();
    String given = path.get(depth);
    int index = given.matches("[0-9]{1,9}") ? Integer.parseInt(given) : size;
    if (index >= size) {
      throw new ConfigException(
          place
              + ": "
              + String.join(".", path.subList(0, depth))
              + " is a list of "
              + size
              + ", so "
              + Quote.key(given)
              + " is none of its indexes.");
    }
    return index;
  }
}
