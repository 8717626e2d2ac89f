package org.morl4j.configs.json;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema (draft 2020-12) of a config record, for editors: keys, types, enum values,
 * defaults, descriptions and what is required. Ranges that records check in their constructors are
 * not in it.
 */
public final class ConfigSchema {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Class<? extends Record> root;
  private final ConfigTypes types;

  private ConfigSchema(Class<? extends Record> root, ConfigTypes types) {
    this.root = root;
    this.types = types;
  }

  /** The schema of {@code root} as indented JSON, ending with a newline. */
  public static String of(Class<? extends Record> root, ConfigTypes types) {
    ConfigSchema schema = new ConfigSchema(root, types);
    SchemaGeneratorConfigBuilder builder =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(Option.DEFINITIONS_FOR_ALL_OBJECTS);
    builder.forTypesInGeneral().withCustomDefinitionProvider(schema::definition);
    ObjectNode json = new SchemaGenerator(builder.build()).generateSchema(root);
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of JSON can always be written.", e);
    }
  }

  private @Nullable CustomDefinition definition(
      ResolvedType type, SchemaGenerationContext context) {
    Class<?> raw = type.getErasedType();
    Map<String, Class<? extends Record>> named = types.named(raw);
    if (raw.isRecord()) {
      return new CustomDefinition(object(raw.asSubclass(Record.class), null, context));
    } else if (!named.isEmpty()) {
      ObjectNode either = MAPPER.createObjectNode();
      ArrayNode options = either.putArray("oneOf");
      named.forEach((name, option) -> options.add(object(option, name, context)));
      return new CustomDefinition(either);
    }
    return null;
  }

  /**
   * @param name what the key {@code type} must be, or null if there is none
   */
  private ObjectNode object(
      Class<? extends Record> type, @Nullable String name, SchemaGenerationContext context) {
    ObjectNode object = MAPPER.createObjectNode().put("type", "object");
    ObjectNode properties = object.putObject("properties");
    ArrayNode required = MAPPER.createArrayNode();
    if (name != null) {
      properties.putObject(ConfigTypes.TYPE).put("const", name);
      required.add(ConfigTypes.TYPE);
    } else if (type == root) {
      properties.putObject("$schema").put("type", "string");
    }
    Shape.Fields shape = new Shape.Fields(type, types);
    properties(shape, shape.defaults(), properties, required, context);
    if (!required.isEmpty()) {
      object.set("required", required);
    }
    return object.put("additionalProperties", false);
  }

  private void properties(
      Shape.Fields shape,
      @Nullable Record base,
      ObjectNode properties,
      ArrayNode required,
      SchemaGenerationContext context) {
    for (Shape.Field field : shape.list()) {
      Object value = base == null ? field.ownDefault() : field.of(base);
      if (field.unwrapped()) {
        Shape.Fields inner = (Shape.Fields) field.shape();
        Record innerBase = value == null ? inner.defaults() : (Record) value;
        properties(inner, innerBase, properties, required, context);
        continue;
      }
      ObjectNode property = schema(field.shape(), context);
      if (field.nullable()) {
        ObjectNode either = MAPPER.createObjectNode();
        either.putArray("anyOf").add(property).addObject().put("type", "null");
        property = either;
      }
      String description = SettingDocs.of(shape.type(), field.name());
      if (!description.isEmpty()) {
        property.put("description", description);
      }
      properties.set(field.name(), property);
      if (base != null || value != null) {
        property.set("default", tree(ConfigWriter.json(field.shape(), value)));
      } else if (!field.nullable()) {
        required.add(field.name());
      }
    }
  }

  private ObjectNode schema(Shape shape, SchemaGenerationContext context) {
    ObjectNode schema = MAPPER.createObjectNode();
    if (shape instanceof Shape.Whole) {
      schema.put("type", "integer");
    } else if (shape instanceof Shape.Real) {
      schema.put("type", "number");
    } else if (shape instanceof Shape.Flag) {
      schema.put("type", "boolean");
    } else if (shape instanceof Shape.Text) {
      schema.put("type", "string");
    } else if (shape instanceof Shape.Numbers) {
      schema.put("type", "array").putObject("items").put("type", "number");
    } else if (shape instanceof Shape.Scalars) {
      ArrayNode scalars =
          schema.put("type", "object").putObject("additionalProperties").putArray("type");
      scalars.add("string").add("number").add("boolean");
    } else if (shape instanceof Shape.Choice choice) {
      choice.constants().keySet().forEach(schema.putArray("enum")::add);
    } else if (shape instanceof Shape.Items items) {
      schema.put("type", "array").set("items", schema(items.element(), context));
    } else if (shape instanceof Shape.Fields fields) {
      return reference(fields.type(), context);
    } else if (shape instanceof Shape.OneOf oneOf) {
      return reference(oneOf.type(), context);
    }
    return schema;
  }

  private static ObjectNode reference(Class<?> type, SchemaGenerationContext context) {
    return context.createDefinitionReference(context.getTypeContext().resolve(type));
  }

  private static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What was just written can be read.", e);
    }
  }
}
