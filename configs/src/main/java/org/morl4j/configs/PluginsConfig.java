package org.morl4j.configs;

import java.nio.file.Path;
import java.util.List;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.configs.plugin.PluginJar;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * What a run brings along beside this library.
 *
 * @param plugins jars with environments of your own, by their paths from the config's folder
 */
public record PluginsConfig(@Allowed(maxItems = 64, maxLength = 4096) List<String> plugins) {
  public static final PluginsConfig DEFAULT = new PluginsConfig(List.of());

  public PluginsConfig {
    Check.allowed(PluginsConfig.class, "plugins", plugins);
    plugins = List.copyOf(plugins);
  }

  /**
   * The jars.
   *
   * @param config the config's file
   * @throws ConfigException if one can't be read
   */
  public List<PluginJar> jars(Path config) {
    return plugins.stream().map(path -> PluginJar.of(config.resolveSibling(path))).toList();
  }
}
