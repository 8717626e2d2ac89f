package org.morl4j.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** Arguments of a Python constructor as options give them. */
final class KwargText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private KwargText() {}

  /** Their values: JSON's where it is JSON, else text. */
  static Map<String, Object> values(Map<String, String> texts) {
    Map<String, Object> values = new LinkedHashMap<>();
    texts.forEach((name, text) -> values.put(name, value(text)));
    return values;
  }

  private static Object value(String text) {
    try {
      return JSON.readValue(text, Object.class);
    } catch (JsonProcessingException e) {
      return text; // as typed, such as dense
    }
  }
}
