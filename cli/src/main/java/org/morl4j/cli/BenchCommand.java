package org.morl4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.morl4j.cli.bench.JoinedCsv;
import org.morl4j.configs.bench.Bench;
import org.morl4j.configs.bench.Suite;
import org.morl4j.configs.plugin.Plugins;
import org.morl4j.configs.set.RunSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench SUITE}: methods on data sets, with seeds. */
@Command(
    name = "bench",
    description = {
      "Trains each method of a suite on each of its data sets with each seed.",
      "Prints a table a data set and ranks over all, and writes results.csv, table.txt and"
          + " bench.html. Started again, it goes on."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private final PluginOption plugins;
  @Mixin private final RunOptions options;

  @Parameters(paramLabel = "SUITE", description = "the suite, JSON")
  private Path file;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "runs side by side (default: one a core)")
  private @Nullable Integer jobs;

  @Option(
      names = "--join",
      paramLabel = "FILE.csv",
      description =
          "evaluations by another library: method,dataset,seed,updates and return or score; may be"
              + " repeated")
  private List<Path> joined = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "the folder (default: out/<name>-bench)")
  private @Nullable Path out;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = "another value for a setting of the suite; may be repeated")
  private List<String> overrides = new ArrayList<>();

  BenchCommand(RunOptions options, PluginOption plugins) {
    this.options = options;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    RunOptions.requireNamed(out);
    int sideBySide = BenchWork.jobs(jobs);
    Suite suite = Suite.reader().read(file, overrides);
    Path folder = out == null ? Path.of("out", suite.name() + "-bench") : out;
    Bench bench;
    RunSet set;
    try (ProgressLine progress = options.progress(spec.commandLine());
        Plugins given = plugins.load();
        Plugins own = BenchWork.plugins(suite, file)) {
      Suite told = BenchWork.told(suite, folder);
      JoinedCsv.check(told, joined);
      bench = BenchWork.begin(told, file, folder, sideBySide);
      JoinedCsv.join(bench, joined);
      set = BenchWork.train(bench, options.pace(sideBySide), progress);
    }
    return BenchWork.print(bench, set, spec.commandLine().getOut(), spec.commandLine().getErr());
  }
}
