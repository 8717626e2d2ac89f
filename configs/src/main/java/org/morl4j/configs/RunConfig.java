package org.morl4j.configs;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.OnlineData;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.train.KeepState;
import org.morl4j.envs.EnvironmentSources;
import org.morl4j.envs.SignalNames;
import org.morl4j.envs.wrap.ClipAction;
import org.morl4j.envs.wrap.WrapperOptions;
import org.morl4j.nn.Backends;
import org.morl4j.pareto.search.Evaluation;
import org.morl4j.pareto.search.SearchOptions;

/**
 * Everything a run depends on; what a run's JSON file holds.
 *
 * @param format of the file: 2; files without it are of format 1
 * @param name of the run and its folder: letters, digits, dot, dash and underscore
 * @param plugins jars with environments of your own
 * @param execution seed, threads, checkpoints
 * @param environment what to act in and to measure policies in; left out, the run has data alone,
 *     and what policies return is estimated
 * @param data recorded transitions to learn from, or null
 * @param agent the algorithm, by its {@code type}
 * @param search how its policies are searched, by its {@code type}
 * @param limits of signals, and what keeps them
 * @param evaluation how policies are measured
 * @param reference hypervolume reference point; null for the environment's own
 */
public record RunConfig(
    @Allowed(min = 1, max = 2) int format,
    @Allowed(maxLength = 100) String name,
    @JsonUnwrapped PluginsConfig plugins,
    Execution execution,
    EnvironmentConfig environment,
    @Nullable DataConfig data,
    AgentOptions agent,
    SearchOptions search,
    @JsonUnwrapped LimitsConfig limits,
    Evaluation evaluation,
    @Allowed(min = -1e15, max = 1e15, maxItems = 64) @Nullable Vec reference) {
  public RunConfig {
    Check.allowed(RunConfig.class, "format", format);
    Check.allowed(RunConfig.class, "name", name);
    Check.allowed(RunConfig.class, "reference", reference);
    if (format != RunFormat.NUMBER) {
      throw new IllegalArgumentException(
          "format is %d, but must be %d.".formatted(format, RunFormat.NUMBER));
    }
    if (!name.matches("[A-Za-z0-9._-]{1,100}") || name.startsWith(".")) {
      throw new IllegalArgumentException(
          "name is "
              + Check.quoted(name, 100)
              + ", but must be 1 to 100 letters, digits, dots, dashes or underscores, not"
              + " starting with a dot.");
    }
    if (search.budget().updates() > 0 && data == null) {
      throw new IllegalArgumentException(
          "search.updates is %d, but there is no data to learn from. Maybe name some by data.path."
              .formatted(search.budget().updates()));
    }
    if (environment.recorded()) {
      requireRecorded(environment, data, search, evaluation);
    }
    if (data != null
        && search.budget().updates() == 0
        && onlineData(data, agent) == OnlineData.OWN) {
      throw new IllegalArgumentException(
          "search.updates is 0 and data.online is own, so nothing is ever learned from data. Maybe"
              + " leave out data.online.");
    }
  }

  /** Without an environment nobody acts, and discounted values are all that is known. */
  private static void requireRecorded(
      EnvironmentConfig environment,
      @Nullable DataConfig data,
      SearchOptions search,
      Evaluation evaluation) {
    if (data == null) {
      throw new IllegalArgumentException(
          "environment.id is missing, and there is no data either. Maybe add \"environment\": {\"id\": \"native:CartPole-v1\"}, or data to learn from.");
    }
    if (!environment.equals(EnvironmentConfig.DEFAULT)) {
      throw new IllegalArgumentException(
          "environment has settings, but names none. Maybe add environment.id, or leave environment out.");
    }
    if (search.budget().transitions() > 0) {
      throw new IllegalArgumentException(
          "search.transitions is %d, but there is no environment to act in. Maybe set it to 0 and search.updates instead, or add environment.id."
              .formatted(search.budget().transitions()));
    }
    if (evaluation.gamma() >= 1) {
      throw new IllegalArgumentException(
          "evaluation.gamma is %s, but without an environment policies are measured by fitted Q evaluation, which needs a discount below 1. Maybe set it to 0.99."
              .formatted(evaluation.gamma()));
    }
    if (evaluation.bias()) {
      throw new IllegalArgumentException(
          "evaluation.bias is true, but there is no environment to compare critics with. Maybe set it to false.");
    }
  }

  /** What becomes of its data once it acts. */
  public OnlineData onlineData() {
    return onlineData(data, agent);
  }

  private static OnlineData onlineData(@Nullable DataConfig data, AgentOptions agent) {
    OnlineData asked = data == null ? null : data.use().online();
    return Objects.requireNonNullElseGet(asked, agent::onlineData);
  }

  /** How measured policies act. */
  public Mode mode() {
    return evaluation.acting(!limits.constraints().isEmpty());
  }

  /**
   * A config with everything else at its defaults.
   *
   * @param name of the run and its folder
   */
  public static RunConfig of(
      String name, EnvironmentConfig environment, AgentOptions agent, SearchOptions search) {
    return new RunConfig(
        RunFormat.NUMBER,
        name,
        PluginsConfig.DEFAULT,
        Execution.DEFAULT,
        environment,
        null,
        agent,
        search,
        LimitsConfig.DEFAULT,
        Evaluation.DEFAULT,
        null);
  }

  /** This config with another seed, threads or checkpoint interval where not null. */
  public RunConfig with(
      @Nullable Long seed, @Nullable Integer threads, @Nullable Double checkpointSeconds) {
    return with(
        new Execution(
            Objects.requireNonNullElse(seed, execution.seed),
            Objects.requireNonNullElse(threads, execution.threads),
            Objects.requireNonNullElse(checkpointSeconds, execution.checkpointSeconds),
            execution.logEvery,
            execution.backend,
            execution.keepState));
  }

  /**
   * This config as its file in {@code folder} means it, wherever it is written: the folders of
   * Python modules are absolute.
   */
  RunConfig in(Path folder) {
    return with(environment.in(folder));
  }

  /** The same wherever modules and plugins of its environment lie. */
  public RunConfig withoutPlaces() {
    return with(environment.withPythonPath(null)).with(PluginsConfig.DEFAULT);
  }

  /** This config under another name. */
  public RunConfig withName(String other) {
    return change(draft -> draft.name = other);
  }

  /** This config with other plugins. */
  public RunConfig with(PluginsConfig other) {
    return change(draft -> draft.plugins = other);
  }

  /** This config carried out in another way. */
  public RunConfig with(Execution other) {
    return change(draft -> draft.execution = other);
  }

  /** This config in another environment. */
  public RunConfig with(EnvironmentConfig other) {
    return change(draft -> draft.environment = other);
  }

  /** This config with other recorded data, or without any. */
  public RunConfig withData(@Nullable DataConfig other) {
    return change(draft -> draft.data = other);
  }

  /** This config with another search. */
  public RunConfig with(SearchOptions other) {
    return change(draft -> draft.search = other);
  }

  /** This config with other limits. */
  public RunConfig with(LimitsConfig other) {
    return change(draft -> draft.limits = other);
  }

  /** This config with policies measured otherwise. */
  public RunConfig with(Evaluation other) {
    return change(draft -> draft.evaluation = other);
  }

  /** This config with another reference point, or the environment's own. */
  public RunConfig withReference(@Nullable Vec other) {
    return change(draft -> draft.reference = other);
  }

  private RunConfig change(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.config();
  }

  /** A config that is being changed. */
  private static final class Draft {
    private final int format;
    private String name;
    private PluginsConfig plugins;
    private Execution execution;
    private EnvironmentConfig environment;
    private @Nullable DataConfig data;
    private final AgentOptions agent;
    private SearchOptions search;
    private LimitsConfig limits;
    private Evaluation evaluation;
    private @Nullable Vec reference;

    private Draft(RunConfig config) {
      format = config.format;
      name = config.name;
      plugins = config.plugins;
      execution = config.execution;
      environment = config.environment;
      data = config.data;
      agent = config.agent;
      search = config.search;
      limits = config.limits;
      evaluation = config.evaluation;
      reference = config.reference;
    }

    private RunConfig config() {
      return new RunConfig(
          format,
          name,
          plugins,
          execution,
          environment,
          data,
          agent,
          search,
          limits,
          evaluation,
          reference);
    }
  }

  /**
   * How to run.
   *
   * @param seed all randomness comes from it
   * @param threads jobs side by side; results don't depend on it
   * @param checkpointSeconds least time between two checkpoints of a job; it grows where writing
   *     them would take more than a tenth of the time
   * @param logEvery training transitions of a job, or updates on data, whose losses go to the
   *     metrics as one mean
   * @param backend what runs networks
   * @param keepState what is kept of a finished job's trainer: nothing, all but its replay, or the
   *     replay too, which other runs can then learn from
   */
  public record Execution(
      @Allowed(min = 0, max = Long.MAX_VALUE) long seed,
      @Allowed(min = 1, max = 1_024) int threads,
      @Allowed(min = 0, max = 1e9) double checkpointSeconds,
      @Allowed(min = 1, max = 1e15) long logEvery,
      @Allowed(maxLength = 100) String backend,
      KeepState keepState) {
    public static final Execution DEFAULT =
        new Execution(1, 2, 30, 1000, Setup.DEFAULT_BACKEND, KeepState.NONE);

    public Execution {
      Check.allowed(Execution.class, "seed", seed);
      Check.allowed(Execution.class, "threads", threads);
      Check.allowed(Execution.class, "checkpointSeconds", checkpointSeconds);
      Check.allowed(Execution.class, "logEvery", logEvery);
      Check.allowed(Execution.class, "backend", backend);
      if (!Backends.names().contains(backend)) {
        throw new IllegalArgumentException(
            "backend is %s, but must be one of %s.%s"
                .formatted(
                    Check.quoted(backend, 100),
                    String.join(", ", Backends.names()),
                    Check.maybe(backend, Backends.names())));
      }
    }

    /** The same with another {@code seed}. */
    public Execution withSeed(long value) {
      return new Execution(value, threads, checkpointSeconds, logEvery, backend, keepState);
    }

    /** The same with other {@code threads}. */
    public Execution withThreads(int value) {
      return new Execution(seed, value, checkpointSeconds, logEvery, backend, keepState);
    }

    /** The same with another {@code backend}. */
    public Execution withBackend(String value) {
      return new Execution(seed, threads, checkpointSeconds, logEvery, value, keepState);
    }

    /** The same with another {@code keepState}. */
    public Execution withKeepState(KeepState value) {
      return new Execution(seed, threads, checkpointSeconds, logEvery, backend, value);
    }

    /**
     * The same with nothing that leaves results as they are: threads, checkpoints, what is kept.
     */
    public Execution standard() {
      return new Execution(
          seed, DEFAULT.threads, DEFAULT.checkpointSeconds, logEvery, backend, KeepState.NONE);
    }
  }

  /**
   * An environment.
   *
   * @param id provider and name, e.g. {@code native:deep-sea-treasure-v0}
   * @param settings the rest, with defaults
   */
  public record EnvironmentConfig(
      @Allowed(maxLength = 1000) String id, @JsonUnwrapped Settings settings) {
    /** The id where there is none to act in. */
    static final String RECORDED = "data";

    /** None to act in: spaces and signals are those of the run's data. */
    public static final EnvironmentConfig DEFAULT =
        new EnvironmentConfig(RECORDED, Settings.DEFAULT);

    public EnvironmentConfig {
      Check.allowed(EnvironmentConfig.class, "id", id);
    }

    /** Whether there is none to act in, only recorded data. */
    public boolean recorded() {
      return id.equals(RECORDED);
    }

    /**
     * Settings of an environment.
     *
     * @param rows environments stepped together by one training job
     * @param timeLimit steps after which an episode is truncated; 0 for the registered limit
     * @param wrappers applied in order, the first next to the environment
     * @param kwargs for the constructor of a Gymnasium environment
     * @param workers Python processes a job spreads its rows over; 0 to choose by cores
     * @param pythonPath folders, relative to this file, whose Python modules an id can name; null
     *     for the file's own where the id names a module
     * @param signals names of a Python environment's objectives and costs
     */
    public record Settings(
        @Allowed(min = 1, max = 65_536) int rows,
        @Allowed(min = 0, max = 1_000_000_000) int timeLimit,
        @Allowed(maxItems = 64) List<WrapperOptions> wrappers,
        @Allowed(maxItems = 1000, maxLength = 100_000) Map<String, Object> kwargs,
        @Allowed(min = 0, max = 1_024) int workers,
        @Allowed(maxItems = 64, maxLength = 4096) @Nullable List<String> pythonPath,
        @JsonUnwrapped SignalNames signals) {
      public static final Settings DEFAULT =
          new Settings(
              8, 0, List.of(new ClipAction.Options()), Map.of(), 0, null, SignalNames.DEFAULT);

      public Settings {
        Check.allowed(Settings.class, "rows", rows);
        Check.allowed(Settings.class, "timeLimit", timeLimit);
        Check.allowed(Settings.class, "wrappers", wrappers);
        Check.allowed(Settings.class, "kwargs", kwargs);
        Check.allowed(Settings.class, "workers", workers);
        Check.allowed(Settings.class, "pythonPath", pythonPath);
        wrappers = List.copyOf(wrappers);
        // Not Map.copyOf: its order changes from process to process, and the fingerprint with it.
        kwargs = Collections.unmodifiableMap(new LinkedHashMap<>(kwargs));
        pythonPath = pythonPath == null ? null : List.copyOf(pythonPath);
        for (int i = 0; pythonPath != null && i < pythonPath.size(); i++) {
          if (pythonPath.get(i).isBlank() || pythonPath.get(i).indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                "pythonPath[%d] is %s, but must name a folder. Maybe you meant \".\", the config's own."
                    .formatted(i, Check.quoted(pythonPath.get(i), 100)));
          }
        }
      }

      /** The same with other {@code rows}. */
      public Settings withRows(int value) {
        return new Settings(value, timeLimit, wrappers, kwargs, workers, pythonPath, signals);
      }

      /** The same with another {@code timeLimit}. */
      public Settings withTimeLimit(int value) {
        return new Settings(rows, value, wrappers, kwargs, workers, pythonPath, signals);
      }

      /** The same with other {@code wrappers}. */
      public Settings withWrappers(List<WrapperOptions> value) {
        return new Settings(rows, timeLimit, value, kwargs, workers, pythonPath, signals);
      }

      /** The same with other {@code kwargs}. */
      public Settings withKwargs(Map<String, Object> value) {
        return new Settings(rows, timeLimit, wrappers, value, workers, pythonPath, signals);
      }

      private Settings withPythonPath(@Nullable List<String> folders) {
        return new Settings(rows, timeLimit, wrappers, kwargs, workers, folders, signals);
      }
    }

    /** The same with the folders of its modules as they are from {@code folder}, the config's. */
    public EnvironmentConfig in(Path folder) {
      List<String> folders = settings.pythonPath;
      if (folders == null && EnvironmentSources.namesModule(id)) {
        folders = List.of("");
      }
      return folders == null
          ? this
          : withPythonPath(
              folders.stream().map(f -> folder.resolve(f).normalize().toString()).toList());
    }

    private EnvironmentConfig withPythonPath(@Nullable List<String> folders) {
      return new EnvironmentConfig(id, settings.withPythonPath(folders));
    }
  }
}
