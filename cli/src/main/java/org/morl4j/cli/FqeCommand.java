package org.morl4j.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.ope.FittedQ;
import org.morl4j.configs.plugin.Plugins;
import org.morl4j.core.data.DatasetName;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fqe RUN...}: what recorded data says of the policies of some runs. */
@Command(
    name = "fqe",
    description = {
      "Fitted Q evaluation: estimates the discounted returns of policies from recorded data,"
          + " beside what their environment returns.",
      "For three or more policies it prints how well the estimates order them."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class FqeCommand implements Callable<Integer> {
  private final Runs runs;

  @Spec private CommandSpec spec;
  @Mixin private final PluginOption plugins;

  @Parameters(
      paramLabel = "RUN",
      arity = "1..*",
      converter = RunFolderConverter.class,
      description = "run folders of one environment")
  private List<Path> folders;

  @ArgGroup(multiplicity = "1")
  private DataChoice data;

  @Option(
      names = "--policy",
      paramLabel = "ID",
      description = "its name in front.csv, of every run; may be repeated (default: all)")
  private List<String> policies = new ArrayList<>();

  @Option(
      names = "--gamma",
      paramLabel = "X",
      description = "discount of estimates and returns (default: that of each run's agent)")
  private @Nullable Double gamma;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "episodes of the environment to compare with; 0 for estimates alone (default:"
              + " ${DEFAULT-VALUE})")
  private int episodes;

  @Option(names = "--updates", paramLabel = "N", description = "gradient steps (default: 20000)")
  private long updates = FittedQ.Options.DEFAULT.updates();

  @Option(names = "--batch", paramLabel = "N", description = "transitions of each (default: 256)")
  private int batch = FittedQ.Options.DEFAULT.batch();

  @Option(names = "--learning-rate", paramLabel = "X", description = "of Adam (default: 0.0003)")
  private double learningRate = FittedQ.Options.DEFAULT.learningRate();

  @Option(
      names = "--target-every",
      paramLabel = "N",
      description = "updates between two moves of the target critics (default: 100)")
  private int targetEvery = FittedQ.Options.DEFAULT.targetEvery();

  @Option(
      names = "--polyak",
      paramLabel = "X",
      description = "how far they move; 1 copies the critics (default: 1)")
  private double polyak = FittedQ.Options.DEFAULT.polyak();

  @Option(names = "--seed", paramLabel = "N", description = "of fits and episodes (default: 0)")
  private long seed;

  @Option(names = "--csv", paramLabel = "FILE", description = "write a row a policy and signal")
  private @Nullable Path csv;

  @Option(names = "--json", description = "print JSON instead of a table")
  private boolean json;

  /** The data: one of the two. */
  static final class DataChoice {
    @Option(
        names = "--data",
        paramLabel = "PATH",
        description = "recorded data, such as a run that kept its replay")
    @Nullable String path;

    @Option(names = "--minari", paramLabel = "NAME", description = "a Minari dataset by its name")
    @Nullable String minari;

    DatasetName name() {
      return minari != null
          ? new DatasetName(DatasetName.Kind.MINARI, minari)
          : new DatasetName(DatasetName.Kind.PATH, String.valueOf(path));
    }
  }

  FqeCommand(Runs runs, PluginOption plugins) {
    this.runs = runs;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    if (episodes < 0) {
      throw new UsageException("--episodes is %d, but must be at least 0.".formatted(episodes));
    }
    PrintWriter err = spec.commandLine().getErr();
    FqeResult result;
    try (Plugins loaded = plugins.load(folders.get(0))) {
      result =
          runs.fqe(
              folders,
              new Runs.FqeOptions(data.name(), policies, critics(), gamma, episodes, seed),
              err::println);
    }
    if (csv != null) {
      TextFile.write(csv, result.csv());
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? result.json() : result.text());
    return Main.DONE;
  }

  private FittedQ.Options critics() {
    try {
      return FittedQ.Options.DEFAULT
          .withUpdates(updates)
          .withBatch(batch)
          .withLearningRate(learningRate)
          .withTargetEvery(targetEvery)
          .withPolyak(polyak);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
