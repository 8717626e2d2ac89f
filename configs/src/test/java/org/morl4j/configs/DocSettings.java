package org.morl4j.configs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.DocPage.Block;
import org.morl4j.configs.DocPage.Row;
import org.morl4j.configs.DocPage.Scope;
import org.morl4j.configs.DocPage.Span;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.check.Check;

/**
 * Reads every setting that a page names with the reader of configs: JSON in blocks and in
 * backticks, {@code path=value}, paths such as {@code replay.nStep}, and tables of settings, whose
 * defaults must be the real ones. A word in camel case alone in backticks must be some setting's
 * key: what else Java has of that look is written with its class or with brackets.
 */
final class DocSettings {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final String BASE =
      """
      {"format": 2, "name": "docs", "agent": {"type": "ppo"},
       "search": {"type": "single"}, "environment": {"id": "native:CartPole-v1",
       "wrappers": [{"type": "clip-action"}]}}
      """;
  private static final Pattern MEMBERS = Pattern.compile("\"[A-Za-z]+\": .*");
  private static final Pattern VALUE = Pattern.compile("\\[?\\{.*\"type\".*}]?");
  private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z]+(?:\\.[A-Za-z0-9]+)+)=.+");
  private static final Pattern PATH = Pattern.compile("[a-z][A-Za-z]*(\\.[A-Za-z0-9]+)+");
  private static final Pattern SET = Pattern.compile("--set[= ](\\S+)");
  private static final Pattern FILE = Pattern.compile(".*\\.(json|csv|safetensors|html|txt|md)");
  private static final Pattern UNKNOWN = Pattern.compile("unknown key (\\S+)\\. Allowed: .*");
  private static final Pattern CAMEL = Pattern.compile("[a-z]+[A-Z][A-Za-z]*");
  private static final Set<String> VALUES = new HashSet<>();
  private static final Set<String> KEYS = new HashSet<>();

  static {
    try {
      collect(JSON.readTree(Catalogue.schema()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A schema is JSON.", e);
    }
  }

  private final String page;
  private final List<String> problems = new ArrayList<>();
  private int checked;

  private DocSettings(String page) {
    this.page = page;
  }

  /**
   * What was found on a page.
   *
   * @param checked settings and fragments that were read
   * @param problems a line each, with page and line
   */
  record Found(int checked, List<String> problems) {}

  static Found in(String page, String text) {
    DocSettings settings = new DocSettings(page);
    DocPage parts = new DocPage(text);
    parts.blocks.forEach(settings::block);
    parts.rows.forEach(settings::row);
    parts.spans.forEach(settings::span);
    return new Found(settings.checked, List.copyOf(settings.problems));
  }

  private void problem(int line, String what) {
    problems.add(page + ":" + line + ": " + what);
  }

  private void block(Block block) {
    List<String> text = block.text();
    if (block.language().equals("json") && !block.scope().places().isEmpty()) {
      members(block.line(), block.scope(), String.join(" ", text));
    }
    for (int i = 0; i < text.size(); i++) {
      unknownKey(block.line() + i, block.scope(), text.get(i));
      Matcher set = SET.matcher(text.get(i).startsWith("--set") ? "" : text.get(i));
      while (set.find()) {
        // A transcript may show what is refused: then the next line says so in the same words.
        boolean shown = i + 1 < text.size() && text.get(i + 1).startsWith(set.group());
        set(block.line() + i, block.scope(), set.group(1), shown ? text.get(i + 1) : null);
      }
    }
  }

  /** A transcript that shows an unknown key shows what is allowed. */
  private void unknownKey(int line, Scope scope, String text) {
    Matcher shown = UNKNOWN.matcher(text);
    if (shown.find()) {
      checked++;
      String refused = refused(scope, List.of(shown.group(1) + "=0"));
      if (refused == null || !refused.endsWith(shown.group())) {
        problem(line, "the reader says: " + refused);
      }
    }
  }

  private void set(int line, Scope scope, String setting, @Nullable String told) {
    checked++;
    String refused = refused(scope, List.of(setting));
    String expected = told == null ? null : told.strip();
    if (expected == null ? refused != null : !expected.equals(refused)) {
      problem(line, refused == null ? "--set " + setting + " is not refused." : refused);
    }
  }

  private void span(Span span) {
    String text = span.text();
    Matcher set = SET.matcher(text);
    Matcher path = PATH.matcher(text);
    if (text.equals("--set path=value")) {
      return;
    } else if (set.find()) {
      do {
        set(span.line(), span.scope(), set.group(1), null);
      } while (set.find());
    } else if (span.scope().places().isEmpty()) {
      return;
    } else if (MEMBERS.matcher(text).matches()) {
      members(span.line(), span.scope(), "{" + text + "}");
    } else if (text.startsWith("{") && MEMBERS.matcher(text.substring(1)).matches()) {
      value(span);
    } else if (VALUE.matcher(text).matches()) {
      value(span);
    } else if (ASSIGNMENT.matcher(text).matches()) {
      set(span.line(), span.scope(), text, null);
    } else if (path.matches() && !FILE.matcher(text).matches()) {
      path(span);
    } else if (CAMEL.matcher(text).matches()) {
      checked++;
      if (!KEYS.contains(text)) {
        problem(span.line(), text + " is no setting." + Check.maybe(text, KEYS));
      }
    } else if (text.contains("_") && VALUES.contains(kebab(text))) {
      checked++;
      problem(span.line(), text + " is no value. Maybe you meant " + kebab(text) + ".");
    }
  }

  private static String kebab(String text) {
    return text.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** An object whose members stand among those of one of the places. */
  private void members(int line, Scope scope, String text) {
    JsonNode object = json(line, text);
    if (object == null) {
      return;
    }
    List<List<String>> tries = new ArrayList<>();
    for (String place : scope.places()) {
      List<String> settings = new ArrayList<>();
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        settings.add(join(place, member.getKey()) + "=" + member.getValue());
      }
      tries.add(settings);
    }
    oneOf(line, scope, tries);
  }

  /** A value that stands at a key of its row or table, or at one of the places. */
  private void value(Span span) {
    JsonNode value = json(span.line(), span.text());
    if (value == null) {
      return;
    }
    Set<List<String>> tries = new LinkedHashSet<>();
    for (String place : span.scope().places()) {
      span.keys().forEach(key -> tries.add(List.of(join(place, key) + "=" + value)));
    }
    for (String place : span.scope().places()) {
      if (!place.isEmpty()) {
        tries.add(List.of(place + "=" + value));
      }
    }
    oneOf(span.line(), span.scope(), List.copyOf(tries));
  }

  private @Nullable JsonNode json(int line, String text) {
    try {
      return JSON.readTree(text.replaceAll(",? *\\.\\.\\.", ""));
    } catch (JsonProcessingException e) {
      problem(line, "not JSON: " + text);
      return null;
    }
  }

  private void oneOf(int line, Scope scope, List<List<String>> tries) {
    checked++;
    Set<String> refusals = new LinkedHashSet<>();
    for (List<String> settings : tries) {
      String refused = refused(scope, settings);
      if (refused == null) {
        return;
      }
      refusals.add(refused);
    }
    problem(line, String.join("\n  or ", refusals));
  }

  /** A path is checked where its first key is one of a place's. */
  private void path(Span span) {
    String path = span.text();
    String first = path.substring(0, path.indexOf('.'));
    Set<String> places = new LinkedHashSet<>(span.scope().places());
    places.add("");
    Set<String> missing = new LinkedHashSet<>();
    JsonNode resolved = resolved(span.line(), span.scope());
    for (String place : places) {
      JsonNode owner = at(resolved, place);
      if (!owner.path(first).isContainerNode()) {
        continue;
      }
      if (!at(owner, path).isMissingNode()) {
        checked++;
        return;
      }
      missing.add(join(place, path));
    }
    if (!missing.isEmpty()) {
      checked++;
      problem(span.line(), "there is no setting " + String.join(" or ", missing) + ".");
    }
  }

  private void row(Row row) {
    List<String> keys = DocPage.quoted(row.cells().get(0));
    for (int c = 1; c < row.header().size(); c++) {
      String name = row.header().get(c);
      if (name.equals("default")) {
        defaults(row, row.scope(), keys, row.cells().get(c));
      } else if (name.matches("`[a-z0-9-]+`") && !row.cells().get(c).equals("-")) {
        String type = join(row.scope().places().get(0), "type") + "=" + name.replace("`", "");
        defaults(row, row.scope().with(type), keys, row.cells().get(c));
      }
    }
  }

  private void defaults(Row row, Scope scope, List<String> keys, String cell) {
    JsonNode resolved = resolved(row.line(), scope);
    List<String> shown = DocPage.values(cell);
    for (int i = 0; i < keys.size(); i++) {
      checked++;
      String place = null;
      for (String candidate : scope.places()) {
        if (place == null && !at(resolved, join(candidate, keys.get(i))).isMissingNode()) {
          place = candidate;
        }
      }
      if (place == null) {
        String path = join(scope.places().get(0), keys.get(i));
        String refused = refused(scope, List.of(path + "=0"));
        problem(row.line(), refused == null ? "there is no setting " + path + "." : refused);
        continue;
      }
      String path = join(place, keys.get(i));
      JsonNode real = at(resolved, path);
      String refused = refused(scope, List.of(path + "=" + real));
      if (refused != null) {
        problem(row.line(), refused);
      } else if (shown.size() == keys.size() && !says(shown.get(i), real)) {
        problem(row.line(), path + " is " + real + " by default, not " + shown.get(i) + ".");
      }
    }
  }

  /** Whether a default is told right; what is told in several words is not looked at. */
  private static boolean says(String shown, JsonNode real) {
    JsonNode value;
    try {
      value = JSON.readTree(shown);
    } catch (JsonProcessingException e) {
      value = null;
    }
    if (value != null && !value.isMissingNode()) {
      return value.isNumber()
          ? real.isNumber() && value.doubleValue() == real.doubleValue()
          : numbers(value).equals(numbers(real));
    }
    if (!shown.matches("[A-Za-z0-9-]+") || shown.equals("same")) {
      return true;
    }
    return real.isNull()
        ? shown.equals("none")
        : shown.equals(real.isObject() ? real.path("type").asText() : real.asText());
  }

  /** Its text, with all numbers written alike. */
  private static String numbers(JsonNode value) {
    return value.toString().replaceAll("(?<=\\d)\\.0(?=[,}\\]])", "");
  }

  private JsonNode resolved(int line, Scope scope) {
    try {
      RunConfig config = Catalogue.reader().parse(BASE, page + ":" + line, scope.settings());
      return JSON.readTree(Catalogue.write(config));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A written config is JSON.", e);
    } catch (ConfigException e) {
      throw new IllegalStateException(page + ":" + line + ": in the comment above: " + e, e);
    }
  }

  /** What the reader says against the scope's config with these settings, or null. */
  private @Nullable String refused(Scope scope, List<String> settings) {
    List<String> all = new ArrayList<>(scope.settings());
    all.addAll(settings);
    try {
      Catalogue.reader().parse(BASE, page, all);
      return null;
    } catch (ConfigException e) {
      return e.getMessage();
    }
  }

  private static JsonNode at(JsonNode node, String path) {
    JsonNode found = node;
    for (String key : path.isEmpty() ? new String[0] : path.split("\\.")) {
      boolean index = found.isArray() && key.matches("[0-9]{1,4}");
      found = index ? found.path(Integer.parseInt(key)) : found.path(key);
    }
    return found;
  }

  private static String join(String place, String key) {
    return place.isEmpty() ? key : place + "." + key;
  }

  /** All keys, and all that a setting of few values can be, types included. */
  private static void collect(JsonNode schema) {
    if (schema.path("const").isTextual()) {
      VALUES.add(schema.path("const").asText());
    }
    schema.path("enum").forEach(value -> VALUES.add(value.asText()));
    schema.path("properties").fieldNames().forEachRemaining(KEYS::add);
    schema.forEach(DocSettings::collect);
  }
}
