package org.morl4j.configs.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.Environments;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.configs.policy.Policies;
import org.morl4j.configs.policy.SavedPolicy;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.ReplayBuffer;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.KnownFront;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.metrics.CsvMetrics;
import org.morl4j.core.metrics.MetricsSink;
import org.morl4j.core.metrics.TensorBoardMetrics;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.Checkpoints;
import org.morl4j.core.train.Evaluator;
import org.morl4j.nn.Networks;
import org.morl4j.pareto.archive.Point;
import org.morl4j.pareto.search.FrontSnapshot;
import org.morl4j.pareto.search.JobRunner;
import org.morl4j.pareto.search.Search;
import org.morl4j.pareto.search.SearchContext;
import org.morl4j.pareto.search.SearchListener;
import org.morl4j.pareto.search.SearchOptions;
import org.morl4j.pareto.search.SearchResult;

/**
 * One run: a config and a folder. {@link #execute} goes on from the folder's checkpoints where
 * there are any, so a resumed run is the same call on the same folder.
 */
public final class Run {
  private final RunConfig config;
  private final RunFolder folder;
  private final Path path;
  private @Nullable Seen seen;
  private volatile @Nullable JobRunner runner;
  private volatile boolean stopped;

  private Run(RunConfig config, Path path) {
    this.config = config;
    this.path = path;
    folder = new RunFolder(path);
  }

  /**
   * A new run in {@code path}, which is created.
   *
   * @throws ConfigException if the folder already holds a run, or the config does not fit its
   *     environment
   */
  public static Run create(RunConfig config, Path path) throws IOException {
    if (Files.exists(path.resolve("run.json"))) {
      throw new ConfigException(
          path + " already holds a run. Maybe use: resume " + path + ", or another --out.");
    }
    Run run = new Run(config, path);
    run.reference(run.fit()); // a config that does not fit leaves no folder behind
    Files.createDirectories(path);
    run.folder.config(Catalogue.write(config));
    return run;
  }

  /**
   * The run in {@code path}.
   *
   * @param threads other than the config's, or null
   * @param checkpointSeconds other than the config's, or null
   * @throws ConfigException if there is none
   */
  public static Run open(Path path, @Nullable Integer threads, @Nullable Double checkpointSeconds) {
    Path file = path.resolve("config.json");
    if (!Files.exists(file)) {
      throw new ConfigException(
          path + " holds no run: it has no config.json. Maybe name a folder under out.");
    }
    RunConfig config = Catalogue.reader().read(file, List.of());
    return new Run(config.with(null, threads, checkpointSeconds), path);
  }

  public RunConfig config() {
    return config;
  }

  public Path path() {
    return path;
  }

  /**
   * What a run gave.
   *
   * @param objectives names
   * @param policies of the final front, ascending by the first objective; the best and the last one
   *     where no front is searched
   * @param result everything
   */
  public record Outcome(
      List<String> objectives, List<Point<Snapshot>> policies, SearchResult result) {}

  /** Makes a running {@link #execute} save itself and throw {@link JobRunner.StoppedException}. */
  public void stop() {
    stopped = true;
    JobRunner current = runner;
    if (current != null) {
      current.stop();
    }
  }

  /**
   * Trains to the end.
   *
   * @throws IOException if the folder can't be written
   * @throws ConfigException if the config does not fit the environment, or another process runs
   *     here
   */
  public Outcome execute(RunListener listener) throws IOException {
    Instant started = Instant.now();
    Checkpoints checkpoints = new Checkpoints(folder.file("checkpoints"), fingerprint());
    try (FileChannel channel =
            FileChannel.open(
                folder.file("checkpoints").resolve("lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = lock(channel)) {
      Seen seen = look();
      EnvSpec spec = seen.spec();
      Vec reference = reference(spec);
      ObjectNode earlier = folder.earlier();
      ObjectNode provenance = provenance(seen, reference, earlier, started);
      double before = provenance.path("seconds").asDouble();
      boolean wasDone = earlier.path("status").asText().equals("done");
      if (!wasDone) {
        folder.run(provenance);
      }
      try {
        SearchResult result = search(spec, reference, checkpoints, listener);
        folder.fronts(result.lines(), reference);
        folder.result(result, spec.objectives());
        if (wasDone) {
          return new Outcome(spec.objectives(), result.results(), result);
        }
        Instant end = Instant.now();
        provenance.put("finished", end.truncatedTo(ChronoUnit.SECONDS).toString());
        provenance.put("seconds", before + Duration.between(started, end).toMillis() / 1000.0);
        provenance.put("training_transitions", result.transitions());
        provenance.put("evaluation_transitions", result.evaluationTransitions());
        provenance.put("exact", result.exact());
        folder.run(provenance.put("status", "done"));
        return new Outcome(spec.objectives(), result.results(), result);
      } catch (RuntimeException | Error | IOException e) {
        Instant end = Instant.now();
        provenance.put("seconds", before + Duration.between(started, end).toMillis() / 1000.0);
        ended(provenance, e);
        throw e;
      }
    }
  }

  /** Writes how it ended before its end: stopped, to be resumed, or failed, and why. */
  private void ended(ObjectNode provenance, Throwable cause) {
    if (cause instanceof JobRunner.StoppedException) {
      provenance.put("status", "stopped");
    } else {
      provenance.put("status", "failed").put("error", String.valueOf(cause.getMessage()));
    }
    try {
      folder.run(provenance);
    } catch (IOException e) {
      cause.addSuppressed(e); // a full disk: the first failure is the one to tell
    }
  }

  /**
   * Measures a policy of the final front anew, greedily, in the run's environment and under its
   * evaluation discount, and under its preference where it takes one; costs follow the objectives.
   *
   * @param policy its id
   * @param seed of the episodes
   * @throws ConfigException if the run has no such policy
   */
  public Returns evaluate(String policy, int episodes, long seed) throws IOException {
    Path saved = folder.file("policies").resolve(policy);
    if (!policy.matches("[A-Za-z0-9]+") || !Files.isDirectory(saved)) {
      throw new ConfigException(
          path + " has no policy " + policy + ". Maybe look up its name in front.csv.");
    }
    int rows = Math.min(episodes, config.environment().settings().rows());
    try (VectorEnv env = Environments.open(config.environment(), rows)) {
      Signals signals = Signals.of(env.spec(), config.evaluation().gamma(), 1);
      SavedPolicy loaded = Policies.load(saved);
      return new Evaluator(env, signals, episodes)
          .evaluate(loaded.policy(), loaded.preference(), new SeedTree(seed).child("eval"));
    }
  }

  private FileLock lock(FileChannel channel) throws IOException {
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null; // this very process runs here
    }
    if (lock == null) {
      throw new ConfigException(path + " is in use by another process. Maybe wait for it to end.");
    }
    return lock;
  }

  /**
   * The environment's spec.
   *
   * @throws ConfigException if the config does not fit it
   */
  public EnvSpec spec() {
    return look().spec();
  }

  /**
   * Checks that a config fits its environment: the search its objectives, the agent its spaces.
   *
   * @throws ConfigException if not
   */
  public static void check(RunConfig config) {
    new Run(config, Path.of("")).fit();
  }

  private EnvSpec fit() {
    EnvSpec spec = spec();
    try {
      // Learners look at spaces in their constructor; one without an update is soon made.
      Requirements requirements = config.agent().factory().requirements();
      if (requirements.schedule() instanceof Requirements.Replay replay) {
        ReplayBuffer.requireMemory(
            spec,
            replay.options(),
            requirements.preference(),
            config.search().transitions(),
            config.search().oneLearner() ? 1 : config.execution().threads());
      }
      Learner<?> learner =
          config
              .agent()
              .factory()
              .create(new Setup(spec, config.agent().signals(spec), 1, new SeedTree(0)));
      if (config.evaluation().bias() && learner.values() == null) {
        throw new ConfigException(
            "evaluation.bias is true, but this agent shows no critic. Maybe set it to false.");
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
    return spec;
  }

  private record Seen(EnvSpec spec, Map<String, String> versions) {}

  /** Opens the environment the first time: a Python one takes seconds. */
  private synchronized Seen look() {
    Seen before = seen;
    if (before != null) {
      return before;
    }
    try (VectorEnv env = Environments.open(config.environment(), 1)) {
      config
          .search()
          .check(env.spec().objectives().size(), config.agent().factory().requirements());
      Seen now = new Seen(env.spec(), new TreeMap<>(env.versions()));
      seen = now;
      return now;
    } catch (IllegalArgumentException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  /** The hypervolume's reference point; null where there is none and none is needed. */
  private @Nullable Vec reference(EnvSpec spec) {
    Vec reference = config.reference() != null ? config.reference() : spec.reference();
    int m = spec.objectives().size();
    if (reference == null && !config.search().front()) {
      return null;
    }
    if (reference == null) {
      throw new ConfigException(
          "reference is missing, and "
              + spec.id()
              + " has none of its own. Maybe add \"reference\": a list of "
              + m
              + " returns that every useful policy exceeds.");
    }
    if (reference.size() != m) {
      throw new ConfigException(
          "reference has "
              + reference.size()
              + " entries, but "
              + spec.id()
              + " has "
              + m
              + " objectives.");
    }
    return reference;
  }

  private SearchResult search(
      EnvSpec spec, @Nullable Vec reference, Checkpoints checkpoints, RunListener listener)
      throws IOException {
    SearchOptions options = config.search();
    Signals signals = config.agent().signals(spec);
    LiveFront live =
        new LiveFront(listener, options.transitions(), options.front() ? reference : null);
    try (EvaluationsCsv evaluations =
            new EvaluationsCsv(folder.file("evaluations.csv"), spec, config.evaluation().bias());
        MetricsSink metrics =
            MetricsSink.all(
                CsvMetrics.open(folder.file("metrics.csv"), job -> resumesFrom(checkpoints, job)),
                TensorBoardMetrics.open(folder.file("tb")))) {
      SearchContext context =
          new SearchContext(
              spec,
              rows -> Environments.open(config.environment(), rows),
              config.environment().settings().rows(),
              signals,
              config.agent().factory(),
              config.evaluation(),
              reference,
              new SeedTree(config.execution().seed()).child("run"),
              config.execution().threads(),
              checkpoints,
              Duration.ofMillis((long) (1000 * config.execution().checkpointSeconds())),
              config.execution().logEvery(),
              metrics,
              SearchListener.all(live, evaluations));
      try (JobRunner jobs = new JobRunner(context)) {
        runner = jobs;
        if (stopped) {
          jobs.stop(); // it came before there was a runner to tell
        }
        Search search = options.create(context, jobs);
        return search.run(lines -> writeFronts(lines, reference));
      } finally {
        runner = null;
      }
    }
  }

  private void writeFronts(List<FrontSnapshot> lines, @Nullable Vec reference) {
    try {
      folder.fronts(lines, reference);
    } catch (IOException e) {
      throw new UncheckedIOException("fronts.jsonl can't be written: " + e.getMessage(), e);
    }
  }

  private static long resumesFrom(Checkpoints checkpoints, String job) {
    try {
      return Search.resumesFrom(checkpoints, job);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** A resumed run keeps when it was started and adds to the seconds it took. */
  private ObjectNode provenance(
      Seen seen, @Nullable Vec reference, ObjectNode earlier, Instant started) {
    EnvSpec spec = seen.spec();
    ObjectNode node = RunFolder.object();
    node.put("format", 1).put("name", config.name()).put("seed", config.execution().seed());
    node.put("status", "running");
    node.put(
        "started",
        earlier.path("started").asText(started.truncatedTo(ChronoUnit.SECONDS).toString()));
    node.put("seconds", earlier.path("seconds").asDouble(0));
    ObjectNode environment = node.putObject("environment");
    environment.put("id", spec.id());
    spec.objectives().forEach(environment.putArray("objectives")::add);
    spec.costs().forEach(environment.putArray("costs")::add);
    environment.put("horizon", spec.horizon()).put("simulator", spec.simulator());
    node.put("evaluation_gamma", config.evaluation().gamma());
    if (reference == null) {
      node.putNull("reference");
    } else {
      RunFolder.numbers(node.putArray("reference"), reference);
    }
    KnownFront known = spec.knownFront();
    if (known == null) {
      node.putNull("known_front");
    } else {
      ArrayNode points = node.putArray("known_front");
      known
          .points(config.evaluation().gamma())
          .forEach(point -> RunFolder.numbers(points.addArray(), point));
    }
    node.put("kernel", Networks.kernel());
    Map<String, String> versions = Provenance.versions();
    versions.putAll(seen.versions());
    RunFolder.versions(node, versions);
    return node;
  }

  /** Of everything that decides what a run computes: threads and checkpoints don't. */
  private String fingerprint() {
    RunConfig.Execution standard = RunConfig.Execution.DEFAULT;
    RunConfig same = config.with(null, standard.threads(), standard.checkpointSeconds());
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(Catalogue.write(same).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
