package org.morl4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.plugin.Plugins;
import org.morl4j.configs.set.MedianRule;
import org.morl4j.configs.set.RunSet;
import org.morl4j.configs.set.SetPlan;
import org.morl4j.configs.set.SetPlan.GivenConfig;
import org.morl4j.configs.set.Sweep;
import org.morl4j.configs.set.Vary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sweep CONFIG}: a grid or a random search over settings. */
@Command(
    name = "sweep",
    description = {
      "Trains a config with other values of its settings: all combinations, or with --trials some"
          + " that are drawn.",
      "Prints a table, best first, and writes it as sweep.csv and sweep.html. Started again, it"
          + " goes on."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class SweepCommand implements Callable<Integer> {
  /** A run folder each. */
  private static final int MOST_TRIALS = 10_000;

  @Spec private CommandSpec spec;
  @Mixin private final PluginOption plugins;
  @Mixin private final RunOptions options;

  @Parameters(paramLabel = "CONFIG", description = "the run config, JSON")
  private Path config;

  @Option(
      names = "--vary",
      required = true,
      paramLabel = "path=values",
      description =
          "a setting and its values: a,b,c; with --trials also log(low,high), uniform(low,high),"
              + " int(low,high), choice(a,b,c); may be repeated")
  private List<String> varied;

  @Option(
      names = "--seeds",
      paramLabel = "SEEDS",
      converter = SeedListConverter.class,
      description = "seeds of each, as 1-5 or 1,3,7 (default: the config's)")
  private SeedListConverter.@Nullable Seeds seeds;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "draws so many sets of values, instead of all combinations")
  private @Nullable Integer trials;

  @Option(names = "--sweep-seed", paramLabel = "N", description = "of the draws (default: 0)")
  private @Nullable Long sweepSeed;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description = "trials that must have come to a step before one is stopped there (default: 5)")
  private @Nullable Integer warmup;

  @Option(names = "--no-pruning", description = "trains every trial to its end")
  private boolean noPruning;

  @Option(names = "--jobs", paramLabel = "N", description = "runs side by side (default: 1)")
  private @Nullable Integer jobs;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "the folder (default: out/<name>-sweep)")
  private @Nullable Path out;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = "another value for a setting of all runs; may be repeated")
  private List<String> overrides = new ArrayList<>();

  SweepCommand(RunOptions options, PluginOption plugins) {
    this.options = options;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    check();
    RunOptions.requireNamed(out);
    GivenConfig base = GivenConfig.read(config, overrides);
    RunConfig resolved = base.with(List.of());
    List<Long> each = seeds == null ? List.of(resolved.execution().seed()) : seeds.all();
    List<Vary> varies = varied.stream().map(Vary::parse).toList();
    SetPlan plan =
        trials == null
            ? Sweep.grid(base, varies, each)
            : Sweep.trials(
                base, varies, each, trials, sweepSeed == null ? 0 : sweepSeed, pruning());
    Path folder = out == null ? Path.of("out", resolved.name() + "-sweep") : out;
    int sideBySide = SetWork.jobs(jobs);
    RunSet set;
    try (ProgressLine progress = options.progress(spec.commandLine());
        Plugins given = plugins.load();
        Plugins own = SetWork.plugins(base)) {
      set = SetWork.begin(plan, folder, sideBySide);
      SetWork.train(set, options.pace(sideBySide), progress);
    }
    return SetWork.print(set, spec.commandLine().getOut(), spec.commandLine().getErr());
  }

  private @Nullable MedianRule pruning() {
    if (noPruning) {
      return null;
    }
    return warmup == null ? MedianRule.DEFAULT : new MedianRule(warmup);
  }

  private void check() {
    if (trials != null && (trials < 1 || trials > MOST_TRIALS)) {
      throw new UsageException(
          "--trials is %d, but must lie between 1 and %d. Maybe begin with 20."
              .formatted(trials, MOST_TRIALS));
    }
    if (warmup != null && warmup < 1) {
      throw new UsageException("--warmup is %d, but must be at least 1.".formatted(warmup));
    }
    String only = sweepSeed != null ? "--sweep-seed" : warmup != null ? "--warmup" : "--no-pruning";
    if (trials == null && (sweepSeed != null || warmup != null || noPruning)) {
      throw new UsageException(
          "%s is for drawn values, but there is no --trials. Maybe add --trials 20."
              .formatted(only));
    }
    if (warmup != null && noPruning) {
      throw new UsageException(
          "--warmup and --no-pruning exclude each other. Maybe leave one out.");
    }
  }
}
