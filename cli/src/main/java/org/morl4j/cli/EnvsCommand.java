package org.morl4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.morl4j.configs.plugin.Plugins;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code envs}: the environments. */
@Command(name = "envs", description = "Lists the environments a config may name.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class EnvsCommand implements Callable<Integer> {
  private final Runs runs;

  @Spec private CommandSpec spec;
  @Mixin private final PluginOption plugins;

  @Option(names = "--json", description = "print JSON instead of a table")
  private boolean json;

  EnvsCommand(Runs runs, PluginOption plugins) {
    this.runs = runs;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    try (Plugins loaded = plugins.load()) {
      List<Runs.Listed> all = runs.environments();
      spec.commandLine().getOut().print(json ? JsonText.environments(all) : table(all).print());
    }
    return Main.DONE;
  }

  private static Table table(List<Runs.Listed> all) {
    List<List<String>> rows = new ArrayList<>();
    for (Runs.Listed one : all) {
      rows.add(
          List.of(
              one.id(),
              String.join(", ", one.objectives()),
              one.timeLimit() == 0 ? "-" : Integer.toString(one.timeLimit()),
              one.reference() == null ? "-" : one.reference().toString(),
              one.knownFront() ? "yes" : "no"));
    }
    return new Table(List.of("id", "objectives", "time limit", "reference", "known front"), rows);
  }
}
