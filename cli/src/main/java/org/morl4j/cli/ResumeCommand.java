package org.morl4j.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code resume RUN}: continues from the last checkpoint. */
@Command(
    name = "resume",
    description = {
      "Continues an interrupted run from its last checkpoint to the end.",
      "The result is the same, bit for bit, as without the interruption."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class ResumeCommand implements Callable<Integer> {
  private final Runs runs;
  private final RunLog log;
  private final int columns;

  @Spec private CommandSpec spec;
  @Mixin private RunOptions options;

  @Parameters(
      paramLabel = "RUN",
      converter = RunFolderConverter.class,
      description = "the run folder")
  private Path run;

  ResumeCommand(Runs runs, RunLog log, int columns) {
    this.runs = runs;
    this.log = log;
    this.columns = columns;
  }

  @Override
  public Integer call() {
    try (ProgressLine progress = options.progress(spec.commandLine(), log, columns)) {
      runs.resume(
          run, new Runs.ResumeOptions(options.threads, options.checkpointSeconds), progress);
    }
    Results.print(run, spec.commandLine().getOut());
    return Main.DONE;
  }
}
