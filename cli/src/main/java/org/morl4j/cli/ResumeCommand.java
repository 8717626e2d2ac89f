package org.morl4j.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.bench.Bench;
import org.morl4j.configs.plugin.Plugins;
import org.morl4j.configs.set.RunSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code resume RUN}: continues from the last checkpoint. */
@Command(
    name = "resume",
    description = {
      "Continues an interrupted run, or several of one folder, from the last checkpoint to the end.",
      "The result is the same, bit for bit, as without the interruption."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class ResumeCommand implements Callable<Integer> {
  private final Runs runs;

  @Spec private CommandSpec spec;
  @Mixin private final PluginOption plugins;
  @Mixin private final RunOptions options;

  @Parameters(
      paramLabel = "RUN",
      converter = ResumableFolderConverter.class,
      description = "the run folder, or the folder of several runs")
  private Path folder;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "runs side by side, where there are several (default: 1)")
  private @Nullable Integer jobs;

  ResumeCommand(Runs runs, RunOptions options, PluginOption plugins) {
    this.runs = runs;
    this.options = options;
    this.plugins = plugins;
  }

  @Option(
      names = "--transitions",
      paramLabel = "N",
      description =
          "goes on with a finished run of the search single that kept its state"
              + " (execution.keepState), to so many training transitions in all")
  private @Nullable Long transitions;

  @Override
  public Integer call() {
    if (RunSet.isSet(folder) || Bench.isBench(folder)) {
      if (transitions != null) {
        throw new UsageException(
            "--transitions is for one run, but %s holds several. Maybe go on with one of the folders in it."
                .formatted(folder));
      }
      return Bench.isBench(folder) ? resumeBench() : resumeSet();
    }
    if (jobs != null) {
      throw new UsageException(
          "--jobs is for a folder of several runs, but %s is one run. Maybe use --threads."
              .formatted(folder));
    }
    try (ProgressLine progress = options.progress(spec.commandLine());
        Plugins loaded = plugins.load(folder)) {
      runs.resume(
          folder,
          new Runs.ResumeOptions(options.threads, options.checkpointSeconds, transitions),
          progress);
    }
    Results.print(folder, spec.commandLine().getOut());
    return Main.DONE;
  }

  private int resumeSet() {
    RunSet set = SetWork.open(folder);
    int sideBySide = SetWork.jobs(jobs);
    try (ProgressLine progress = options.progress(spec.commandLine());
        Plugins given = plugins.load();
        Plugins own = SetWork.plugins(set.plan().base())) {
      SetWork.train(set, options.pace(sideBySide), progress);
    }
    return SetWork.print(set, spec.commandLine().getOut(), spec.commandLine().getErr());
  }

  private int resumeBench() {
    Bench bench = BenchWork.open(folder);
    RunSet set;
    try (ProgressLine progress = options.progress(spec.commandLine());
        Plugins given = plugins.load();
        Plugins own = BenchWork.plugins(bench.suite(), folder)) {
      set = BenchWork.train(bench, options.pace(BenchWork.jobs(jobs)), progress);
    }
    return BenchWork.print(bench, set, spec.commandLine().getOut(), spec.commandLine().getErr());
  }
}
