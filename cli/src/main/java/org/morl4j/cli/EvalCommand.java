package org.morl4j.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.plugin.Plugins;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eval RUN}: fresh episodes of one policy of the front. */
@Command(
    name = "eval",
    description = "Runs fresh episodes of one policy and prints its mean returns.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class EvalCommand implements Callable<Integer> {
  private final Runs runs;

  @Spec private CommandSpec spec;
  @Mixin private final PluginOption plugins;

  @Mixin private RunArgument run;

  @ArgGroup(multiplicity = "1")
  private PolicyChoice choice;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      defaultValue = "10",
      description = "episodes to run (default: ${DEFAULT-VALUE})")
  private int episodes;

  @Option(names = "--seed", paramLabel = "N", description = "seed of the episodes (default: 0)")
  private @Nullable Long seed;

  @Option(names = "--json", description = "print JSON instead of a table")
  private boolean json;

  EvalCommand(Runs runs, PluginOption plugins) {
    this.runs = runs;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    if (episodes < 1) {
      throw new UsageException("--episodes is " + episodes + ", but must be at least 1.");
    }
    Runs.Evaluation result;
    try (Plugins loaded = plugins.load(run.folder)) {
      result =
          runs.eval(
              run.folder, new Runs.EvalOptions(choice.policy, choice.preference, episodes, seed));
    }
    if (json) {
      spec.commandLine().getOut().println(JsonText.evaluation(result));
      return Main.DONE;
    }
    List<List<String>> rows = new ArrayList<>();
    for (Runs.Mean signal : result.signals()) {
      rows.add(
          List.of(
              signal.name(), Table.number(signal.mean()), Table.number(signal.standardError())));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf("policy %s, %d episodes, %s%n", result.policy(), result.episodes(), result.mode());
    out.print(new Table(List.of("signal", "mean", "standard error"), rows).print());
    if (!result.limits().isEmpty()) {
      out.print(limits(result.limits()).print());
    }
    return Main.DONE;
  }

  private static Table limits(List<Runs.LimitCheck> checks) {
    List<List<String>> rows = new ArrayList<>();
    for (Runs.LimitCheck check : checks) {
      rows.add(
          List.of(
              check.value().name(),
              check.words(),
              Table.number(check.value().mean()),
              Table.number(check.value().standardError()),
              check.within() ? "yes" : "no"));
    }
    return new Table(List.of("limit", "is", "value", "standard error", "within"), rows);
  }
}
