package org.morl4j.configs.run;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.RunConfig.EnvironmentConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.data.DataView;
import org.morl4j.core.env.EnvException;
import org.morl4j.core.env.EnvSpec;

/**
 * Checks that configs fit their environments before anything is spent, many of one environment at
 * the cost of opening it once.
 */
public final class FitCheck {
  private final int sideBySide;
  private final Map<EnvironmentConfig, EnvSpec> specs = new HashMap<>();
  private final Set<RunConfig> onData = new HashSet<>();

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
      // Its rows are looked at too, once for all seeds.
      if (onData.add(config.with(0L, null, null))) {
        Run.check(config);
      }
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

  /**
   * Checks one that is to learn from a replay before there is any: against rows like those that the
   * run which makes it will keep.
   *
   * @param recorder the config of that run
   * @throws ConfigException if it does not fit
   */
  public void checkAhead(RunConfig config, RunConfig recorder) {
    if (!onData.add(config.with(0L, null, null))) {
      return;
    }
    try {
      EnvSpec spec = specs.computeIfAbsent(config.environment(), EnvProbe::spec);
      EnvSpec recorded = specs.computeIfAbsent(recorder.environment(), EnvProbe::spec);
      EnvProbe.check(config, spec);
      DataView view = RunFit.view(config, new SampleRows(recorded, recorder), spec);
      RunFit.check(config, spec, view, sideBySide);
    } catch (IllegalArgumentException | EnvException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }
}
