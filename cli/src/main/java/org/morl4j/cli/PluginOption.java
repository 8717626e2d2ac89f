package org.morl4j.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.morl4j.configs.plugin.PluginJar;
import org.morl4j.configs.plugin.Plugins;
import org.morl4j.configs.plugin.RunPlugins;
import picocli.CommandLine.Option;

/** The option {@code --plugins} of all commands that open environments or agents. */
final class PluginOption {
  static final String VARIABLE = "MORL4J_PLUGINS";

  private final Map<String, String> environment;

  @Option(
      names = "--plugins",
      paramLabel = "JAR[:JAR]",
      description = "jars with environments of your own, beside those of the variable " + VARIABLE)
  private List<String> lists = new ArrayList<>();

  /**
   * @param environment variables, as {@link System#getenv()}
   */
  PluginOption(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * Loads the jars of the option and the variable.
   *
   * @throws org.morl4j.configs.json.ConfigException if one can't be used
   */
  Plugins load() {
    return Plugins.load(given());
  }

  /** The jars of the option and the variable, where they lie. */
  List<PluginJar> given() {
    List<PluginJar> jars = new ArrayList<>(jars(lists));
    jars.addAll(ofVariable());
    return jars;
  }

  /**
   * Loads the jars that a run began with; those given here stand in for copies it has lost.
   *
   * @throws org.morl4j.configs.json.ConfigException if one can't be used, or is another one
   */
  Plugins load(Path run) {
    return Plugins.load(
        lists.isEmpty()
            ? RunPlugins.of(run, ofVariable(), false)
            : RunPlugins.of(run, jars(lists), true));
  }

  private List<PluginJar> ofVariable() {
    return jars(List.of(environment.getOrDefault(VARIABLE, "")));
  }

  private static List<PluginJar> jars(List<String> lists) {
    return lists.stream()
        .flatMap(list -> Arrays.stream(list.split(File.pathSeparator, -1)))
        .filter(path -> !path.isBlank())
        .map(path -> PluginJar.of(Path.of(path)))
        .toList();
  }
}
