package org.morl4j.configs.run;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.RunConfig.EnvironmentConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.data.Column;
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
  private final Set<RunConfig> ahead = new HashSet<>();

  /**
   * @param sideBySide runs that share this process's memory
   */
  public FitCheck(int sideBySide) {
    this.sideBySide = sideBySide;
  }

  /**
   * Checks one, unless one that differs in its seed alone and learns from data was checked before:
   * rows are looked at once for all seeds.
   *
   * @throws ConfigException if it does not fit
   */
  public void check(RunConfig config) {
    if (config.data() == null) {
      check(
          config,
          spec -> {
            RunFit.check(config, spec, null, sideBySide);
            RunFit.reference(config, spec);
          });
    } else if (onData.add(config.with(0L, null, null))) {
      if (config.environment().recorded()) {
        Run.check(config);
      } else {
        check(config, spec -> Run.check(config, spec));
      }
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
    EnvSpec recorded = spec(recorder.environment());
    Set<Column> columns = recorder.agent().factory().requirements().columns();
    checkAhead(config, new SampleRows("the replay of " + recorder.name(), recorded, columns));
  }

  /**
   * Checks one that is to learn from episodes of an environment before they are recorded.
   *
   * @throws ConfigException if it does not fit
   */
  public void checkAhead(RunConfig config, EnvSpec recorded) {
    Set<Column> columns = EnumSet.of(Column.EPISODE, Column.NEXT_ACT);
    checkAhead(config, new SampleRows("the episodes of " + recorded.id(), recorded, columns));
  }

  private void checkAhead(RunConfig config, SampleRows rows) {
    if (ahead.add(config.with(0L, null, null))) {
      check(
          config, spec -> RunFit.check(config, spec, RunFit.view(config, rows, spec), sideBySide));
    }
  }

  private void check(RunConfig config, Consumer<EnvSpec> fit) {
    EnvSpec spec = spec(config.environment());
    try {
      EnvProbe.check(config, spec);
      fit.accept(spec);
    } catch (IllegalArgumentException | EnvException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  private EnvSpec spec(EnvironmentConfig environment) {
    try {
      return specs.computeIfAbsent(environment, EnvProbe::spec);
    } catch (IllegalArgumentException | EnvException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }
}
