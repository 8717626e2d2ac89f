package org.morl4j.configs.run;

import java.util.Map;
import java.util.TreeMap;
import org.morl4j.configs.EnvironmentOpener;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;

/**
 * What a run's environment says of itself.
 *
 * @param versions names and versions of what it runs on, by name
 */
record EnvProbe(EnvSpec spec, Map<String, String> versions) {
  /**
   * Opens the config's environment once, which takes seconds for a Python one.
   *
   * @throws ConfigException if there is none, or the search doesn't fit its objectives
   */
  static EnvProbe probe(RunConfig config, EnvironmentOpener opener) {
    try (VectorEnv env = opener.open(config.environment(), 1)) {
      check(config, env.spec());
      return new EnvProbe(env.spec(), new TreeMap<>(env.versions()));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Checks the search and the limits against the environment's signals.
   *
   * @throws IllegalArgumentException if they don't fit
   */
  static void check(RunConfig config, EnvSpec spec) {
    config.search().check(spec.objectives().size(), config.agent().factory().requirements());
    ConstraintFit.check(config, spec);
  }
}
