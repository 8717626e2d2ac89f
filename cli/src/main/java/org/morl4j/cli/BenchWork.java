package org.morl4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.bench.Bench;
import org.morl4j.configs.bench.Suite;
import org.morl4j.configs.plugin.Plugins;
import org.morl4j.configs.set.RunSet;
import org.morl4j.configs.set.RunState;

/** What commands do with benchmarks: begin one or go on with it, and print what it gave. */
final class BenchWork {
  private BenchWork() {}

  /** A suite with the references that its data tells; nothing is written. */
  static Suite told(Suite suite, Path folder) {
    try {
      return Bench.told(suite, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": " + e.getMessage(), e);
    }
  }

  /** The benchmark of a suite in its folder, begun or gone on with. */
  static Bench begin(Suite suite, Path file, Path folder, int jobs) {
    try {
      return Bench.of(suite, file, folder, jobs);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": " + e.getMessage(), e);
    }
  }

  /** The benchmark in a folder. */
  static Bench open(Path folder) {
    try {
      return Bench.open(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": " + e.getMessage(), e);
    }
  }

  /** Loads the jars that the suite names. */
  static Plugins plugins(Suite suite, Path file) {
    return Plugins.load(suite.plugins().jars(file));
  }

  /**
   * The runs side by side that an option asks for; as many as there are cores if it is not given.
   */
  static int jobs(@Nullable Integer jobs) {
    return jobs == null ? Runtime.getRuntime().availableProcessors() : SetWork.jobs(jobs);
  }

  /**
   * Records what data is to be recorded, then trains all runs that have not ended.
   *
   * @return the set of the methods' runs; null where data could not be recorded
   */
  static @Nullable RunSet train(Bench bench, RunSet.Pace pace, Progress progress) {
    try {
      for (RunSet recording : bench.recordings()) {
        RunSet.Pace alone = new RunSet.Pace(1, pace.threads(), pace.checkpointSeconds());
        SetWork.train(recording, bench.path(), alone, progress);
        if (hasFailed(recording)) {
          return null;
        }
      }
      RunSet set = bench.begin(pace.jobs());
      SetWork.train(set, pace, progress);
      return set;
    } catch (IOException e) {
      throw new UncheckedIOException(bench.path() + ": " + e.getMessage(), e);
    }
  }

  private static boolean hasFailed(RunSet set) {
    return set.plan().runs().stream().anyMatch(run -> set.state(run) == RunState.FAILED);
  }

  /**
   * Prints what the benchmark gave.
   *
   * @param set of the methods' runs; null where data could not be recorded
   * @return the exit code: failed if a run has failed
   */
  static int print(Bench bench, @Nullable RunSet set, PrintWriter out, PrintWriter err) {
    if (set != null) {
      BenchResults.print(bench, set, out);
      return SetWork.told(set, bench.path(), err);
    }
    try {
      int code = Main.DONE;
      for (RunSet recording : bench.recordings()) {
        code = Math.max(code, SetWork.told(recording, bench.path(), err));
      }
      return code;
    } catch (IOException e) {
      throw new UncheckedIOException(bench.path() + ": " + e.getMessage(), e);
    }
  }
}
