package org.morl4j.cli;

import java.util.concurrent.Callable;
import org.morl4j.configs.plugin.Plugins;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

  @Spec private CommandSpec spec;
  @Mixin private final PluginOption plugins;
  @Mixin private final RunOptions options;

  @Mixin private RunArgument run;

  ResumeCommand(Runs runs, RunOptions options, PluginOption plugins) {
    this.runs = runs;
    this.options = options;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    try (ProgressLine progress = options.progress(spec.commandLine());
        Plugins loaded = plugins.load(run.folder)) {
      runs.resume(
          run.folder, new Runs.ResumeOptions(options.threads, options.checkpointSeconds), progress);
    }
    Results.print(run.folder, spec.commandLine().getOut());
    return Main.DONE;
  }
}
