package org.morl4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.plugin.Plugins;
import org.morl4j.configs.set.RunSet;
import org.morl4j.configs.set.SetPlan;
import org.morl4j.configs.set.SetPlan.GivenConfig;
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
      names = "--seeds",
      paramLabel = "SEEDS",
      converter = SeedListConverter.class,
      description = "one run a seed, as 1-5 or 1,3,7; started again, it goes on")
  private SeedListConverter.@Nullable Seeds seeds;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "runs side by side, with --seeds (default: 1)")
  private @Nullable Integer jobs;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "the run folder itself (default: out/<name>-<seed>-<time>, with --seeds"
              + " out/<name>-seeds)")
  private @Nullable Path out;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = "another value for a setting, e.g. --set agent.epochs=3; may be repeated")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "RUN",
      converter = RunFolderConverter.class,
      description = "starts from a policy of another run, its critics included")
  private @Nullable Path from;

  @Option(
      names = "--policy",
      paramLabel = "ID",
      description = "the policy, as in that run's archive.json (default: last)")
  private @Nullable String policy;

  TrainCommand(Runs runs, RunOptions options, PluginOption plugins) {
    this.runs = runs;
    this.options = options;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    RunOptions.requireNamed(out);
    if (seed != null && seed < 0) {
      throw new UsageException("--seed is " + seed + ", but must be at least 0.");
    }
    if (policy != null && from == null) {
      throw new UsageException(
          "--policy names a policy of another run, but there is no --from. Maybe add --from RUN.");
    }
    if (seeds != null) {
      return trainSeeds(seeds.all());
    }
    if (jobs != null) {
      throw new UsageException(
          "--jobs is for several seeds, but there is no --seeds. Maybe use --threads.");
    }
    Path folder;
    try (ProgressLine progress = options.progress(spec.commandLine());
        Plugins loaded = plugins.load()) {
      folder =
          runs.train(
              config,
              overrides,
              new Runs.TrainOptions(seed, options.threads, out, options.checkpointSeconds, start()),
              progress);
    }
    Results.print(folder, spec.commandLine().getOut());
    return Main.DONE;
  }

  private Runs.@Nullable From start() {
    return from == null ? null : new Runs.From(from, policy == null ? "last" : policy);
  }

  private int trainSeeds(List<Long> all) {
    if (seed != null) {
      throw new UsageException("--seed and --seeds exclude each other. Maybe leave one out.");
    }
    if (from != null) {
      throw new UsageException(
          "--from and --seeds exclude each other. Maybe train each seed by itself, with --seed.");
    }
    GivenConfig base = GivenConfig.read(config, overrides);
    Path folder = out == null ? Path.of("out", base.with(List.of()).name() + "-seeds") : out;
    int sideBySide = SetWork.jobs(jobs);
    RunSet set;
    try (ProgressLine progress = options.progress(spec.commandLine());
        Plugins given = plugins.load();
        Plugins own = SetWork.plugins(base)) {
      set = SetWork.begin(SetPlan.ofSeeds(base, all), folder, sideBySide);
      SetWork.train(set, options.pace(sideBySide), progress);
    }
    return SetWork.print(set, spec.commandLine().getOut(), spec.commandLine().getErr());
  }
}
