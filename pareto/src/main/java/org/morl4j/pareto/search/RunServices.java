package org.morl4j.pareto.search;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.morl4j.constraints.CriterionFactory;
import org.morl4j.core.data.DataView;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.metrics.MetricsSink;
import org.morl4j.core.state.Checkpoints;
import org.morl4j.core.train.ReturnEstimator;

/**
 * What a process makes of a run's config to train its jobs.
 *
 * @param spec the environment
 * @param environments opens so many of it; whoever asks closes them
 * @param learners makes the agents
 * @param criteria makes what they learn for, of the search's mixers and the run's limits
 * @param data recorded transitions, or null
 * @param estimators what says how policies return: episodes of the environment, or recorded data
 * @param local what is this process's own
 */
public record RunServices(
    EnvSpec spec,
    IntFunction<VectorEnv> environments,
    LearnerFactory learners,
    CriterionFactory criteria,
    @Nullable DataView data,
    ReturnEstimator.Factory estimators,
    Local local) {
  /** The same with other learners and data. */
  RunServices with(LearnerFactory others, DataView rows) {
    return new RunServices(spec, environments, others, criteria, rows, estimators, local);
  }

  /**
   * Where a process keeps and tells things.
   *
   * @param threads jobs run side by side; results don't depend on it
   * @param checkpoints where states of running jobs go
   * @param states where those of finished jobs go
   * @param metrics where losses go
   * @param listener told of progress
   */
  public record Local(
      int threads,
      Checkpoints checkpoints,
      JobStates states,
      MetricsSink metrics,
      SearchListener listener) {}
}
