package org.morl4j.configs.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Collection;
import java.util.stream.Collectors;

/** Values inside error messages: quoted, without control characters, not longer than a line. */
final class Quote {
  static final int SHOWN = 40;

  private Quote() {}

  static String shortened(String text) {
    String head = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(head)) + '"';
  }

  /** A key as part of a path: bare, except for control characters and excessive length. */
  static String key(String key) {
    String quoted = shortened(key);
    return quoted.substring(1, quoted.length() - 1);
  }

  static String list(Collection<String> names) {
    return names.stream().map(Quote::shortened).collect(Collectors.joining(", "));
  }
}
