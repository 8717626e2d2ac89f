package org.morl4j.configs.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.ope.FittedQ;
import org.morl4j.agents.ope.FittedQEstimator;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.Dataset;
import org.morl4j.core.data.DatasetName;
import org.morl4j.core.data.Datasets;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.StateException;
import org.morl4j.core.train.Evaluator;
import org.morl4j.policy.SavedPolicy;

/**
 * What recorded data says of the policies of finished runs, beside what their environment says,
 * under the same discounts.
 */
public final class OffPolicyEvaluation {
  /**
   * How to go about it.
   *
   * @param critics how they are fitted
   * @param gamma discount of all signals; null for that of each run's agent
   * @param episodes of the environment; 0 for estimates alone
   * @param seed of fits and episodes
   */
  public record Options(FittedQ.Options critics, @Nullable Double gamma, int episodes, long seed) {
    public Options {
      if (gamma != null && !(gamma >= 0 && gamma < 1)) {
        throw new ConfigException(
            "gamma is %s, but fitted Q evaluation needs 0 or more and less than 1: it goes on after time limits. Maybe take 0.99."
                .formatted(gamma));
      }
    }
  }

  /**
   * One policy.
   *
   * @param policy its id
   * @param signals with the discounts of both
   * @param estimated by fitted Q evaluation, over the data's first observations
   * @param measured over whole episodes; null where none were run
   */
  public record Result(
      Path run, String policy, Signals signals, Returns estimated, @Nullable Returns measured) {}

  /** What an estimator is made for; of runs that have it in common the data is read once. */
  private record Made(EnvSpec spec, Signals signals, String backend) {}

  private final Dataset data;
  private final Options options;
  private final Map<Made, FittedQEstimator> estimators = new HashMap<>();

  /**
   * @param name of the data
   * @throws ConfigException if there is none of that name
   */
  public OffPolicyEvaluation(DatasetName name, Options options) {
    this.options = options;
    try {
      data = Datasets.open(name);
    } catch (IllegalArgumentException | StateException | IOException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  /** The data, in words. */
  public String description() {
    return data.description();
  }

  /**
   * Checks that a run's policies and the data are of the same spaces and signals, and the discounts
   * such that an estimate can be made.
   *
   * @throws ConfigException if not
   */
  public void check(Run run, List<String> policies) throws IOException {
    estimator(run);
    for (String policy : policies) {
      run.fitting(policy);
    }
  }

  /**
   * One policy's estimate and measurement.
   *
   * @throws ConfigException if run or policy don't fit the data
   * @throws ArithmeticException if the fit diverges
   */
  public Result of(Run run, String policy) throws IOException {
    SavedPolicy saved = run.fitting(policy);
    Signals signals = signals(run);
    SeedTree seeds = new SeedTree(options.seed);
    Returns estimated =
        estimator(run)
            .evaluate(
                saved.policy(),
                saved.preference(),
                saved.mode(),
                seeds.child("fitted-q"),
                List.of(signals))
            .get(0);
    return new Result(run.path(), policy, signals, estimated, measured(run, saved, signals, seeds));
  }

  private @Nullable Returns measured(Run run, SavedPolicy saved, Signals signals, SeedTree seeds) {
    if (options.episodes == 0 || run.config().environment().recorded()) {
      return null;
    }
    int rows = Math.min(options.episodes, run.config().environment().settings().rows());
    try (VectorEnv env = run.opener().open(run.config().environment(), rows)) {
      return new Evaluator(env, signals, options.episodes, saved.mode())
          .evaluate(saved.policy(), saved.preference(), seeds.child("eval"));
    }
  }

  private Signals signals(Run run) {
    EnvSpec spec = run.spec();
    Double asked = options.gamma;
    if (asked != null) {
      return Signals.of(spec, asked, 1);
    }
    Signals trained = run.config().agent().signals(spec);
    int measured = spec.objectives().size() + spec.costs().size();
    return new Signals(trained.all().subList(0, measured));
  }

  private FittedQEstimator estimator(Run run) {
    Made made = new Made(run.spec(), signals(run), run.config().execution().backend());
    try {
      return estimators.computeIfAbsent(made, this::estimator);
    } catch (IllegalArgumentException | IllegalStateException | StateException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  private FittedQEstimator estimator(Made of) {
    FittedQEstimator estimator =
        new FittedQEstimator(
            options.critics, of.spec, RunFit.rows(data, of.spec, of.signals, Set.of()), of.backend);
    estimator.requireFits(of.signals);
    return estimator;
  }
}
