package org.morl4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code schema}: JSON Schema of run configs. */
@Command(
    name = "schema",
    description = "Prints the JSON Schema of run configs, for completion in editors.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class SchemaCommand implements Callable<Integer> {
  private final Runs runs;

  @Spec private CommandSpec spec;

  SchemaCommand(Runs runs) {
    this.runs = runs;
  }

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(runs.schema());
    return Main.DONE;
  }
}
