package org.morl4j.configs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.morl4j.configs.DataConfig;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.RunConfig.EnvironmentConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.configs.run.FitCheck;
import org.morl4j.configs.run.MazeRecorder;
import org.morl4j.configs.set.RunSet;
import org.morl4j.configs.set.RunState;
import org.morl4j.core.data.Datasets;
import org.morl4j.core.data.ReferenceScores;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.state.WholeFiles;

/**
 * A suite and its folder: {@code suite.json}, the suite as it was read; the runs of the methods;
 * and in {@code data} the runs that recorded data. The data is recorded first, by {@link
 * #recordings}; then {@link #begin} has the set of all runs.
 */
public final class Bench {
  private static final String SUITE = "suite.json";

  private Suite suite;
  private final Path folder;
  private final Map<String, Recording> recordings;
  private final Map<String, Generation> generations;
  private final SuitePlan plan;

  /** What was checked, by runs side by side: data of others is not read again to begin. */
  private final Map<Integer, FitCheck> fits = new HashMap<>();

  private Bench(Suite suite, Path file, Path folder) throws IOException {
    this.suite = suite;
    this.folder = folder;
    recordings = recordings(suite, file, folder);
    generations = generations(suite, folder);
    plan = SuitePlan.of(suite, file, inputs(suite, recordings, generations));
  }

  private static Map<String, Generation> generations(Suite suite, Path folder) {
    Map<String, Generation> all = new LinkedHashMap<>();
    suite
        .datasets()
        .forEach(
            (dataset, source) -> {
              if (source.generate() != null && source.environment() != null) {
                Path into = folder.resolve("data").resolve(dataset);
                all.put(dataset, new Generation(source.environment(), source.generate(), into));
              }
            });
    return all;
  }

  private static Map<String, Input> inputs(
      Suite suite, Map<String, Recording> recordings, Map<String, Generation> generations) {
    Map<String, Input> inputs = new LinkedHashMap<>();
    for (Map.Entry<String, Suite.Source> entry : suite.datasets().entrySet()) {
      EnvironmentConfig environment = entry.getValue().environment();
      DataConfig data = entry.getValue().data();
      Recording recording = recordings.get(entry.getKey());
      Generation generation = generations.get(entry.getKey());
      if (recording != null) {
        data = recording.data();
        environment = environment == null ? recording.config().environment() : environment;
      } else if (generation != null) {
        data = generation.data();
      }
      if (data == null || environment == null) {
        throw new IllegalStateException("A data set has data and environment: " + entry.getKey());
      }
      inputs.put(entry.getKey(), new Input(data, environment));
    }
    return inputs;
  }

  private static Map<String, Recording> recordings(Suite suite, Path file, Path folder)
      throws IOException {
    Map<String, Recording> all = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    for (Map.Entry<String, Suite.Source> entry : suite.datasets().entrySet()) {
      String dataset = entry.getKey();
      String from = entry.getValue().from();
      if (from != null) {
        try {
          Path into = folder.resolve("data").resolve(dataset);
          all.put(dataset, Recording.of(dataset, Path.of(from), into));
        } catch (ConfigException e) {
          e.problems().forEach(problem -> problems.add(file + ": " + problem));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return all;
  }

  /**
   * A suite in a new folder, or in the one where it was begun; methods, data sets and seeds may
   * have been added.
   *
   * @param file of the suite
   * @param jobs runs side by side
   * @throws ConfigException if a run's config can't be used, or the folder holds something else;
   *     nothing is written then
   */
  public static Bench of(Suite suite, Path file, Path folder, int jobs) throws IOException {
    Bench bench = new Bench(told(suite, folder), file, folder);
    bench.check(jobs);
    Files.createDirectories(folder);
    WholeFiles.replace(folder.resolve(SUITE), bench.suite.write());
    return bench;
  }

  /** Whether a folder holds a benchmark. */
  public static boolean isBench(Path folder) {
    return Files.isRegularFile(folder.resolve(SUITE));
  }

  /**
   * The benchmark in a folder.
   *
   * @throws ConfigException if there is none
   */
  public static Bench open(Path folder) throws IOException {
    if (!isBench(folder)) {
      throw new ConfigException(
          "%s holds no benchmark: it has no %s. Maybe name a folder that bench wrote."
              .formatted(folder, SUITE));
    }
    Path file = folder.resolve(SUITE);
    return new Bench(Suite.reader().read(file, List.of()), file, folder);
  }

  /**
   * A suite with what data tells of random and expert returns, so that tables need no data.
   *
   * @param folder of the benchmark
   * @throws ConfigException if data can't be opened
   */
  public static Suite told(Suite suite, Path folder) throws IOException {
    Map<String, ReferenceScores> told = new LinkedHashMap<>();
    Map<String, Generation> generations = generations(suite, folder);
    for (Map.Entry<String, Suite.Source> entry : suite.datasets().entrySet()) {
      Generation generation = generations.get(entry.getKey());
      DataConfig data = generation == null ? entry.getValue().data() : generation.data();
      boolean there = generation == null || generation.done();
      if (data != null && there && entry.getValue().settings().references() == null) {
        try {
          for (DataConfig place : data.places()) { // of several sets, the first that tells
            Datasets.open(place.dataset())
                .references()
                .ifPresent(references -> told.putIfAbsent(entry.getKey(), references));
          }
        } catch (IllegalArgumentException e) {
          throw new ConfigException(
              "datasets.%s: %s".formatted(entry.getKey(), String.valueOf(e.getMessage())));
        }
      }
    }
    return suite.withReferences(told);
  }

  /** All that can be known before anything is trained, the data to be recorded included. */
  private void check(int jobs) throws IOException {
    Set<String> problems = new LinkedHashSet<>();
    Map<String, EnvSpec> specs = new LinkedHashMap<>(); // of mazes
    FitCheck fit = fit(jobs);
    generations.forEach(
        (dataset, generation) ->
            collect(
                "datasets.%s.generate".formatted(dataset),
                problems,
                () -> specs.put(dataset, MazeRecorder.check(generation.environment()))));
    recordings.forEach(
        (dataset, recording) ->
            collect(
                "datasets.%s.from".formatted(dataset),
                problems,
                () -> fit.check(recording.config())));
    for (SuiteRun run : plan.runs()) {
      Recording recording = recordings.get(run.dataset());
      RunConfig config = plan.configs().get(run.run().group());
      if (config != null) {
        collect(
            run.run().group(),
            problems,
            () -> {
              if (recording != null) {
                fit.checkAhead(config, recording.config());
              } else if (!generations.containsKey(run.dataset())) {
                fit.check(config);
              } else if (specs.containsKey(run.dataset())) {
                fit.checkAhead(config, specs.get(run.dataset()));
              }
            });
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(List.copyOf(problems));
    }
    if (Files.exists(folder.resolve("config.json"))) {
      throw new ConfigException(
          "%s already holds a run, so it can't hold a benchmark. Maybe name another folder with --out."
              .formatted(folder));
    }
    if (RunSet.isSet(folder)) {
      begin(jobs); // refuses a folder of other runs
    }
  }

  private FitCheck fit(int jobs) {
    return fits.computeIfAbsent(Math.min(jobs, plan.runs().size()), FitCheck::new);
  }

  private static void collect(String where, Set<String> problems, Runnable check) {
    try {
      check.run();
    } catch (ConfigException e) {
      e.problems().forEach(problem -> problems.add(where + ": " + problem));
    }
  }

  public Suite suite() {
    return suite;
  }

  public Path path() {
    return folder;
  }

  /** Its runs with their methods and data sets, in the order they are trained. */
  public List<SuiteRun> runs() {
    return plan.runs();
  }

  /** The runs that record data and have not ended, each a set of its own. */
  public List<RunSet> recordings() throws IOException {
    List<RunSet> left = new ArrayList<>();
    for (Recording recording : recordings.values()) {
      RunSet set = recording.begin();
      if (!set.plan().runs().stream().allMatch(run -> set.state(run) == RunState.DONE)) {
        left.add(set);
      }
    }
    return left;
  }

  /**
   * Begins the runs of the methods or goes on with them; to be called when the data is recorded.
   * Mazes are walked here, which takes seconds.
   *
   * @param jobs runs side by side
   * @throws ConfigException if a run does not fit its data, or the folder's set was begun with
   *     another plan
   */
  public RunSet begin(int jobs) throws IOException {
    for (Generation generation : generations.values()) {
      generation.run();
    }
    if (!generations.isEmpty()) {
      suite = told(suite, folder);
      WholeFiles.replace(folder.resolve(SUITE), suite.write());
    }
    return RunSet.begin(plan.plan(), folder, fit(jobs));
  }
}
