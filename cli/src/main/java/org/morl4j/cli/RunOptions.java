package org.morl4j.cli;

import java.io.PrintWriter;
import java.io.Writer;
import org.jspecify.annotations.Nullable;
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
    if (threads != null && threads < 1) {
      throw new UsageException("--threads is " + threads + ", but must be at least 1.");
    }
    if (checkpointSeconds != null && !(checkpointSeconds > 0)) {
      throw new UsageException(
          "--checkpoint-seconds is " + checkpointSeconds + ", but must be positive.");
    }
    if (quiet) {
      RunLog.silence();
      return new ProgressLine(new PrintWriter(Writer.nullWriter()), 0, System::nanoTime, log);
    }
    return new ProgressLine(command.getErr(), columns, System::nanoTime, log);
  }
}
