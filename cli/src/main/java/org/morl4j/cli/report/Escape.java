package org.morl4j.cli.report;

/** The three ways in which text of a run enters the page; nothing else may concatenate it. */
public final class Escape {
  private Escape() {}

  /** Text for an element's content or a double-quoted attribute. */
  public static String html(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(isForbidden(c) ? '\uFFFD' : c);
      }
    }
    return out.toString();
  }

  /**
   * JSON for a {@code <script type="application/json">}: the same JSON value, with no character
   * left that could end the element or, read as JavaScript, a line.
   */
  static String json(String json) {
    StringBuilder out = new StringBuilder(json.length() + 16);
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /**
   * A trusted script for a {@code <script>} element. A backslash before the slash or the mark
   * changes no string and no regular expression, but hides the tag from the HTML parser. Carriage
   * returns go because the parser would drop them after the hash was taken.
   */
  static String script(String script) {
    return script
        .replace("\r\n", "\n")
        .replace('\r', '\n')
        .replaceAll("(?i)</(script)", "<\\\\/$1")
        .replace("<!--", "<\\!--");
  }

  private static boolean isForbidden(char c) {
    return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
  }
}
