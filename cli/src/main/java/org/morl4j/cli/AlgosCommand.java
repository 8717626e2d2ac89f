package org.morl4j.cli;

import java.util.concurrent.Callable;
import org.morl4j.configs.plugin.Plugins;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code algos}: the algorithms. */
@Command(name = "algos", description = "Lists the algorithms a config may name.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class AlgosCommand implements Callable<Integer> {
  private final Runs runs;

  @Spec private CommandSpec spec;
  @Mixin private final PluginOption plugins;

  @Option(names = "--json", description = "print JSON instead of a table")
  private boolean json;

  AlgosCommand(Runs runs, PluginOption plugins) {
    this.runs = runs;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    try (Plugins loaded = plugins.load()) {
      spec.commandLine()
          .getOut()
          .print(json ? JsonText.table(runs.algorithms()) : runs.algorithms().print());
    }
    return Main.DONE;
  }
}
