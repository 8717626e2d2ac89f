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
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Range;

/**
 * The JSON Schema (draft 2020-12) of a config record, for editors: keys, types, ranges, enum
 * values, defaults, descriptions and what is required.
 *
 * <p>Which record stands for an interface is asked by {@code if} on the key {@code type}, not by
 * {@code oneOf}: so that a validator tells a misspelt key by its own place, not that none of
 * fifteen alternatives fits.
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
      return new CustomDefinition(byType(named, context));
    }
    return null;
  }

  private ObjectNode byType(
      Map<String, Class<? extends Record>> named, SchemaGenerationContext context) {
    ObjectNode choice = MAPPER.createObjectNode().put("type", "object");
    ObjectNode type = choice.putObject("properties").putObject(ConfigTypes.TYPE);
    named.keySet().forEach(type.put("description", "which one it is").putArray("enum")::add);
    choice.putArray("required").add(ConfigTypes.TYPE);
    ArrayNode cases = choice.putArray("allOf");
    named.forEach(
        (name, option) -> {
          ObjectNode one = cases.addObject();
          ObjectNode asked = one.putObject("if");
          asked.putObject("properties").putObject(ConfigTypes.TYPE).put("const", name);
          asked.putArray("required").add(ConfigTypes.TYPE);
          one.set("then", object(option, name, context));
        });
    return choice;
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
        property = orNull(property);
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

  /** The same schema, of which null is a value too; what is wrong is still told by its place. */
  private static ObjectNode orNull(ObjectNode schema) {
    JsonNode type = schema.get("type");
    if (type == null || schema.has("enum")) {
      ObjectNode either = MAPPER.createObjectNode();
      either.putObject("if").put("type", "null");
      either.putObject("then");
      either.set("else", schema);
      return either;
    }
    schema.putArray("type").add(type).add("null");
    return schema;
  }

  /** A list by one schema, all else by another; what is wrong is still told by its place. */
  private static ObjectNode either(ObjectNode list, ObjectNode other) {
    ObjectNode either = MAPPER.createObjectNode();
    either.putObject("if").put("type", "array");
    either.set("then", list);
    either.set("else", other);
    return either;
  }

  private static void bounds(ObjectNode schema, Range range, boolean whole) {
    if (Double.isFinite(range.least())) {
      bound(schema, range.leastExcluded() ? "exclusiveMinimum" : "minimum", range.least(), whole);
    }
    if (Double.isFinite(range.most())) {
      bound(schema, range.mostExcluded() ? "exclusiveMaximum" : "maximum", range.most(), whole);
    }
  }

  private static void bound(ObjectNode schema, String key, double bound, boolean whole) {
    if (whole) {
      schema.put(key, (long) bound);
    } else {
      schema.put(key, new BigDecimal(Range.number(bound)));
    }
  }

  private static ObjectNode text(ObjectNode schema, Range range) {
    schema.put("type", "string");
    if (range.maxLength() < Integer.MAX_VALUE) {
      schema.put("maxLength", range.maxLength());
    }
    return schema;
  }

  private static ObjectNode size(ObjectNode schema, String key, Range range) {
    if (range.maxItems() < Integer.MAX_VALUE) {
      schema.put(key, range.maxItems());
    }
    return schema;
  }

  private ObjectNode schema(Shape shape, SchemaGenerationContext context) {
    ObjectNode schema = MAPPER.createObjectNode();
    if (shape instanceof Shape.Whole whole) {
      bounds(schema.put("type", "integer"), whole.range(), true);
    } else if (shape instanceof Shape.Real real) {
      bounds(schema.put("type", "number"), real.range(), false);
    } else if (shape instanceof Shape.Flag) {
      schema.put("type", "boolean");
    } else if (shape instanceof Shape.Text text) {
      text(schema, text.range());
    } else if (shape instanceof Shape.Numbers numbers) {
      size(schema.put("type", "array"), "maxItems", numbers.range());
      bounds(schema.putObject("items").put("type", "number"), numbers.range(), false);
    } else if (shape instanceof Shape.Scalars map) {
      size(schema.put("type", "object"), "maxProperties", map.range());
      ArrayNode scalars = schema.putObject("additionalProperties").putArray("type");
      scalars.add("string").add("number").add("boolean");
    } else if (shape instanceof Shape.Any) {
      ArrayNode types = schema.putArray("type");
      types.add("string").add("number").add("boolean").add("array").add("object");
    } else if (shape instanceof Shape.Named named) {
      size(schema.put("type", "object"), "maxProperties", named.range());
      schema.set("additionalProperties", schema(named.element(), context));
    } else if (shape instanceof Shape.Choice choice) {
      choice.constants().keySet().forEach(schema.putArray("enum")::add);
    } else if (shape instanceof Shape.Items items) {
      size(schema.put("type", "array"), "maxItems", items.range());
      schema.set("items", schema(items.element(), context));
    } else if (shape instanceof Shape.Fields fields) {
      ObjectNode reference = reference(fields.type(), context);
      return fields
          .listForm()
          .map(list -> either(schema(list.shape(), context), reference))
          .orElse(reference);
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
