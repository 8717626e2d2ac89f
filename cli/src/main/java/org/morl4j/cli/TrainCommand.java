package org.morl4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.plugin.Plugins;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code train CONFIG}: a whole run. */
@Command(
    name = "train",
    description = {
      "Trains as the config says and writes a run folder.",
      "Prints the front, the report and, in the last line, the run folder."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class TrainCommand implements Callable<Integer> {
  private final Runs runs;

  @Spec private CommandSpec spec;
  @Mixin private final PluginOption plugins;
  @Mixin private final RunOptions options;

  @Parameters(paramLabel = "CONFIG", description = "the run config, JSON")
  private Path config;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "seed of the run (default: the config's)")
  private @Nullable Long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "the run folder itself (default: out/<name>-<seed>-<time>)")
  private @Nullable Path out;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = "another value for a setting, e.g. --set agent.epochs=3; may be repeated")
  private List<String> overrides = new ArrayList<>();

  TrainCommand(Runs runs, RunOptions options, PluginOption plugins) {
    this.runs = runs;
    this.options = options;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    if (seed != null && seed < 0) {
      throw new UsageException("--seed is " + seed + ", but must be at least 0.");
    }
    Path folder;
    try (ProgressLine progress = options.progress(spec.commandLine());
        Plugins loaded = plugins.load()) {
      folder =
          runs.train(
              config,
              overrides,
              new Runs.TrainOptions(seed, options.threads, out, options.checkpointSeconds),
              progress);
    }
    Results.print(folder, spec.commandLine().getOut());
    return Main.DONE;
  }
}
