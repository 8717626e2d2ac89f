package org.morl4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code envs}: the environments. */
@Command(name = "envs", description = "Lists the environments a config may name.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class EnvsCommand implements Callable<Integer> {
  private final Runs runs;

  @Spec private CommandSpec spec;

  EnvsCommand(Runs runs) {
    this.runs = runs;
  }

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(runs.environments().print());
    return Main.DONE;
  }
}
