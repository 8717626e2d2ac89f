package org.morl4j.configs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Configs with mistakes of many kinds, drawn from a seed. */
final class ConfigMutations {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ANY = "@any@";

  /** They change numbers, or lists of them, where there are any. */
  private static final Set<Kind> NUMBERS =
      EnumSet.of(Kind.HUGE, Kind.NEGATIVE, Kind.ZERO, Kind.FRACTION);

  /** What is done to a config. */
  enum Kind {
    DROP,
    DUPLICATE,
    RETYPE,
    HUGE,
    NEGATIVE,
    ZERO,
    NAN,
    FRACTION,
    NULL,
    NEST,
    UNKNOWN_KEY,
    MISSPELT_KEY,
    CONTROL,
    UNICODE,
    LONG_TEXT,
    LONG_KEY,
    LONG_LIST,
    MANY_KEYS,
    MOVE,
    BYTE_ORDER_MARK,
    CUT,
    FLIP,
    COMMENT,
    SWAP_TYPE
  }

  private final SplittableRandom random;

  ConfigMutations(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The text with one more mistake. */
  String mutated(String text, Kind kind) throws IOException {
    return switch (kind) {
      case DUPLICATE -> duplicated(text);
      case BYTE_ORDER_MARK -> "\uFEFF".repeat(1 + random.nextInt(2)) + text;
      case CUT -> cut(text);
      case FLIP -> flipped(text);
      case COMMENT -> commented(text);
      default -> inTree(text, kind);
    };
  }

  private String inTree(String text, Kind kind) throws IOException {
    ObjectNode root = (ObjectNode) JSON.readTree(text);
    List<ObjectNode> owners = new ArrayList<>();
    collect(root, owners);
    ObjectNode owner = owners.get(random.nextInt(owners.size()));
    if (NUMBERS.contains(kind) && random.nextInt(5) > 0) {
      owners.removeIf(one -> numbers(one).isEmpty());
      owner = owners.isEmpty() ? owner : owners.get(random.nextInt(owners.size()));
    }
    List<String> keys = new ArrayList<>(NUMBERS.contains(kind) ? numbers(owner) : List.of());
    if (keys.isEmpty()) {
      owner.fieldNames().forEachRemaining(keys::add);
    }
    String key = keys.isEmpty() ? "x" : keys.get(random.nextInt(keys.size()));
    JsonNode old = owner.path(key);
    switch (kind) {
      case DROP -> owner.remove(key);
      case RETYPE -> put(owner, key, one("\"10\"", "true", "[]", "{}", "[1]", "\"\"", "3", "1.5"));
      case HUGE ->
          put(
              owner,
              key,
              one(
                  "2147483647",
                  "2147483648",
                  "1e308",
                  "1e999999999",
                  "9".repeat(400),
                  "[2147483647]",
                  "[65536, 65536]",
                  "1000000",
                  "100000000",
                  "1e15",
                  "1e12",
                  "1000",
                  "100",
                  "4096",
                  "8192",
                  "65536",
                  "1048576",
                  "[8192, 8192]",
                  "[4096, 4096, 4096]",
                  "[512]"));
      case NEGATIVE -> put(owner, key, one("-1", "-0.0", "-1e308", "-9223372036854775809"));
      case ZERO -> put(owner, key, one("0", "0.0", "1e-400", "[0]"));
      case NAN -> put(owner, key, one("NaN", "Infinity", "-Infinity", "nan", "1e"));
      case FRACTION -> put(owner, key, one("0.5", "1.0000001", "1e-300", "0.9999999999999999"));
      case NULL -> owner.putNull(key);
      case NEST -> put(owner, key, "{\"a\":".repeat(1 + random.nextInt(90)) + "1" + "}".repeat(40));
      case UNKNOWN_KEY -> owner.put(one("", "a.b", "__proto__", "$schema", "type", "\u0007"), 1);
      case MISSPELT_KEY -> owner.set(misspelt(key), old);
      case CONTROL -> put(owner, key, "\"\\u001b[2J\\r\\u0000\\u009b" + key + "\\n\\u202e\"");
      case UNICODE -> put(owner, key, "\"\\ud83d\\ude00 日本 \\ud800 \\u2028\"");
      case LONG_TEXT -> owner.put(key, "é".repeat(random.nextInt(300_000)));
      case LONG_KEY -> owner.put("k".repeat(random.nextInt(300_000)), 1);
      case LONG_LIST -> list(owner, key);
      case MANY_KEYS -> keys(owner);
      case MOVE -> owners.get(random.nextInt(owners.size())).set(key, old.deepCopy());
      case SWAP_TYPE ->
          owner.put(
              "type",
              one("sac", "ppo", "dqn", "iqn", "td3", "c-morl", "single", "stock-dqn", "cvar"));
      default -> throw new IllegalStateException("A change of the text: " + kind);
    }
    return spliced(root.toString());
  }

  private static List<String> numbers(ObjectNode owner) {
    List<String> keys = new ArrayList<>();
    owner
        .properties()
        .forEach(
            member -> {
              if (member.getValue().isNumber() || member.getValue().isArray()) {
                keys.add(member.getKey());
              }
            });
    return keys;
  }

  /** Raw text goes where its placeholder stands. */
  private final List<String> raw = new ArrayList<>();

  private void put(ObjectNode owner, String key, String json) {
    owner.put(key, ANY + raw.size());
    raw.add(json);
  }

  private String spliced(String text) {
    String result = text;
    for (int i = 0; i < raw.size(); i++) {
      result = result.replace("\"" + ANY + i + "\"", raw.get(i));
    }
    raw.clear();
    return result;
  }

  private void list(ObjectNode owner, String key) {
    ArrayNode list = owner.putArray(key);
    int size = random.nextInt(20_000);
    for (int i = 0; i < size; i++) {
      list.add(1);
    }
  }

  private void keys(ObjectNode owner) {
    int size = random.nextInt(20_000);
    for (int i = 0; i < size; i++) {
      owner.put("key" + i, i);
    }
  }

  private String one(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String misspelt(String key) {
    int at = random.nextInt(key.length() + 1);
    return key.substring(0, at) + (char) ('a' + random.nextInt(26)) + key.substring(at);
  }

  private String duplicated(String text) {
    int comma = text.indexOf(',', random.nextInt(text.length()));
    int colon = text.indexOf(':');
    return comma < 0 || colon < 0
        ? text
        : text.substring(0, comma + 1)
            + text.substring(text.indexOf('{') + 1, Math.max(colon + 2, comma))
            + text.substring(comma);
  }

  private String cut(String text) {
    int from = random.nextInt(text.length());
    return text.substring(0, from)
        + text.substring(Math.min(text.length(), from + random.nextInt(40)));
  }

  private String flipped(String text) {
    StringBuilder out = new StringBuilder(text);
    int at = random.nextInt(text.length());
    out.setCharAt(at, (char) (text.charAt(at) ^ (1 << random.nextInt(8))));
    return out.toString();
  }

  private String commented(String text) {
    int at = random.nextInt(text.length());
    return text.substring(0, at) + one("// no\n", "/* no */", "# no\n", "//") + text.substring(at);
  }

  private static void collect(JsonNode node, List<ObjectNode> owners) {
    if (node instanceof ObjectNode object) {
      owners.add(object);
    }
    node.forEach(child -> collect(child, owners));
  }
}
