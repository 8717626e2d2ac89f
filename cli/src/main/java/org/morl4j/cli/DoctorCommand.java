package org.morl4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code doctor}: what a run needs from the machine. */
@Command(
    name = "doctor",
    description = "Tells what a run needs and whether this machine has it. Changes nothing.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class DoctorCommand implements Callable<Integer> {
  private final Runs runs;

  @Spec private CommandSpec spec;

  DoctorCommand(Runs runs) {
    this.runs = runs;
  }

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(new Doctor(runs, System.getenv()).examine().print());
    return Main.DONE;
  }
}
