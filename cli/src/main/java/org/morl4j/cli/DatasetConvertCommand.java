package org.morl4j.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dataset convert PATH OUT}. */
@Command(
    name = "convert",
    description = "Writes recorded data as a Minari dataset or a CSV file with one row a step.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class DatasetConvertCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private DatasetArgument data;

  @Mixin private DatasetOutput output;

  @Override
  public Integer call() throws IOException {
    spec.commandLine().getOut().println(output.write(data.open()));
    return Main.DONE;
  }
}
