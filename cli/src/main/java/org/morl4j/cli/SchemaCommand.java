package org.morl4j.cli;

import java.util.concurrent.Callable;
import org.morl4j.configs.bench.Suite;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code schema}: JSON Schema of run configs and suites. */
@Command(
    name = "schema",
    description = "Prints the JSON Schema of run configs or suites, for completion in editors.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class SchemaCommand implements Callable<Integer> {
  private final Runs runs;

  @Spec private CommandSpec spec;

  @Option(names = "--suite", description = "the one of suites, which bench trains")
  private boolean suite;

  SchemaCommand(Runs runs) {
    this.runs = runs;
  }

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(suite ? Suite.schema() : runs.schema());
    return Main.DONE;
  }
}
