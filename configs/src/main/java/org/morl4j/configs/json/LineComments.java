package org.morl4j.configs.json;

/** The one liberty that configs take with JSON: {@code //} starts a comment to the line's end. */
final class LineComments {
  private LineComments() {}

  /** The text with spaces for comments, so that all else keeps its line and column. */
  static String blanked(String text) {
    if (text.indexOf("//") < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text);
    boolean quoted = false;
    for (int i = 0; i < out.length(); i++) {
      char c = out.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"' || c == '\n' || c == '\r') {
          // A string that a line ends is one the parser refuses.
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '/' && i + 1 < out.length() && out.charAt(i + 1) == '/') {
        while (i < out.length() && out.charAt(i) != '\n' && out.charAt(i) != '\r') {
          out.setCharAt(i++, ' ');
        }
      }
    }
    return out.toString();
  }
}
