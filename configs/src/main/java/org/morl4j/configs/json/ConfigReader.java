package org.morl4j.configs.json;

import com.fasterxml.jackson.core.JsonLocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.ByteOrderMark;
import org.morl4j.core.check.Check;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads JSON strictly, {@code //} comments excepted, into a record of type {@code T}. Keys that are
 * left out take the values of {@code DEFAULT}: of the enclosing record's default where that holds
 * the same type, else of the type's own; a record that is left out whole likewise. What has no
 * default and is not nullable must be given. A key {@code $schema} at the root is ignored.
 */
public final class ConfigReader<T extends Record> {
  private static final long MAX_BYTES = JsonTree.MAX_CHARS;

  private final Class<T> type;
  private static final Logger LOG = LoggerFactory.getLogger(ConfigReader.class);

  private final Shape.Fields shape;
  private final @Nullable OlderFormat<T> older;
  private final BiFunction<T, Path, T> located;

  /**
   * A reader of one format.
   *
   * @throws IllegalArgumentException if a component reachable from {@code type} can't be held by a
   *     config
   */
  public ConfigReader(Class<T> type, ConfigTypes types) {
    this(type, types, null);
  }

  /**
   * A reader of a format that its configs name by the key {@code format}, and of the one before it.
   *
   * @param older how the one before is read, or null
   */
  public ConfigReader(Class<T> type, ConfigTypes types, @Nullable OlderFormat<T> older) {
    this(type, new Shape.Fields(type, types), older, (value, folder) -> value);
    // Looks at every component now, so that a record a config can't hold is found at once.
    Shape.reachable(shape);
  }

  private ConfigReader(
      Class<T> type,
      Shape.Fields shape,
      @Nullable OlderFormat<T> older,
      BiFunction<T, Path, T> located) {
    this.type = type;
    this.shape = shape;
    this.older = older;
    this.located = located;
  }

  /**
   * The same reader, which hands what it reads from a file to {@code located} with the absolute
   * folder of that file, e.g. to resolve paths against it.
   */
  public ConfigReader<T> located(BiFunction<T, Path, T> change) {
    return new ConfigReader<>(type, shape, older, change);
  }

  /**
   * Reads a file, then lays {@code overrides} over it, each {@code path=value} with the value as
   * JSON or else as a string, e.g. {@code search.rounds=3} or {@code
   * environment.wrappers.0.type=x}.
   *
   * @throws ConfigException if the file can't be read, or does not hold a valid config
   */
  public T read(Path file, List<String> overrides) {
    T value = parse(text(file), file.toString(), overrides);
    Path folder = file.toAbsolutePath().normalize().getParent();
    return folder == null ? value : located.apply(value, folder);
  }

  /** The same for {@code text}; {@code source} stands for the file in error messages. */
  public T parse(String text, String source, List<String> overrides) {
    String json = LineComments.blanked(text);
    Node file = JsonTree.parse(json, location -> place(source, location));
    Node root = Overrides.apply(file, overrides);
    if (older == null) {
      return bound(root);
    }
    if (!older.isOlder(root)) {
      older.refuseMoved(root);
      return bound(root);
    }
    T value = older.converted().apply(bound(older.upgraded(root)));
    LOG.warn("{} {}", source, older.remark());
    return value;
  }

  private T bound(Node root) {
    return type.cast(new Binder().root(shape, root));
  }

  private static Location place(String source, JsonLocation location) {
    // Jackson says column 0 where the text ends before any value.
    return new Location(source, location.getLineNr(), Math.max(1, location.getColumnNr()));
  }

  private static String text(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ConfigException(file + missing(file));
    }
    try {
      long bytes = Files.size(file);
      if (bytes > MAX_BYTES) {
        throw new ConfigException(
            file + " has " + bytes + " bytes, but a config has at most " + MAX_BYTES + ".");
      }
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
              .toString();
      return ByteOrderMark.strip(text);
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + " is not UTF-8 text.");
    } catch (IOException e) {
      throw new ConfigException(file + " can't be read: " + e.getMessage());
    }
  }

  private static String missing(Path file) {
    if (Files.isDirectory(file)) {
      return " is a folder, but must be a file. Maybe name the config in it.";
    }
    return Files.exists(file)
        ? " is a pipe or a device, but must be a file. Maybe write the config into one."
        : ": no such file." + near(file);
  }

  private static String near(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    Path name = file.getFileName();
    if (folder == null || name == null || !Files.isDirectory(folder)) {
      return "";
    }
    try (Stream<Path> entries = Files.list(folder)) {
      List<String> names =
          entries.limit(1000).map(p -> String.valueOf(p.getFileName())).sorted().toList();
      return Check.maybe(name.toString(), names);
    } catch (IOException e) {
      return "";
    }
  }
}
