package org.morl4j;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.DataConfig;
import org.morl4j.configs.EnvironmentOpener;
import org.morl4j.configs.LimitsConfig.LimitConfig;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.RunConfig.EnvironmentConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.configs.run.Fingerprint;
import org.morl4j.configs.run.Run;
import org.morl4j.configs.run.RunListener;
import org.morl4j.constraints.HandlerOptions;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.train.KeepState;
import org.morl4j.pareto.search.Evaluation;
import org.morl4j.pareto.search.SearchOptions;
import org.morl4j.pareto.search.Single;

/**
 * A training to be: a {@link RunConfig}, its environment, and a folder. Immutable; each method
 * gives the same with one thing changed. All that is not said is as in a config.
 */
public final class Training {
  private static final Path OUT = Path.of("out");

  private final RunConfig config;
  private final EnvironmentOpener opener;
  private final @Nullable Path folder;
  private final RunListener listener;

  private Training(
      RunConfig config, EnvironmentOpener opener, @Nullable Path folder, RunListener listener) {
    this.config = config;
    this.opener = opener;
    this.folder = folder;
    this.listener = listener;
  }

  static Training of(String id, EnvironmentOpener opener, AgentOptions agent) {
    String name = id.substring(id.indexOf(':') + 1).replaceAll("[^A-Za-z0-9_-]", "-");
    EnvironmentConfig environment = new EnvironmentConfig(id, EnvironmentConfig.Settings.DEFAULT);
    RunConfig config =
        RunConfig.of(
            name.substring(0, Math.min(name.length(), 100)),
            environment,
            agent,
            Single.Options.DEFAULT);
    return new Training(config, opener, null, RunListener.NONE);
  }

  private Training with(RunConfig other) {
    return new Training(other, opener, folder, listener);
  }

  /** What a config's file would say. */
  public RunConfig config() {
    return config;
  }

  /** The name of the run, and of its folder where none is given; the environment's otherwise. */
  public Training name(String name) {
    return with(config.withName(name));
  }

  /**
   * How much of acting, all jobs of a search together.
   *
   * @param transitions steps of all environments
   */
  public Training budget(long transitions) {
    long updates = config.search().budget().updates();
    return with(config.with(config.search().withBudget(new Budget(transitions, updates))));
  }

  /**
   * Recorded transitions to learn from, before any acting.
   *
   * @param path a Minari dataset, or the folder of a run that kept its replay
   * @param updates gradient steps on them; add {@code budget(n)} to go on acting
   */
  public Training data(Path path, long updates) {
    DataConfig data = new DataConfig(path.toString(), null, DataConfig.Settings.DEFAULT);
    return with(config.withData(data).with(config.search().withBudget(new Budget(0, updates))));
  }

  /**
   * One policy under these weights of the objectives, as it is otherwise with 1 each; {@link
   * #search} is for fronts.
   */
  public Training weights(double... weights) {
    Budget budget = config.search().budget();
    return search(Single.Options.DEFAULT.withWeights(Vec.of(weights)).withBudget(budget));
  }

  /**
   * Which policies are looked for, e.g. {@code CMorl.Options.DEFAULT}; with the options' budget
   * until {@link #budget} gives another.
   */
  public Training search(SearchOptions search) {
    return with(config.with(search));
  }

  /**
   * A limit on an objective or a cost.
   *
   * @param signal its name
   * @param bound e.g. {@code atMost(5)} of {@link Morl4j}
   */
  public Training limit(String signal, LimitConfig.Settings bound) {
    return with(config.with(config.limits().with(new LimitConfig(signal, bound))));
  }

  /** What keeps the limits, in place of one Lagrange handler over all. */
  public Training handlers(HandlerOptions... handlers) {
    return with(config.with(config.limits().withHandlers(List.of(handlers))));
  }

  /** All randomness comes from it; 1 otherwise. */
  public Training seed(long seed) {
    return with(config.with(config.execution().withSeed(seed)));
  }

  /** Jobs side by side; results don't depend on it. */
  public Training threads(int threads) {
    return with(config.with(config.execution().withThreads(threads)));
  }

  /**
   * What is kept of the trainer: its replay too, where other runs are to learn {@link #data} of.
   */
  public Training keepState(KeepState kept) {
    return with(config.with(config.execution().withKeepState(kept)));
  }

  /** Rows, time limit and wrappers of the environment. */
  public Training environment(EnvironmentConfig.Settings settings) {
    return with(config.with(new EnvironmentConfig(config.environment().id(), settings)));
  }

  /** How policies are measured. */
  public Training evaluation(Evaluation evaluation) {
    return with(config.with(evaluation));
  }

  /** Hypervolume's reference point, which searches for a front need: worse than useful policies. */
  public Training reference(double... reference) {
    return with(config.withReference(Vec.of(reference)));
  }

  /**
   * The run's folder, which is created. Where it holds this very run already, {@link #run} goes on
   * from its checkpoints. Otherwise: a new folder {@code out/NAME}, {@code out/NAME-2} and so on.
   */
  public Training out(Path path) {
    return new Training(config, opener, path, listener);
  }

  /** Hears how it goes, from several threads. */
  public Training listener(RunListener hears) {
    return new Training(config, opener, folder, hears);
  }

  /**
   * The run, not yet begun, for programs that stop it or look into it.
   *
   * @throws ConfigException if the settings don't fit the environment, or the folder holds another
   *     run
   */
  public Run open() {
    try {
      if (folder == null) {
        return Run.createBeside(config, OUT.resolve(config.name()), opener);
      }
      return Files.exists(folder.resolve("config.json"))
          ? opened(folder)
          : Run.create(config, folder, opener);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s can't be written: %s".formatted(folder == null ? OUT : folder, e.getMessage()), e);
    }
  }

  private Run opened(Path path) {
    RunConfig.Execution execution = config.execution();
    Run run = Run.open(path, execution.threads(), execution.checkpointSeconds()).in(opener);
    if (!Fingerprint.of(run.config()).equals(Fingerprint.of(config))) {
      throw new ConfigException(
          "%s holds a run with other settings, which this training can't go on from. Maybe name another folder."
              .formatted(path));
    }
    return run;
  }

  /**
   * Trains to the end, and measures what was found.
   *
   * @throws ConfigException if the settings don't fit the environment, or the folder holds another
   *     run
   * @throws UncheckedIOException if the folder can't be written
   */
  public RunResult run() {
    Run run = open();
    try {
      return RunResult.of(run, run.execute(listener));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s can't be written: %s".formatted(run.path(), e.getMessage()), e);
    }
  }
}
