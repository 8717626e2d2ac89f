package org.morl4j.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One command line, run in this process, and what it printed. */
record CommandLineRun(int exitCode, String out, String err) {
  static CommandLineRun of(String... args) {
    return with(Runs.engine(), args);
  }

  static CommandLineRun with(Runs runs, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Main.run(args, runs, 0, new PrintWriter(out), new PrintWriter(err));
    return new CommandLineRun(
        exitCode, out.toString().replace("\r\n", "\n"), err.toString().replace("\r\n", "\n"));
  }
}
