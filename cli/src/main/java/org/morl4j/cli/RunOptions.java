package org.morl4j.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.set.RunSet;
import org.morl4j.core.check.Range;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Options that {@code train} and {@code resume} share. */
final class RunOptions {
  private final RunLog log;
  private final int columns;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "policies trained side by side (default: the config's)")
  @Nullable Integer threads;

  @Option(
      names = "--checkpoint-seconds",
      paramLabel = "S",
      description = "seconds between checkpoints (default: the config's)")
  @Nullable Double checkpointSeconds;

  @Option(names = "--quiet", description = "no progress and no log on standard error")
  boolean quiet;

  /**
   * @param columns width of the terminal behind standard error, 0 if there is none
   */
  RunOptions(RunLog log, int columns) {
    this.log = log;
    this.columns = columns;
  }

  /** Checks the values and opens the progress on standard error. */
  ProgressLine progress(CommandLine command) {
    require("--threads", "threads", threads);
    require("--checkpoint-seconds", "checkpointSeconds", checkpointSeconds);
    if (quiet) {
      RunLog.silence();
      return new ProgressLine(new PrintWriter(Writer.nullWriter()), 0, System::nanoTime, log);
    }
    return new ProgressLine(command.getErr(), columns, System::nanoTime, log);
  }

  /** How several runs are trained. */
  RunSet.Pace pace(int jobs) {
    return new RunSet.Pace(jobs, threads, checkpointSeconds);
  }

  /**
   * Requires that a folder has a name: an empty one, as of a variable that isn't set, is the
   * current folder.
   */
  static void requireNamed(@Nullable Path out) {
    if (out != null && out.toString().isEmpty()) {
      throw new UsageException(
          "--out is empty, but must name a folder. Maybe a variable of the shell is not set.");
    }
  }

  /** What a config may say, an option may. */
  private static void require(String option, String setting, @Nullable Object value) {
    String complaint =
        value == null ? "" : Range.of(RunConfig.Execution.class, setting).complaint(value);
    if (!complaint.isEmpty()) {
      throw new UsageException(
          option + complaint + " Maybe leave it out: the config's value then counts.");
    }
  }
}
