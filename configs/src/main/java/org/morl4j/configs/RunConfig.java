package org.morl4j.configs;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.envs.wrap.ClipAction;
import org.morl4j.envs.wrap.WrapperOptions;
import org.morl4j.pareto.search.Evaluation;
import org.morl4j.pareto.search.SearchOptions;

/**
 * Everything a run depends on; what a run's JSON file holds.
 *
 * @param name of the run and its folder: letters, digits, dot, dash and underscore
 * @param execution seed, threads, checkpoints
 * @param environment what to act in
 * @param agent the algorithm, by its {@code type}
 * @param search how its policies are searched, by its {@code type}
 * @param evaluation how policies are measured
 * @param reference hypervolume reference point; null for the environment's own
 */
public record RunConfig(
    String name,
    @JsonUnwrapped Execution execution,
    EnvironmentConfig environment,
    AgentOptions agent,
    SearchOptions search,
    Evaluation evaluation,
    @Nullable Vec reference) {
  public RunConfig {
    if (!name.matches("[A-Za-z0-9._-]{1,100}") || name.startsWith(".")) {
      throw new IllegalArgumentException(
          "name is \""
              + name
              + "\", but must be 1 to 100 letters, digits, dots, dashes or underscores, not"
              + " starting with a dot.");
    }
  }

  /** This config with another seed, threads or checkpoint interval where not null. */
  public RunConfig with(
      @Nullable Long seed, @Nullable Integer threads, @Nullable Double checkpointSeconds) {
    Execution changed =
        new Execution(
            Objects.requireNonNullElse(seed, execution.seed),
            Objects.requireNonNullElse(threads, execution.threads),
            Objects.requireNonNullElse(checkpointSeconds, execution.checkpointSeconds),
            execution.logEvery);
    return new RunConfig(name, changed, environment, agent, search, evaluation, reference);
  }

  /**
   * How to run.
   *
   * @param seed all randomness comes from it
   * @param threads jobs side by side; results don't depend on it
   * @param checkpointSeconds least time between two checkpoints of a job; it grows where writing
   *     them would take more than a tenth of the time
   * @param logEvery transitions of a job whose losses go to the metrics as one mean
   */
  public record Execution(long seed, int threads, double checkpointSeconds, long logEvery) {
    public static final Execution DEFAULT = new Execution(1, 2, 30, 1000);

    public Execution {
      Check.atLeast("threads", threads, 1);
      Check.notNegative("checkpointSeconds", checkpointSeconds);
      Check.atLeast("logEvery", logEvery, 1);
    }
  }

  /**
   * An environment.
   *
   * @param id provider and name, e.g. {@code native:deep-sea-treasure-v0}
   * @param settings the rest, with defaults
   */
  public record EnvironmentConfig(String id, @JsonUnwrapped Settings settings) {
    /**
     * Settings of an environment.
     *
     * @param rows environments stepped together by one training job
     * @param timeLimit steps after which an episode is truncated; 0 for the registered limit
     * @param wrappers applied in order, the first next to the environment
     * @param kwargs for the constructor of a Gymnasium environment
     * @param workers Python processes a job spreads its rows over; 0 to choose by cores
     * @param costs names of the cost components of a Gymnasium environment that reports them
     */
    public record Settings(
        int rows,
        int timeLimit,
        List<WrapperOptions> wrappers,
        Map<String, Object> kwargs,
        int workers,
        List<String> costs) {
      public static final Settings DEFAULT =
          new Settings(8, 0, List.of(new ClipAction.Options()), Map.of(), 0, List.of());

      public Settings {
        Check.atLeast("rows", rows, 1);
        Check.atLeast("timeLimit", timeLimit, 0);
        Check.atLeast("workers", workers, 0);
        wrappers = List.copyOf(wrappers);
        // Not Map.copyOf: its order changes from process to process, and the fingerprint with it.
        kwargs = Collections.unmodifiableMap(new LinkedHashMap<>(kwargs));
        costs = List.copyOf(costs);
      }
    }
  }
}
