package org.morl4j.configs.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;

/**
 * Writes a config record as JSON with every setting, in the order of the records' components.
 * {@link ConfigReader} makes an equal record of it.
 */
public final class ConfigWriter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final ConfigTypes types;

  public ConfigWriter(ConfigTypes types) {
    this.types = types;
  }

  /**
   * The record as indented JSON, ending with a newline.
   *
   * @throws IllegalArgumentException if a number is not finite, or a type is not registered
   */
  public String write(Record config) {
    return json(new Shape.Fields(config.getClass(), types), config) + "\n";
  }

  /** The value of a component with {@code shape}. */
  static String json(Shape shape, @Nullable Object value) {
    StringWriter text = new StringWriter();
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withArrayValueSpacing(Separators.Spacing.AFTER)
            .withArrayEmptySeparator("")
            .withObjectEmptySeparator("");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(separators)
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(DefaultPrettyPrinter.NopIndenter.instance);
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      out.setPrettyPrinter(printer);
      write(out, shape, value, "");
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to a string can't fail.", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator out, Shape shape, @Nullable Object value, String path)
      throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (shape instanceof Shape.Choice) {
      out.writeString(Shape.Choice.name(value));
    } else if (shape instanceof Shape.Items items) {
      out.writeStartArray();
      for (Object item : (List<?>) value) {
        write(out, items.element(), item, path + "[]");
      }
      out.writeEndArray();
    } else if (shape instanceof Shape.Scalars) {
      out.writeStartObject();
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
        String key = String.valueOf(entry.getKey());
        out.writeFieldName(key);
        scalar(out, entry.getValue(), Binder.join(path, key));
      }
      out.writeEndObject();
    } else if (shape instanceof Shape.Named named) {
      out.writeStartObject();
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
        String key = String.valueOf(entry.getKey());
        out.writeFieldName(key);
        write(out, named.element(), entry.getValue(), Binder.join(path, key));
      }
      out.writeEndObject();
    } else if (shape instanceof Shape.Any any && value instanceof Json json) {
      Object given = json.value();
      if (given instanceof List<?>) {
        write(out, new Shape.Items(any, any.range()), given, path);
      } else if (given instanceof Map<?, ?>) {
        write(out, new Shape.Named(any, any.range()), given, path);
      } else {
        scalar(out, given, path);
      }
    } else if (shape instanceof Shape.Fields fields) {
      out.writeStartObject();
      fields(out, fields, (Record) value, path);
      out.writeEndObject();
    } else if (shape instanceof Shape.OneOf oneOf) {
      out.writeStartObject();
      out.writeStringField(ConfigTypes.TYPE, oneOf.types().nameOf(oneOf.type(), value.getClass()));
      Shape.Fields fields =
          new Shape.Fields(value.getClass().asSubclass(Record.class), oneOf.types());
      fields(out, fields, (Record) value, path);
      out.writeEndObject();
    } else if (value instanceof Vec vec) {
      out.writeStartArray();
      for (int i = 0; i < vec.size(); i++) {
        scalar(out, vec.get(i), path + "[" + i + "]");
      }
      out.writeEndArray();
    } else {
      scalar(out, value, path);
    }
  }

  private static void fields(JsonGenerator out, Shape.Fields shape, Record owner, String path)
      throws IOException {
    for (Shape.Field field : shape.list()) {
      Object value = field.of(owner);
      if (field.unwrapped() && value != null) {
        fields(out, (Shape.Fields) field.shape(), (Record) value, path);
      } else {
        out.writeFieldName(field.name());
        write(out, field.shape(), value, Binder.join(path, field.name()));
      }
    }
  }

  private static void scalar(JsonGenerator out, @Nullable Object value, String path)
      throws IOException {
    if (value instanceof String text) {
      out.writeString(text);
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof Integer || value instanceof Long) {
      out.writeNumber(((Number) value).longValue());
    } else if (value instanceof Double number && Double.isFinite(number)) {
      out.writeNumber(digits(number));
    } else {
      throw new IllegalArgumentException(
          path + " is " + value + ", which JSON can't hold. Maybe use null for no limit.");
    }
  }

  /** A number as it stands in a config. */
  static String digits(Number number) {
    return number instanceof Double value ? digits(value.doubleValue()) : number.toString();
  }

  /** Shortest digits that read back the same; 0.0003 rather than 3.0E-4. */
  private static String digits(double value) {
    String shortest = Double.toString(value);
    double size = Math.abs(value);
    if (shortest.indexOf('E') < 0 || size < 1e-9 || size >= 1e15) {
      return shortest;
    }
    String plain = new BigDecimal(shortest).stripTrailingZeros().toPlainString();
    // Without the point, a map of scalars would read it back as a whole number.
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }
}
