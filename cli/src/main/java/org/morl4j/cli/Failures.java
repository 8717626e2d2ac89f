package org.morl4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.morl4j.cli.compare.CompareException;
import org.morl4j.cli.csv.CsvException;
import org.morl4j.cli.report.ReportException;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.check.Check;
import org.morl4j.core.env.EnvException;
import org.morl4j.core.learn.DivergenceException;
import org.morl4j.core.state.StateException;
import org.morl4j.offline.DatasetException;
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
  /** Characters of a message, most. */
  private static final int LONGEST = 2000;

  private final RunLog log;

  Failures(RunLog log) {
    this.log = log;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(bounded(inWords(String.valueOf(e.getMessage()))));
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Help: " + command.getCommandSpec().qualifiedName() + " --help");
    return Main.WRONG_USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    return report(e, command.getErr());
  }

  /** A user need not know Java's names of numbers. */
  private static String inWords(String message) {
    String whole = " is no whole number between %d and %d. Maybe write it in digits alone.";
    return message
        .replaceFirst(" is not an int$", whole.formatted(Integer.MIN_VALUE, Integer.MAX_VALUE))
        .replaceFirst(" is not a long$", whole.formatted(Long.MIN_VALUE, Long.MAX_VALUE))
        .replaceFirst(" is not a double$", " is no number. Maybe write it as in 0.5 or 1e-3.");
  }

  /** Prints the failure and returns the exit code. */
  int report(Throwable failure, PrintWriter err) {
    if (failure instanceof ConfigException
        || failure instanceof UsageException
        || failure instanceof CompareException
        || failure instanceof DatasetException
        || failure instanceof CsvException) {
      err.println(bounded(failure.getMessage()));
      return Main.WRONG_USAGE;
    }
    if (failure instanceof JobRunner.StoppedException) {
      // EngineRuns has said so before it let the process end.
      return Main.FAILED;
    }
    Path run = log.runFolder();
    IOException io = ioFailure(failure);
    String told = io != null ? FileFailure.told(io, run) : failure.getMessage();
    boolean expected =
        io != null
            || failure instanceof EnvException
            || failure instanceof StateException
            || failure instanceof ReportException
            || failure instanceof DivergenceException
            || failure instanceof OutOfMemoryError;
    if (failure instanceof OutOfMemoryError) {
      told =
          "The heap is full: %s. Maybe raise -Xmx, or lower the sizes in the config."
              .formatted(told);
    }
    err.println(bounded(expected ? told : unexpected(failure)));
    String trace = trace(failure, expected);
    if (!expected) {
      err.println(bounded(trace));
    }
    if (run != null && !wouldFailAgain(failure) && hasCheckpoint(run)) {
      String first =
          failure instanceof EnvException ? "mend the environment, then continue" : "continue";
      err.println("Maybe %s from the last checkpoint with: morl4j resume %s".formatted(first, run));
    }
    return Main.FAILED;
  }

  /** A learner that diverged would again, and what a file holds stays in it. */
  private static boolean wouldFailAgain(Throwable failure) {
    return failure instanceof DivergenceException
        || failure instanceof StateException
        || failure instanceof ReportException;
  }

  private static @Nullable IOException ioFailure(Throwable failure) {
    if (failure instanceof IOException io) {
      return io;
    }
    return failure instanceof UncheckedIOException unchecked ? unchecked.getCause() : null;
  }

  private static boolean hasCheckpoint(Path run) {
    try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
      return files.anyMatch(file -> file.toString().endsWith(".safetensors"));
    } catch (IOException e) {
      return false;
    }
  }

  /** Whatever a message holds, a terminal gets lines of text, and not endlessly many. */
  static String bounded(@Nullable String message) {
    String plain = Check.plainLines(String.valueOf(message));
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST - 3) + "...";
  }

  private static String unexpected(Throwable failure) {
    String message = failure.getMessage() == null ? "" : ": " + failure.getMessage();
    return "Unexpected " + failure.getClass().getSimpleName() + message;
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
