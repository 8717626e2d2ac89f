package org.morl4j.configs.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.morl4j.configs.json.Sample.Run;

class ConfigSchemaTest {
  private final JsonNode schema = read(ConfigSchema.of(Run.class, Sample.TYPES));

  @Test
  void rootNamesTheDraftAndRefusesUnknownKeys() {
    assertThat(schema.at("/$schema").asText())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    JsonNode root = schema;
    assertThat(root.at("/additionalProperties")).isEqualTo(read("false"));
    assertThat(root.at("/required")).isEqualTo(read("[\"name\"]"));
    assertThat(root.at("/properties/environment/default/count").intValue()).isEqualTo(8);
    assertThat(root.at("/properties/$schema/type").asText()).isEqualTo("string");
    assertThat(root.at("/properties/targetKl/type")).isEqualTo(read("[\"number\", \"null\"]"));
  }

  @Test
  void everyKindOfComponentIsDescribedWithItsDefault() {
    JsonNode properties = schema.at("/$defs/Env/properties");
    assertThat(properties.at("/count")).isEqualTo(read("{\"type\": \"integer\", \"default\": 8}"));
    assertThat(properties.at("/reference"))
        .isEqualTo(
            read(
                "{\"type\": \"array\", \"items\": {\"type\": \"number\"},"
                    + " \"default\": [0.0, -50.0]}"));
    assertThat(properties.at("/wrappers"))
        .isEqualTo(
            read(
                "{\"type\": \"array\", \"items\": {\"$ref\": \"#/$defs/Wrapper\"}, \"default\":"
                    + " []}"));
    assertThat(properties.at("/options/additionalProperties"))
        .isEqualTo(read("{\"type\": [\"string\", \"number\", \"boolean\"]}"));
  }

  @Test
  void interfacesAreAChoiceOfRecordsByTheirType() {
    JsonNode ppo = schema.at("/$defs/Agent/allOf/0/then");
    assertThat(ppo.at("/properties/type")).isEqualTo(read("{\"const\": \"ppo\"}"));
    assertThat(ppo.at("/required")).isEqualTo(read("[\"type\"]"));
    assertThat(ppo.at("/properties/clip"))
        .isEqualTo(read("{\"type\": \"number\", \"default\": 0.2}"));
    assertThat(ppo.at("/properties/std"))
        .isEqualTo(
            read(
                "{\"enum\": [\"state-independent\", \"state-dependent\"],"
                    + " \"default\": \"state-independent\"}"));
    assertThat(ppo.at("/additionalProperties")).isEqualTo(read("false"));
    assertThat(schema.at("/$defs/Agent/allOf/1/then/properties/type"))
        .isEqualTo(read("{\"const\": \"random\"}"));
  }

  private static JsonNode read(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
