package org.morl4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.morl4j.cli.compare.CompareException;
import org.morl4j.cli.csv.CsvException;
import org.morl4j.cli.report.ReportException;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.env.EnvException;
import org.morl4j.core.state.StateException;
import org.morl4j.pareto.search.JobRunner;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says on standard error what went wrong, never with a stack trace: that goes to the run's log, or
 * to a file that the message names.
 */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final RunLog log;

  Failures(RunLog log) {
    this.log = log;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Help: " + command.getCommandSpec().qualifiedName() + " --help");
    return Main.WRONG_USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    return report(e, command.getErr());
  }

  /** Prints the failure and returns the exit code. */
  int report(Throwable failure, PrintWriter err) {
    if (failure instanceof ConfigException
        || failure instanceof UsageException
        || failure instanceof CompareException
        || failure instanceof CsvException) {
      err.println(failure.getMessage());
      return Main.WRONG_USAGE;
    }
    if (failure instanceof JobRunner.StoppedException) {
      // EngineRuns has said so before it let the process end.
      return Main.FAILED;
    }
    boolean expected =
        failure instanceof EnvException
            || failure instanceof StateException
            || failure instanceof ReportException;
    err.println(expected ? failure.getMessage() : unexpected(failure));
    String trace = trace(failure, expected);
    if (!expected) {
      err.println(trace);
    }
    Path run = log.runFolder();
    if (run != null) {
      err.println("Maybe continue from the last checkpoint with: morl4j resume " + run);
    }
    return Main.FAILED;
  }

  private static String unexpected(Throwable failure) {
    Throwable shown =
        failure instanceof UncheckedIOException io && io.getCause() != null
            ? io.getCause()
            : failure;
    String message = shown.getMessage() == null ? "" : ": " + shown.getMessage();
    return "Unexpected " + shown.getClass().getSimpleName() + message;
  }

  /** A failure whose message says all leaves a trace only in the log of a run. */
  private String trace(Throwable failure, boolean expected) {
    if (expected && log.runFolder() == null) {
      return "";
    }
    try {
      return "Stack trace: " + log.trace(failure);
    } catch (IOException e) {
      return "The stack trace could not be written: " + e;
    }
  }
}
