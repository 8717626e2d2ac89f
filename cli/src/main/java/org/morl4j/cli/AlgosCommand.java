package org.morl4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code algos}: the algorithms. */
@Command(name = "algos", description = "Lists the algorithms a config may name.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class AlgosCommand implements Callable<Integer> {
  private final Runs runs;

  @Spec private CommandSpec spec;

  AlgosCommand(Runs runs) {
    this.runs = runs;
  }

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(runs.algorithms().print());
    return Main.DONE;
  }
}
