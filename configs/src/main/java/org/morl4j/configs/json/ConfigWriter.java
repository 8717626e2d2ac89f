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
    return json(new Shape.Fields(config.getClass(), types), config, false) + "\n";
  }

  /**
   * The same without the settings that have their defaults: {@link ConfigReader} makes an equal
   * record of it, too, and a setting that the program learns later doesn't change it.
   *
   * @throws IllegalArgumentException as of {@link #write}
   */
  public String writeBriefly(Record config) {
    return json(new Shape.Fields(config.getClass(), types), config, true) + "\n";
  }

  /** The value of a component with {@code shape}. */
  static String json(Shape shape, @Nullable Object value) {
    return json(shape, value, false);
  }

  private static String json(Shape shape, @Nullable Object value, boolean brief) {
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
      new Output(out, brief).write(shape, value, null, "");
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to a string can't fail.", e);
    }
    return text.toString();
  }

  /**
   * Where a config goes.
   *
   * @param brief whether settings that have their defaults are left out
   */
  private record Output(JsonGenerator out, boolean brief) {
    /**
     * @param fallback what stands here in the enclosing record's default
     */
    void write(Shape shape, @Nullable Object value, @Nullable Object fallback, String path)
        throws IOException {
      if (value == null) {
        out.writeNull();
      } else if (shape instanceof Shape.Choice) {
        out.writeString(Shape.Choice.name(value));
      } else if (shape instanceof Shape.Items items) {
        out.writeStartArray();
        for (Object item : (List<?>) value) {
          write(items.element(), item, null, path + "[]");
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
          write(named.element(), entry.getValue(), null, Binder.join(path, key));
        }
        out.writeEndObject();
      } else if (shape instanceof Shape.Any any && value instanceof Json json) {
        Object given = json.value();
        if (given instanceof List<?>) {
          write(new Shape.Items(any, any.range()), given, null, path);
        } else if (given instanceof Map<?, ?>) {
          write(new Shape.Named(any, any.range()), given, null, path);
        } else {
          scalar(out, given, path);
        }
      } else if (shape instanceof Shape.Fields fields) {
        out.writeStartObject();
        fields(fields, (Record) value, fallback, path);
        out.writeEndObject();
      } else if (shape instanceof Shape.OneOf oneOf) {
        out.writeStartObject();
        String name = oneOf.types().nameOf(oneOf.type(), value.getClass());
        out.writeStringField(ConfigTypes.TYPE, name);
        Shape.Fields fields =
            new Shape.Fields(value.getClass().asSubclass(Record.class), oneOf.types());
        fields(fields, (Record) value, fallback, path);
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

    private void fields(Shape.Fields shape, Record owner, @Nullable Object fallback, String path)
        throws IOException {
      Record base = shape.base(fallback);
      for (Shape.Field field : shape.list()) {
        Object value = field.of(owner);
        Object own = base == null ? field.ownDefault() : field.of(base);
        if (field.unwrapped() && value != null) {
          fields((Shape.Fields) field.shape(), (Record) value, own, path);
        } else if (!brief || !left(field, base, value, own)) {
          out.writeFieldName(field.name());
          write(field.shape(), value, own, Binder.join(path, field.name()));
        }
      }
    }

    /** Whether the reader makes the same of a key that isn't there. */
    private static boolean left(
        Shape.Field field, @Nullable Record base, @Nullable Object value, @Nullable Object own) {
      return value == null ? own == null && (base != null || field.nullable()) : value.equals(own);
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
