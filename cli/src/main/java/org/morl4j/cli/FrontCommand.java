package org.morl4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code front RUN}: the front as a table. */
@Command(
    name = "front",
    description =
        "Prints the front of a run as a table, means with standard errors; all digits are in its"
            + " front.csv.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class FrontCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RunArgument run;

  @Option(names = "--json", description = "print JSON instead of a table")
  private boolean json;

  @Override
  public Integer call() {
    if (json) {
      spec.commandLine().getOut().println(JsonText.front(Results.csv(run.folder)));
      return Main.DONE;
    }
    spec.commandLine().getOut().print(Results.front(run.folder).print());
    spec.commandLine().getOut().print(Results.otherwise(run.folder));
    spec.commandLine().getOut().print(Results.estimated(run.folder));
    return Main.DONE;
  }
}
