package org.morl4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dataset}: recorded data, without plugins and Python. */
@Command(
    name = "dataset",
    description = "Looks at recorded data, checks it, cuts it and writes it in another format.",
    subcommands = {
      DatasetInfoCommand.class,
      DatasetValidateCommand.class,
      DatasetConvertCommand.class,
      DatasetSliceCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
@SuppressWarnings("NullAway.Init") // picocli sets the field.
final class DatasetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Without a subcommand, tells which there are. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Main.WRONG_USAGE;
  }
}
