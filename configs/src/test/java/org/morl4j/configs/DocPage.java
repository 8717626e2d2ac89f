package org.morl4j.configs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A page of the docs, taken apart into what may name settings.
 *
 * <p>A comment {@code <!-- settings: agent.type=sac in agent agent.critic -->} says for the lines
 * below it, up to the next one, which config they speak of and in which places of it the fragments
 * stand; {@code root} is the outermost place. {@code <!-- settings: none -->}: none of this is a
 * config. A table whose first header is {@code setting} lists settings.
 */
final class DocPage {
  private static final Pattern SCOPE = Pattern.compile("<!-- settings: (.*?) *-->");
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");

  /**
   * Which config a part of a page speaks of.
   *
   * @param settings {@code path=value}, laid over a small config
   * @param places paths where fragments may stand; empty for the outermost; none to check nothing
   */
  record Scope(List<String> settings, List<String> places) {
    static final Scope PAGE = new Scope(List.of(), List.of(""));

    static Scope of(String text) {
      List<String> words = List.of(text.split(" +"));
      if (words.equals(List.of("none"))) {
        return new Scope(List.of(), List.of());
      }
      int in = words.contains("in") ? words.indexOf("in") : words.size();
      List<String> places =
          words.stream().skip(in + 1L).map(p -> p.equals("root") ? "" : p).toList();
      return new Scope(words.subList(0, in), places.isEmpty() ? List.of("") : places);
    }

    Scope with(String setting) {
      List<String> all = new ArrayList<>(settings);
      all.add(setting);
      return new Scope(all, places);
    }
  }

  /**
   * Text in backticks.
   *
   * @param keys the settings, in backticks too, that its table's row or head is about
   */
  record Span(int line, Scope scope, String text, List<String> keys) {}

  /** A row of a table of settings. */
  record Row(int line, Scope scope, List<String> header, List<String> cells) {}

  /** A block of code, its first line being {@code line}. */
  record Block(int line, Scope scope, String language, List<String> text) {}

  final List<Span> spans = new ArrayList<>();
  final List<Row> rows = new ArrayList<>();
  final List<Block> blocks = new ArrayList<>();
  private final List<String> lines;
  private Scope scope = Scope.PAGE;

  DocPage(String text) {
    lines = text.lines().toList();
    int at = 0;
    while (at < lines.size()) {
      String line = lines.get(at);
      Matcher directive = SCOPE.matcher(line);
      if (directive.matches()) {
        scope = Scope.of(directive.group(1));
        at++;
      } else if (line.startsWith("```")) {
        at = fenced(at);
      } else if (line.startsWith("    ")) {
        at = indented(at);
      } else if (line.startsWith("|")) {
        at = table(at);
      } else {
        at = paragraph(at);
      }
    }
  }

  private int fenced(int from) {
    int to = from + 1;
    while (to < lines.size() && !lines.get(to).startsWith("```")) {
      to++;
    }
    block(from + 1, to, lines.get(from).substring(3));
    return to + 1;
  }

  private int indented(int from) {
    int to = from;
    while (to < lines.size() && lines.get(to).startsWith("    ")) {
      to++;
    }
    block(from, to, "");
    return to;
  }

  private void block(int from, int to, String language) {
    blocks.add(new Block(from + 1, scope, language.strip(), lines.subList(from, to)));
  }

  private int paragraph(int from) {
    int to = from;
    while (to < lines.size() && !lines.get(to).matches("(\\||```|<!--|    ).*")) {
      to++;
    }
    int end = Math.max(to, from + 1);
    spans(from + 1, String.join("\n", lines.subList(from, end)), List.of());
    return end;
  }

  private int table(int from) {
    int to = from;
    while (to < lines.size() && lines.get(to).startsWith("|")) {
      to++;
    }
    List<String> header = cells(lines.get(from));
    boolean settings = header.get(0).equals("setting");
    for (int i = from + 2; i < to; i++) {
      List<String> cells = cells(lines.get(i));
      if (settings) {
        rows.add(new Row(i + 1, scope, header, cells));
      }
      List<String> keys = quoted(settings ? cells.get(0) : header.get(0));
      spans(i + 1, lines.get(i), keys);
    }
    return to;
  }

  private static List<String> cells(String line) {
    String inner = line.replaceAll("^\\||\\|$", "");
    return Arrays.stream(inner.split("(?<!\\\\)\\|", -1)).map(String::strip).toList();
  }

  private void spans(int line, String text, List<String> keys) {
    Matcher span = SPAN.matcher(text);
    while (span.find()) {
      int above = (int) text.substring(0, span.start()).chars().filter(c -> c == '\n').count();
      String flat = span.group(1).replace("\\|", "|").replaceAll("\\s+", " ");
      spans.add(new Span(line + above, scope, flat, keys));
    }
  }

  /** The texts in backticks; {@code .end} behind {@code a.start} is {@code a.end}. */
  static List<String> quoted(String cell) {
    List<String> texts = new ArrayList<>();
    String parent = "";
    Matcher span = SPAN.matcher(cell);
    while (span.find()) {
      String key = span.group(1);
      String whole = key.startsWith(".") ? parent + key : key;
      parent = whole.contains(".") ? whole.substring(0, whole.lastIndexOf('.')) : "";
      texts.add(whole);
    }
    return texts;
  }

  /** Values separated by commas that stand in no brackets. */
  static List<String> values(@Nullable String cell) {
    List<String> values = new ArrayList<>();
    if (cell == null) {
      return values;
    }
    String text = cell.replace("`", "").replaceAll("(?<=\\d),(?=\\d{3}\\b)", "");
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? ',' : text.charAt(i);
      depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
      if (c == ',' && depth <= 0) {
        values.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    return values;
  }
}
