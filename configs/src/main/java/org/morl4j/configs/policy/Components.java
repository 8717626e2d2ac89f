package org.morl4j.configs.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.json.ConfigReader;
import org.morl4j.configs.json.ConfigWriter;

/** Parts of a policy that stand in {@code policy.json} as in a config, by their {@code type}. */
final class Components {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private Components() {}

  /**
   * The JSON of a part.
   *
   * @param holder a record with the part as its component {@code name}
   */
  static JsonNode write(Record holder, String name) {
    try {
      return JSON.readTree(new ConfigWriter(Catalogue.types()).write(holder)).path(name);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A written config is JSON.", e);
    }
  }

  /**
   * A holder of the part.
   *
   * @throws org.morl4j.configs.json.ConfigException if the node is none of its JSON
   */
  static <T extends Record> T read(Class<T> holder, String name, JsonNode part) {
    ObjectNode node = JSON.createObjectNode();
    node.set(name, part);
    return new ConfigReader<>(holder, Catalogue.types())
        .parse(node.toString(), "policy.json", List.of());
  }
}
