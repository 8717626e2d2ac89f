package org.morl4j.configs.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.DataConfig;
import org.morl4j.configs.EnvironmentOpener;
import org.morl4j.configs.PluginsConfig;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.configs.plugin.Plugins;
import org.morl4j.configs.plugin.RunPlugins;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.Checkpoints;
import org.morl4j.core.train.Evaluator;
import org.morl4j.core.train.ReturnEstimator;
import org.morl4j.pareto.archive.Measure;
import org.morl4j.pareto.archive.Point;
import org.morl4j.pareto.search.JobRunner;
import org.morl4j.pareto.search.SearchResult;
import org.morl4j.policy.Policies;
import org.morl4j.policy.SavedPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run: a config and a folder. {@link #execute} goes on from the folder's checkpoints where
 * there are any, so a resumed run is the same call on the same folder.
 */
public final class Run {
  private static final Logger LOG = LoggerFactory.getLogger(Run.class);

  /** How long a run waits for one that looks whether its folder is taken. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final RunConfig config;
  private final EnvironmentOpener opener;
  private final RunFolder folder;
  private final Path path;
  private final RunSearch search;
  private @Nullable EnvProbe probe;
  private @Nullable RunData data;
  private @Nullable DataView view;
  private ReturnEstimator.@Nullable Factory estimators;
  private @Nullable StartPolicy start;

  private Run(RunConfig config, EnvironmentOpener opener, Path path) {
    this.config = config;
    this.opener = config.environment().recorded() ? (none, rows) -> recorded(rows) : opener;
    this.path = path;
    folder = new RunFolder(path);
    search = new RunSearch(config, this.opener, folder);
  }

  private RecordedEnv recorded(int rows) {
    return new RecordedEnv(
        Objects.requireNonNull(data(), "It has data alone.").only().spec(), rows);
  }

  /**
   * A new run in {@code path}, which is created.
   *
   * @throws ConfigException if the folder already holds a run or another process runs there, or the
   *     config does not fit its environment
   */
  public static Run create(RunConfig config, Path path) throws IOException {
    return create(config, path, EnvironmentOpener.BY_ID);
  }

  /**
   * The same of one that starts from a policy of another run.
   *
   * @param start the policy, or null to start from scratch
   */
  public static Run create(RunConfig config, Path path, @Nullable StartPolicy start)
      throws IOException {
    return create(new Run(withCopies(config), EnvironmentOpener.BY_ID, path), start);
  }

  /**
   * The same of one whose environment a program hands in. Only such a program can resume it, unless
   * its id names the same environment.
   */
  public static Run create(RunConfig config, Path path, EnvironmentOpener opener)
      throws IOException {
    return create(new Run(withCopies(config), opener, path), null);
  }

  private static Run create(Run run, @Nullable StartPolicy start) throws IOException {
    run.start = start;
    run.requireNone();
    run.requireFits();
    return run.written();
  }

  /**
   * A new run in a folder of its own: {@code path}, or where that is taken {@code path-2}, {@code
   * path-3} and so on.
   *
   * @throws ConfigException if the config does not fit its environment
   */
  public static Run createBeside(RunConfig config, Path path) throws IOException {
    return createBeside(config, path, EnvironmentOpener.BY_ID);
  }

  /**
   * The same of one that starts from a policy of another run.
   *
   * @param start the policy, or null to start from scratch
   */
  public static Run createBeside(RunConfig config, Path path, @Nullable StartPolicy start)
      throws IOException {
    return createBeside(new Run(withCopies(config), EnvironmentOpener.BY_ID, path), start);
  }

  /** The same of one whose environment a program hands in, see {@link #create}. */
  public static Run createBeside(RunConfig config, Path path, EnvironmentOpener opener)
      throws IOException {
    return createBeside(new Run(withCopies(config), opener, path), null);
  }

  private static Run createBeside(Run first, @Nullable StartPolicy start) throws IOException {
    first.start = start;
    first.requireFits();
    Path path = first.path;
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      try {
        Files.createDirectories(parent);
      } catch (FileSystemException e) {
        throw noFolder(path, e);
      }
    }
    for (int i = 1; ; i++) {
      Path free = i == 1 ? path : path.resolveSibling(path.getFileName() + "-" + i);
      try {
        Files.createDirectory(free);
      } catch (FileAlreadyExistsException e) {
        continue; // started in the same second
      } catch (FileSystemException e) {
        throw noFolder(free, e);
      }
      Run run = new Run(first.config, first.opener, free);
      run.probe = first.probe;
      run.data = first.data;
      run.view = first.view;
      run.estimators = first.estimators;
      run.start = start;
      return run.written();
    }
  }

  /** The config says where the plugins lie that the run keeps, so that it trains again as it is. */
  private static RunConfig withCopies(RunConfig config) {
    return config.with(new PluginsConfig(RunPlugins.paths()));
  }

  /** Asked before anything is written: a config that does not fit leaves no folder behind. */
  private void requireFits() {
    RunFit.reference(config, fit());
    if (start != null) {
      start.requireFits(config, RunFit.setup(config, spec(), view()));
    }
  }

  private void requireNone() {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new ConfigException(
          "%s is no folder, but a run needs one of its own. Maybe name another --out."
              .formatted(path));
    }
    // Both: a run that was started at this very moment has no run.json yet.
    if (Files.exists(folder.file("run.json")) || Files.exists(folder.file("config.json"))) {
      throw new ConfigException(
          path + " already holds a run. Maybe use: resume " + path + ", or another --out.");
    }
  }

  /** Writes the config under the lock: of two that start at once only one is here. */
  private Run written() throws IOException {
    try (RunLock lock = lock()) {
      requireNone();
      Plugins.copy(path);
      if (start != null) {
        start.write(folder, config);
      }
      folder.config(Catalogue.write(config));
      return this;
    }
  }

  /** Nothing is spent yet, so a folder that can't be made is a wrong path. */
  private RunLock lock() throws IOException {
    try {
      return RunLock.take(path);
    } catch (FileSystemException e) {
      throw noFolder(path, e);
    }
  }

  private static ConfigException noFolder(Path path, FileSystemException e) {
    String reason = e.getReason() == null ? "no such folder" : e.getReason();
    return new ConfigException(
        "The run folder %s can't be made: %s. Maybe name another --out, in a folder that you may write to."
            .formatted(Check.quoted(path.toString(), 200), reason));
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
    return new Run(config.with(null, threads, checkpointSeconds), EnvironmentOpener.BY_ID, path);
  }

  /** The same run in an environment that a program hands in, as it did when it was created. */
  public Run in(EnvironmentOpener other) {
    return new Run(config, other, path);
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
    search.stop();
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
    try (RunLock lock = RunLock.take(path, PATIENCE)) {
      Checkpoints checkpoints = new Checkpoints(folder.file("checkpoints"), Fingerprint.of(config));
      EnvProbe now = probe();
      EnvSpec spec = now.spec();
      Vec reference = RunFit.reference(config, spec);
      RunData recorded = data();
      RunRecord record =
          new RunRecord(
              config, now, reference, recorded, StartPolicy.noted(folder, config), started);
      if (!record.wasDone()) {
        folder.run(record.node());
      }
      try {
        SearchResult result =
            search.run(
                new RunSearch.Inputs(spec, reference, view(), estimators()),
                checkpoints,
                record.wasDone(),
                listener);
        folder.fronts(result.lines(), reference, (line, at) -> {});
        folder.result(result, spec, config);
        if (!record.wasDone()) {
          folder.run(record.done(result, search.claim(), search.feasible()));
        }
        return new Outcome(spec.objectives(), result.results(), result);
      } catch (RuntimeException | Error | IOException e) {
        if (!record.wasDone()) {
          write(record.ended(e), e); // what is done stays done
        }
        throw e;
      }
    }
  }

  private void write(ObjectNode record, Throwable cause) {
    try {
      folder.run(record);
    } catch (IOException e) {
      cause.addSuppressed(e); // a full disk: the first failure is the one to tell
    }
  }

  /**
   * Measures a policy of the final front anew, acting as it did when it was measured, in the run's
   * environment, under the discounts of evaluation and training, and under its preference where it
   * takes one.
   *
   * @param policy its id
   * @param seed of the episodes
   * @throws ConfigException if the run has no such policy
   */
  public Measure evaluate(String policy, int episodes, long seed) throws IOException {
    RecordedRun.requireEnvironment(config, path, "to run episodes");
    SavedPolicy loaded = fitting(policy);
    int rows = Math.min(episodes, config.environment().settings().rows());
    try (VectorEnv env = opener.open(config.environment(), rows)) {
      Signals evaluated = Signals.of(env.spec(), config.evaluation().gamma(), 1);
      Signals trained = config.agent().signals(env.spec());
      List<Returns> both =
          new Evaluator(env, evaluated, episodes)
              .evaluate(
                  loaded.policy(),
                  loaded.preference(),
                  loaded.mode(),
                  new SeedTree(seed).child("eval"),
                  List.of(evaluated, trained));
      int m = env.spec().objectives().size();
      return Measure.of(m, both.get(0), both.get(1), limits());
    }
  }

  /** A policy of the front that fits the environment as it is now. */
  SavedPolicy fitting(String policy) throws IOException {
    SavedPolicy loaded = saved(policy);
    requireTrained();
    requireSpaces(policy, loaded, spec());
    return loaded;
  }

  EnvironmentOpener opener() {
    return opener;
  }

  /** The config must be the one that was trained; runs of older versions don't say which. */
  private void requireTrained() throws IOException {
    String trained = folder.earlier().path(RunRecord.FINGERPRINT).asText();
    if (!trained.isEmpty() && !trained.equals(Fingerprint.of(config))) {
      throw new ConfigException(
          "%s is not the config of this run any more: its fingerprint is not that in run.json, %s. Maybe put the old file back, or train the new one in another folder."
              .formatted(path.resolve("config.json"), trained));
    }
  }

  private void requireSpaces(String policy, SavedPolicy loaded, EnvSpec spec) {
    requireSame(policy, "observations", loaded.observationSpace(), spec.observationSpace());
    requireSame(policy, "actions", loaded.actionSpace(), spec.actionSpace());
    if (!loaded.objectives().equals(spec.objectives())) {
      throw unfit(policy, "objectives", loaded.objectives(), spec.objectives());
    }
  }

  private void requireSame(String policy, String what, Space trained, Space here) {
    if (!trained.equals(here)) {
      throw unfit(policy, what, trained, here);
    }
  }

  private ConfigException unfit(String policy, String what, Object trained, Object here) {
    return new ConfigException(
        "Policy %s of %s has the %s %s, but %s has %s. Maybe config.json is of another run, or the environment has changed."
            .formatted(
                policy,
                path,
                what,
                shortened(trained),
                config.environment().id(),
                shortened(here)));
  }

  private static String shortened(Object value) {
    String text = value.toString();
    return text.length() <= 200 ? text : text.substring(0, 200) + "...";
  }

  /**
   * How a policy of the final front acted when it was measured.
   *
   * @throws ConfigException if the run has no such policy
   */
  public Mode mode(String policy) throws IOException {
    return saved(policy).mode();
  }

  /**
   * Where a policy of the final front stands.
   *
   * @throws ConfigException if the run has no such policy
   */
  public Path policyFolder(String policy) throws IOException {
    return new SavedPolicies(folder.file("policies"))
        .find(policy)
        .orElseThrow(
            () ->
                new ConfigException(
                    "%s has no policy %s. Maybe look up its name in front.csv."
                        .formatted(path, policy)));
  }

  private SavedPolicy saved(String policy) throws IOException {
    return Policies.load(policyFolder(policy));
  }

  /**
   * The limits that the run's policies are to keep.
   *
   * @throws ConfigException if the config does not fit its environment
   */
  public List<Limit> limits() {
    Signals signals = config.agent().signals(spec());
    return config.limits().constraints().stream().map(one -> one.limit(signals)).toList();
  }

  /**
   * The environment's spec.
   *
   * @throws ConfigException if the config does not fit it
   */
  public EnvSpec spec() {
    return probe().spec();
  }

  /**
   * Checks that a config fits its environment: the search its objectives, the agent its spaces.
   *
   * @throws ConfigException if not
   */
  public static void check(RunConfig config) {
    new Run(config, EnvironmentOpener.BY_ID, Path.of("")).fit();
  }

  /** The same of one whose environment is known. */
  static void check(RunConfig config, EnvSpec spec) {
    Run run = new Run(config, EnvironmentOpener.BY_ID, Path.of(""));
    run.probe = new EnvProbe(spec, Map.of());
    run.fit();
  }

  private EnvSpec fit() {
    EnvSpec spec = spec();
    RunFit.check(config, spec, view());
    estimators();
    config.agent().idle(config.environment().settings().rows()).forEach(LOG::warn);
    return spec;
  }

  /** What the config's data names; null where it names none. */
  private synchronized @Nullable RunData data() {
    DataConfig named = config.data();
    if (data == null && named != null) {
      data = RunData.open(named, config, opener);
    }
    return data;
  }

  /** Its rows for the learners; null where the config names no data. */
  private synchronized @Nullable DataView view() {
    RunData recorded = data();
    if (view == null && recorded != null) {
      view = recorded.view(config, spec());
    }
    return view;
  }

  /** What says how its policies return. */
  private synchronized ReturnEstimator.Factory estimators() {
    ReturnEstimator.Factory known = estimators;
    if (known == null) {
      RunData recorded = data();
      known =
          recorded != null && config.environment().recorded()
              ? RecordedRun.estimators(config, recorded.only(), spec())
              : ReturnEstimator.Factory.MEASURED;
      estimators = known;
    }
    return known;
  }

  private synchronized EnvProbe probe() {
    EnvProbe known = probe;
    if (known == null) {
      known = EnvProbe.probe(config, opener);
      probe = known;
    }
    return known;
  }
}
