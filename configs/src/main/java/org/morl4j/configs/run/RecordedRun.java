package org.morl4j.configs.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.morl4j.agents.ope.FittedQEstimator;
import org.morl4j.configs.DataConfig;
import org.morl4j.configs.LimitsConfig;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Statistic;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Dataset;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.state.StateException;
import org.morl4j.core.train.ReturnEstimator;

/** Runs without an environment: data alone says what their policies return. */
final class RecordedRun {
  private RecordedRun() {}

  /**
   * What estimates the returns of the run's policies, of the data as it is recorded.
   *
   * @throws ConfigException if no estimate can be made under the config's discounts and limits
   */
  static ReturnEstimator.Factory estimators(RunConfig config, Dataset data, EnvSpec spec) {
    DataConfig named = config.data();
    if (named == null) {
      throw new IllegalStateException("A config without an environment has data.");
    }
    Signals trained = config.agent().signals(spec);
    requireLimits(config, trained);
    Signals evaluated = Signals.of(spec, config.evaluation().gamma(), 1);
    try {
      DataView rows = RunFit.rows(data, spec, trained, Set.of());
      FittedQEstimator estimator =
          new FittedQEstimator(named.use().fittedQ(), spec, rows, config.execution().backend());
      estimator.requireFits(evaluated);
      estimator.requireFits(trained);
      return (env, signals, episodes, mode) -> estimator;
    } catch (IllegalArgumentException | IllegalStateException | StateException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  /** Critics know means, not single episodes. */
  private static void requireLimits(RunConfig config, Signals signals) {
    List<LimitsConfig.LimitConfig> all = config.limits().constraints();
    for (int i = 0; i < all.size(); i++) {
      if (!all.get(i).limit(signals).statistic().equals(new Statistic.Mean())) {
        throw new ConfigException(
            "constraints[%d] is not on a mean, but without an environment nothing else is known. Maybe set its statistic to mean, or add environment.id."
                .formatted(i));
      }
    }
  }

  /**
   * Refuses what takes episodes.
   *
   * @param what it is, as in "to play"
   * @throws ConfigException if the run has no environment
   */
  static void requireEnvironment(RunConfig config, Path run, String what) {
    DataConfig data = config.data();
    if (!config.environment().recorded() || data == null) {
      return;
    }
    String option = data.path() != null ? "--data " + data.path() : "--minari " + data.minari();
    throw new ConfigException(
        "%s has no environment %s in. Maybe estimate its policies from its data with: morl4j fqe %s %s"
            .formatted(run, what, run, Check.plainLines(option)));
  }
}
