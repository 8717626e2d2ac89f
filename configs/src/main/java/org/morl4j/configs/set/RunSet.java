package org.morl4j.configs.set;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.configs.run.FitCheck;
import org.morl4j.pareto.search.JobRunner;

/**
 * Several runs in one folder: each in an ordinary run folder of its own, named as the run. {@link
 * #execute} begins and goes on alike: runs that ended are kept, others go on from their checkpoints
 * to the same bits.
 */
public final class RunSet {
  private final Path path;
  private final SetPlan plan;
  private final Map<String, String> configs;
  private final SetStates states;
  private volatile boolean stopped;
  private volatile @Nullable SetTraining training;

  private RunSet(Path path, SetFolder.Manifest manifest) {
    this.path = path;
    plan = manifest.plan();
    configs = manifest.configs();
    states = SetStates.read(path);
  }

  /**
   * How runs are trained.
   *
   * @param jobs side by side
   * @param threads of each run, other than its config's, or null
   * @param checkpointSeconds other than the config's, or null
   */
  public record Pace(int jobs, @Nullable Integer threads, @Nullable Double checkpointSeconds) {}

  /**
   * Begins a set, or goes on with the one in the folder if it was begun with the same plan; runs
   * may have been added to it.
   *
   * @param jobs runs side by side
   * @throws ConfigException if a run's config can't be used, the folder holds something else, or
   *     its set was begun with another plan; nothing is written then
   */
  public static RunSet begin(SetPlan plan, Path path, int jobs) throws IOException {
    return begin(plan, path, new FitCheck(Math.min(jobs, plan.runs().size())));
  }

  /**
   * The same with what has been checked by now.
   *
   * @param fit checks runs
   */
  public static RunSet begin(SetPlan plan, Path path, FitCheck fit) throws IOException {
    SetFolder.Manifest manifest = new SetFolder.Manifest(plan, SetCheck.check(plan, fit));
    SetFolder folder = new SetFolder(path);
    if (Files.exists(path.resolve("config.json"))) {
      throw new ConfigException(
          "%s already holds a run, so it can't hold a set of runs. Maybe name another folder with --out."
              .formatted(path));
    }
    if (folder.holdsSet()) {
      SetCheck.requireSame(folder.read(), manifest, path);
    }
    try (FileChannel lock = folder.lock()) {
      folder.write(manifest);
    }
    return new RunSet(path, manifest);
  }

  /** Whether a folder holds a set of runs. */
  public static boolean isSet(Path path) {
    return new SetFolder(path).holdsSet();
  }

  /**
   * The set in a folder.
   *
   * @throws ConfigException if there is none
   */
  public static RunSet open(Path path) throws IOException {
    return new RunSet(path, new SetFolder(path).read());
  }

  public Path path() {
    return path;
  }

  public SetPlan plan() {
    return plan;
  }

  /** The folder of a run. */
  public Path folder(NamedRun run) {
    return path.resolve(run.name());
  }

  /** Where a run stands. A run whose folder was deleted begins again. */
  public RunState state(NamedRun run) {
    RunState said = states.of(run.name());
    boolean gone = said.isKept() && !Files.exists(folder(run).resolve("run.json"));
    return gone ? RunState.WAITING : said;
  }

  /** Why it failed or was stopped, else empty. */
  public String why(NamedRun run) {
    return states.why(run.name());
  }

  /** The best score of a run at its evaluations, where a rule watched them; else NaN. */
  public double best(NamedRun run) {
    return states.scores(run.name()).values().stream()
        .mapToDouble(Double::doubleValue)
        .max()
        .orElse(Double.NaN);
  }

  /**
   * Makes a running {@link #execute} save all runs and throw {@link JobRunner.StoppedException}.
   */
  public void stop() {
    stopped = true;
    SetTraining now = training;
    if (now != null) {
      now.stop();
    }
  }

  /**
   * Trains all runs that have not ended. One that fails is noted, and the others go on.
   *
   * @throws IOException if the folder can't be written
   * @throws JobRunner.StoppedException after {@link #stop}
   * @throws ConfigException if another process trains the set
   */
  public void execute(Pace pace, SetListener listener) throws IOException {
    try (FileChannel lock = new SetFolder(path).lock()) {
      SetTraining now = new SetTraining(this, configs, states, pace, listener);
      training = now;
      if (stopped) {
        now.stop(); // it came before there was anything to tell
      }
      List<NamedRun> left = new ArrayList<>();
      for (NamedRun run : plan.runs()) {
        if (state(run).isKept()) {
          now.earlier(run);
        } else {
          states.again(run.name());
          left.add(run);
        }
      }
      now.train(left);
    } finally {
      training = null;
    }
    if (stopped) {
      throw new JobRunner.StoppedException();
    }
  }
}
