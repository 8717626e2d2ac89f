package org.morl4j.configs.json;

import java.util.List;
import java.util.Map;

/** A JSON value that knows where it was given. */
sealed interface Node {
  Location place();

  /** The value as an error message tells it, e.g. {@code "ten" (a string)}. */
  String told();

  /** An object, its members in the order given. */
  record Members(Location place, Map<String, Member> map) implements Node {
    @Override
    public String told() {
      return "an object";
    }
  }

  /** One key with its value. */
  record Member(Location keyPlace, Node value) {}

  /** An array. */
  record Items(Location place, List<Node> list) implements Node {
    @Override
    public String told() {
      return "a list";
    }
  }

  /** A string. */
  record Text(Location place, String value) implements Node {
    @Override
    public String told() {
      return Quote.shortened(value) + " (a string)";
    }
  }

  /** A number as it was written: digits are kept, so that nothing is rounded unseen. */
  record Number(Location place, String digits, boolean isFloat) implements Node {
    @Override
    public String told() {
      return digits.length() <= Quote.SHOWN ? digits : digits.substring(0, Quote.SHOWN) + "...";
    }
  }

  /** True or false. */
  record Flag(Location place, boolean value) implements Node {
    @Override
    public String told() {
      return value + " (a boolean)";
    }
  }

  /** The null of JSON. */
  record Null(Location place) implements Node {
    @Override
    public String told() {
      return "null";
    }
  }
}
