package org.morl4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.plugin.Plugins;
import org.morl4j.configs.set.NamedRun;
import org.morl4j.configs.set.RunSet;
import org.morl4j.configs.set.RunState;
import org.morl4j.configs.set.SetPlan;
import org.morl4j.configs.set.SetPlan.GivenConfig;
import org.morl4j.pareto.search.JobRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What commands do with sets of runs: begin one or go on with it, and print what it gave. */
final class SetWork {
  private static final Logger LOG = LoggerFactory.getLogger(SetWork.class);

  private SetWork() {}

  /**
   * Begins a set or goes on with the one in the folder.
   *
   * @throws org.morl4j.configs.json.ConfigException if a run's config can't be used, or the folder
   *     holds something else
   */
  static RunSet begin(SetPlan plan, Path folder, int jobs) {
    try {
      return RunSet.begin(plan, folder, jobs);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": " + e.getMessage(), e);
    }
  }

  /** The set in a folder. */
  static RunSet open(Path folder) {
    try {
      return RunSet.open(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": " + e.getMessage(), e);
    }
  }

  /** Loads the jars that the config of all runs names. */
  static Plugins plugins(GivenConfig base) {
    return Plugins.load(base.with(List.of()).plugins().jars(Path.of(base.source())));
  }

  /** The runs side by side that an option asks for; 1 where it is not given. */
  static int jobs(@Nullable Integer jobs) {
    if (jobs != null && jobs < 1) {
      throw new UsageException("--jobs is %d, but must be at least 1.".formatted(jobs));
    }
    return jobs == null ? 1 : jobs;
  }

  /** Trains all runs that have not ended; an interrupt from the keyboard saves them first. */
  static void train(RunSet set, RunSet.Pace pace, Progress progress) {
    train(set, set.path(), pace, progress);
  }

  /**
   * The same of a set that is part of more.
   *
   * @param resumable the folder to go on with
   */
  static void train(RunSet set, Path resumable, RunSet.Pace pace, Progress progress) {
    progress.started(set.path());
    try (SaveOnInterrupt hook = new SaveOnInterrupt(set::stop)) {
      execute(set, resumable, pace, new SetProgress(set, progress));
    }
  }

  private static void execute(RunSet set, Path resumable, RunSet.Pace pace, SetProgress progress) {
    try {
      set.execute(pace, progress);
    } catch (JobRunner.StoppedException e) {
      // Said here since the process ends as soon as the hook is closed.
      LOG.warn("Stopped, the state is saved. Continue with: morl4j resume {}", resumable);
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(set.path() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Prints what the set gave.
   *
   * @return the exit code: failed if a run has failed
   */
  static int print(RunSet set, PrintWriter out, PrintWriter err) {
    if (set.plan().kind().equals(SetPlan.SWEEP)) {
      SweepResults.print(set, out);
    } else {
      SeedResults.print(set, out);
    }
    return told(set, set.path(), err);
  }

  /**
   * Tells which runs have failed, and why.
   *
   * @param resumable what to go on with
   * @return the exit code
   */
  static int told(RunSet set, Path resumable, PrintWriter err) {
    boolean failed = false;
    for (NamedRun run : set.plan().runs()) {
      if (set.state(run) == RunState.FAILED) {
        err.println("%s failed: %s".formatted(set.folder(run), set.why(run)));
        failed = true;
      }
    }
    if (failed) {
      err.println("Maybe try them again with: morl4j resume " + resumable);
    }
    return failed ? Main.FAILED : Main.DONE;
  }
}
