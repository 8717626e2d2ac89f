package org.morl4j.configs.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How configs of the format before the present one are read: their keys are put where they stand
 * now, what they left out is filled in where that meant something else, and values whose meaning
 * changed are converted once all is bound.
 *
 * @param format the present format's number; a config without the key {@code format} is of the one
 *     before it
 * @param moved from keys of the root to the paths where they stand now
 * @param filled what keys meant that are left out
 * @param converted gives values their present meaning
 * @param remark what to tell about a config of the older format, after its name
 */
public record OlderFormat<T>(
    int format,
    Map<String, String> moved,
    List<Filled> filled,
    UnaryOperator<T> converted,
    String remark) {
  /** The root's key. */
  static final String KEY = "format";

  public OlderFormat {
    moved = Map.copyOf(moved);
    filled = List.copyOf(filled);
  }

  /**
   * What a key meant that is left out.
   *
   * @param path of the key
   * @param value as JSON
   * @param where path of a key that tells whether this holds
   * @param is that key's value, a string
   */
  public record Filled(String path, String value, String where, String is) {}

  /** Whether a config is of the older format. */
  boolean isOlder(Node root) {
    Node given = at(root, KEY);
    if (given == null || isNumber(given, format - 1)) {
      return true;
    }
    if (!isNumber(given, format)) {
      throw new ConfigException(
          "%s: format is %s, but must be %d or %d."
              .formatted(given.place(), given.told(), format - 1, format));
    }
    return false;
  }

  private static boolean isNumber(Node node, int number) {
    return node instanceof Node.Number given && given.digits().equals(Integer.toString(number));
  }

  /** Refuses keys of the older format in a config of the present one, naming where they stand. */
  void refuseMoved(Node root) {
    if (!(root instanceof Node.Members members)) {
      return;
    }
    List<String> problems =
        members.map().entrySet().stream()
            .filter(entry -> moved.containsKey(entry.getKey()))
            .map(
                entry ->
                    "%s: unknown key %s. Maybe you meant %s, where it stands in format %d."
                        .formatted(
                            entry.getValue().keyPlace(),
                            entry.getKey(),
                            moved.get(entry.getKey()),
                            format))
            .toList();
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  /** A config of the older format with its keys where they stand now. */
  Node upgraded(Node root) {
    if (!(root instanceof Node.Members members)) {
      return root;
    }
    Map<String, Node.Member> map = new LinkedHashMap<>(members.map());
    Location place = members.place();
    map.put(KEY, new Node.Member(place, new Node.Number(place, Integer.toString(format), false)));
    map.keySet().removeAll(moved.keySet());
    Node upgraded = new Node.Members(place, map);
    for (Map.Entry<String, Node.Member> entry : members.map().entrySet()) {
      String to = moved.get(entry.getKey());
      if (to != null) {
        upgraded = put(upgraded, to, entry.getValue());
      }
    }
    for (Filled rule : filled) {
      if (at(upgraded, rule.where) instanceof Node.Text text
          && text.value().equals(rule.is)
          && isOpen(upgraded, rule.path)) {
        upgraded = Overrides.apply(upgraded, List.of(rule.path + "=" + rule.value));
      }
    }
    return upgraded;
  }

  /** Puts a member at a path of two keys. */
  private static Node put(Node root, String path, Node.Member member) {
    String[] keys = path.split("\\.", 2);
    Map<String, Node.Member> owner = new LinkedHashMap<>();
    Location place = member.keyPlace();
    if (at(root, keys[0]) instanceof Node.Members members) {
      owner.putAll(members.map());
      place = members.place();
    }
    if (owner.putIfAbsent(keys[1], member) != null) {
      throw new ConfigException(
          "%s: %s is given twice, as %s too.".formatted(member.keyPlace(), path, keys[1]));
    }
    Map<String, Node.Member> map = new LinkedHashMap<>(((Node.Members) root).map());
    map.put(keys[0], new Node.Member(place, new Node.Members(place, owner)));
    return new Node.Members(root.place(), map);
  }

  /** Whether a key is left out, and nothing around it is given as other than an object. */
  private static boolean isOpen(Node root, String path) {
    int dot = path.lastIndexOf('.');
    Node owner = dot < 0 ? root : at(root, path.substring(0, dot));
    return (owner == null || owner instanceof Node.Members) && at(root, path) == null;
  }

  private static @Nullable Node at(Node root, String path) {
    Node node = root;
    for (String key : path.split("\\.", -1)) {
      Node.Member member = node instanceof Node.Members members ? members.map().get(key) : null;
      if (member == null) {
        return null;
      }
      node = member.value();
    }
    return node;
  }
}
