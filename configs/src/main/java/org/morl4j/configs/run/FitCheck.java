package org.morl4j.configs.run;

import java.util.HashMap;
import java.util.Map;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.RunConfig.EnvironmentConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.env.EnvException;
import org.morl4j.core.env.EnvSpec;

/**
 * Checks that configs fit their environments before anything is spent, many of one environment at
 * the cost of opening it once.
 */
public final class FitCheck {
  private final int sideBySide;
  private final Map<EnvironmentConfig, EnvSpec> specs = new HashMap<>();

  /**
   * @param sideBySide runs that share this process's memory
   */
  public FitCheck(int sideBySide) {
    this.sideBySide = sideBySide;
  }

  /**
   * Checks one.
   *
   * @throws ConfigException if it does not fit
   */
  public void check(RunConfig config) {
    if (config.data() != null) {
      Run.check(config); // its rows are looked at too
      return;
    }
    try {
      EnvSpec spec = specs.computeIfAbsent(config.environment(), EnvProbe::spec);
      EnvProbe.check(config, spec);
      RunFit.check(config, spec, null, sideBySide);
      RunFit.reference(config, spec);
    } catch (IllegalArgumentException | EnvException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }
}
