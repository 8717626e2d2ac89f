package org.morl4j.configs.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.check.Check;
import org.morl4j.core.state.Seal;

/**
 * A jar of a user's own.
 *
 * @param file where it lies
 * @param sha256 of its bytes
 */
public record PluginJar(Path file, String sha256) {
  private static final int SHOWN = 1000;

  /** A run folder keeps the jar under this name, which comes back from its run.json. */
  private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9._+-]{0,99}";

  /**
   * Reads and checks it.
   *
   * @throws ConfigException if it is no jar that can be read
   */
  public static PluginJar of(Path file) {
    if (Files.isDirectory(file)) {
      throw new ConfigException(
          "The plugin %s is a folder, but must be a jar.%s".formatted(file, inside(file)));
    }
    if (!Files.isRegularFile(file)) {
      throw new ConfigException("The plugin %s: no such file.%s".formatted(file, near(file)));
    }
    if (!isName(String.valueOf(file.getFileName()))) {
      throw new ConfigException(
          """
          The plugin %s must have a name of at most 100 letters, digits, dots, dashes, plus signs \
          and underscores, since a run folder keeps a copy. Maybe rename it to my-plugin.jar."""
              .formatted(file));
    }
    try (JarFile jar = new JarFile(file.toFile())) {
      if (jar.size() == 0) {
        throw new ZipException("it is empty");
      }
      return new PluginJar(file, Seal.of(file));
    } catch (ZipException e) {
      throw new ConfigException(
          "The plugin %s is no jar: %s. Maybe build it again, e.g. with mvn package, and name the file in target/."
              .formatted(file, e.getMessage()));
    } catch (IOException e) {
      throw new ConfigException(
          "The plugin %s can't be read: %s. Maybe its permissions keep you from it."
              .formatted(file, e.getMessage()));
    }
  }

  /** Whether a run folder can keep a jar of that name: it leads nowhere else. */
  static boolean isName(String name) {
    return name.matches(NAME);
  }

  /** Its name without folders. */
  public String name() {
    return String.valueOf(file.getFileName());
  }

  /** The head of its hash, enough to tell two builds apart. */
  public String shortHash() {
    return sha256.substring(0, 12);
  }

  private static String inside(Path folder) {
    return names(folder).stream()
        .filter(name -> name.endsWith(".jar"))
        .findFirst()
        .map(name -> " Maybe you meant %s.".formatted(folder.resolve(name)))
        .orElse(" Maybe build one first, e.g. with mvn package, and name the file in target/.");
  }

  private static String near(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    String maybe =
        folder == null ? "" : Check.maybe(String.valueOf(file.getFileName()), names(folder));
    return maybe.isEmpty() ? " Maybe build it first, e.g. with mvn package." : maybe;
  }

  private static List<String> names(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.limit(SHOWN).map(p -> String.valueOf(p.getFileName())).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
