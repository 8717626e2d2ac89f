package org.morl4j.configs.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.morl4j.configs.json.ConfigException;

/**
 * The plugins of a run: copies in its folder {@code plugins}, names and hashes under {@code
 * plugins} in its {@code run.json}.
 */
public final class RunPlugins {
  private static final String FOLDER = "plugins";

  private RunPlugins() {}

  /** Where a run keeps a jar of that name. */
  static Path copy(Path run, String name) {
    return run.resolve(FOLDER).resolve(name);
  }

  /** What the config of a run whose plugins are loaded says: the copies beside it. */
  public static List<String> paths() {
    return Plugins.loaded().stream().map(jar -> FOLDER + "/" + jar.name()).toList();
  }

  /** Adds those that are loaded to a run.json. */
  public static void record(ObjectNode run) {
    if (Plugins.loaded().isEmpty()) {
      return;
    }
    ArrayNode plugins = run.putArray(FOLDER);
    for (PluginJar jar : Plugins.loaded()) {
      plugins.addObject().put("file", jar.name()).put("sha256", jar.sha256());
    }
  }

  /**
   * The jars that a run began with.
   *
   * @param spare others, taken where the folder has lost the copy and they are the same
   * @param strict whether each of the spare ones must be one that the run began with
   * @throws ConfigException if one is missing or was changed
   */
  public static List<PluginJar> of(Path run, List<PluginJar> spare, boolean strict) {
    JsonNode recorded = recorded(run);
    List<PluginJar> jars = new ArrayList<>();
    for (JsonNode one : recorded) {
      jars.add(verified(run, one.path("file").asText(), one.path("sha256").asText(), spare));
    }
    for (PluginJar jar : strict ? spare : List.<PluginJar>of()) {
      if (jars.stream().noneMatch(own -> own.sha256().equals(jar.sha256()))) {
        throw new ConfigException(
            """
            The plugin %s (sha256 %s) is none that %s began with. Maybe leave out --plugins: \
            the run keeps copies of its own in %s."""
                .formatted(jar.file(), jar.sha256(), run, run.resolve(FOLDER)));
      }
    }
    return jars;
  }

  private static JsonNode recorded(Path run) {
    Path file = run.resolve("run.json");
    try {
      return JsonMapper.builder().build().readTree(file.toFile()).path(FOLDER);
    } catch (IOException e) {
      throw new ConfigException("%s can't be read: %s".formatted(file, e.getMessage()));
    }
  }

  private static PluginJar verified(Path run, String name, String sha256, List<PluginJar> spare) {
    if (!PluginJar.isName(name)) {
      throw new ConfigException(
          "%s names a plugin \"%s\", which is no file name. Maybe the file was changed by hand."
              .formatted(run.resolve("run.json"), name.replaceAll("[^ -~]", "?")));
    }
    Path copy = copy(run, name);
    if (!Files.isRegularFile(copy)) {
      return spare.stream()
          .filter(jar -> jar.sha256().equals(sha256))
          .findFirst()
          .orElseThrow(
              () ->
                  new ConfigException(
                      """
                      %s began with the plugin %s (sha256 %s), but %s is gone. Maybe put it back, \
                      or name the same jar with --plugins."""
                          .formatted(run, name, sha256, copy)));
    }
    PluginJar jar = PluginJar.of(copy);
    if (!jar.sha256().equals(sha256)) {
      throw new ConfigException(
          """
          The plugin %s was changed: its sha256 is %s, but the run began with %s. Maybe put the \
          jar it began with back, or begin a new run."""
              .formatted(copy, jar.sha256(), sha256));
    }
    return jar;
  }
}
