package org.morl4j.configs.json;

import org.jspecify.annotations.Nullable;

/**
 * Writes a config record as {@link ConfigWriter} does, with a {@code //} comment above each setting
 * that says what it is and, where few are allowed, which values it can take.
 */
public final class CommentedConfig {
  private final StringBuilder out = new StringBuilder();

  private CommentedConfig() {}

  /** The record as indented JSON with comments, ending with a newline. */
  public static String write(Record config, ConfigTypes types) {
    CommentedConfig text = new CommentedConfig();
    text.members(new Shape.Fields(config.getClass(), types), config, null, "");
    return text.out.append('\n').toString();
  }

  /**
   * An object.
   *
   * @param name value of the key {@code type}, or null if there is none
   */
  private void members(Shape.Fields shape, Record owner, @Nullable String name, String indent) {
    out.append('{');
    boolean first = true;
    if (name != null) {
      out.append('\n').append(indent).append("  \"").append(ConfigTypes.TYPE).append("\": ");
      out.append('"').append(name).append('"');
      first = false;
    }
    first = fields(shape, owner, indent + "  ", first);
    out.append(first ? "}" : "\n" + indent + "}");
  }

  private boolean fields(Shape.Fields shape, Record owner, String indent, boolean none) {
    boolean first = none;
    for (Shape.Field field : shape.list()) {
      Object value = field.of(owner);
      if (field.unwrapped() && value != null) {
        first = fields((Shape.Fields) field.shape(), (Record) value, indent, first);
        continue;
      }
      out.append(first ? "\n" : ",\n");
      comment(SettingDocs.of(shape.type(), field.name()), field.shape(), indent);
      out.append(indent).append('"').append(field.name()).append("\": ");
      value(field.shape(), value, indent);
      first = false;
    }
    return first;
  }

  private void comment(String text, Shape shape, String indent) {
    String allowed = "";
    if (shape instanceof Shape.Choice choice) {
      allowed = String.join(", ", choice.constants().keySet());
    } else if (shape instanceof Shape.OneOf oneOf) {
      allowed = String.join(", ", oneOf.types().named(oneOf.type()).keySet());
    }
    String all = text.isEmpty() || allowed.isEmpty() ? text + allowed : text + " (" + allowed + ")";
    if (!all.isEmpty()) {
      out.append(indent).append("// ").append(all).append('\n');
    }
  }

  private void value(Shape shape, @Nullable Object value, String indent) {
    if (value != null && shape instanceof Shape.Fields fields) {
      members(fields, (Record) value, null, indent);
    } else if (value != null && shape instanceof Shape.OneOf oneOf) {
      Record record = (Record) value;
      members(
          new Shape.Fields(record.getClass(), oneOf.types()),
          record,
          oneOf.types().nameOf(oneOf.type(), record.getClass()),
          indent);
    } else {
      out.append(ConfigWriter.json(shape, value).replace("\n", "\n" + indent));
    }
  }
}
