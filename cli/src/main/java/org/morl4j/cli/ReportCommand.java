package org.morl4j.cli;

import java.util.concurrent.Callable;
import org.morl4j.cli.report.HtmlReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code report RUN}: writes report.html again. */
@Command(
    name = "report",
    description = "Writes a run's report.html again; the run may still be going on.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RunArgument run;

  @Override
  public Integer call() {
    spec.commandLine().getOut().println("report: " + HtmlReport.write(run.folder));
    return Main.DONE;
  }
}
