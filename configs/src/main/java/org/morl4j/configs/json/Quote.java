package org.morl4j.configs.json;

import java.util.Collection;
import java.util.stream.Collectors;
import org.morl4j.core.check.Check;

/** Values inside error messages: quoted, without control characters, not longer than a line. */
final class Quote {
  static final int SHOWN = 40;

  private Quote() {}

  static String shortened(String text) {
    return Check.quoted(text, SHOWN);
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
