package org.morl4j.configs;

import java.util.List;
import org.morl4j.configs.RunConfig.EnvironmentConfig;
import org.morl4j.configs.RunConfig.EnvironmentConfig.Settings;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.envs.EnvironmentRequest;
import org.morl4j.envs.EnvironmentSource.IdForm;
import org.morl4j.envs.EnvironmentSources;
import org.morl4j.envs.wrap.WrapperOptions;

/** The environments of configs: what a source opens by its id, with the config's wrappers. */
public final class Environments {
  private Environments() {}

  /**
   * Opens {@code rows} copies of an environment with its wrappers.
   *
   * @throws IllegalArgumentException if the id is unknown or a wrapper does not fit
   * @throws org.morl4j.core.env.EnvException if a Python environment can't be opened
   */
  public static VectorEnv open(EnvironmentConfig config, int rows) {
    return wrapped(config, EnvironmentSources.open(request(config), rows));
  }

  /** The same with {@link VectorEnv#render} to be called, which some must be told when opened. */
  public static VectorEnv openToDraw(EnvironmentConfig config, int rows) {
    return wrapped(config, EnvironmentSources.openToDraw(request(config), rows));
  }

  /** An environment with the config's wrappers; closed where one doesn't fit. */
  static VectorEnv wrapped(EnvironmentConfig config, VectorEnv bare) {
    VectorEnv env = bare;
    try {
      for (WrapperOptions wrapper : config.settings().wrappers()) {
        env = wrapper.wrap(env);
      }
      return env;
    } catch (RuntimeException e) {
      env.close();
      throw e;
    }
  }

  private static EnvironmentRequest request(EnvironmentConfig config) {
    if (config.recorded()) {
      throw new IllegalArgumentException(
          "There is no environment to act in, only recorded data. Maybe add environment.id.");
    }
    Settings settings = config.settings();
    List<String> pythonPath = settings.pythonPath();
    return new EnvironmentRequest(
        config.id(),
        settings.timeLimit(),
        settings.kwargs(),
        settings.workers(),
        pythonPath == null ? List.of() : pythonPath,
        settings.signals());
  }

  /**
   * The environments that need nothing but this library, the class path and plugins.
   *
   * @throws ConfigException if a provider fails
   */
  public static List<EnvSpec> known() {
    try {
      return EnvironmentSources.all().stream().flatMap(source -> source.known().stream()).toList();
    } catch (IllegalArgumentException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  /** What the ids of all others look like. */
  public static List<IdForm> forms() {
    return EnvironmentSources.all().stream().flatMap(source -> source.forms().stream()).toList();
  }
}
