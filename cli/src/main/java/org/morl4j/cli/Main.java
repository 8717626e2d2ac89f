package org.morl4j.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The {@code morl4j} command. Exit codes: 0 done, 1 failed, 2 wrong usage or config.
 *
 * <p>The launcher says in the system property {@code morl4j.columns} how wide the terminal behind
 * standard error is; without it, progress is written as plain lines.
 */
@Command(
    name = "morl4j",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Multi-objective, constrained reinforcement learning for the JVM.",
    commandListHeading = "%nCommands:%n",
    synopsisSubcommandLabel = "COMMAND")
@SuppressWarnings("NullAway.Init") // picocli sets the field.
public final class Main implements Callable<Integer> {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;

  @Spec private CommandSpec spec;

  private Main() {}

  public static void main(String[] args) {
    int columns = Integer.getInteger("morl4j.columns", 0);
    System.setProperty(
        "java.awt.headless", "true"); // pictures need no display, even if one is named
    // Read by logback.xml: a log line first wipes the live progress line it would run into.
    System.setProperty("morl4j.line-start", columns > 0 ? ProgressLine.WIPE : "");
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(args, Runs.engine(), columns, out, err));
  }

  /**
   * Runs one command line.
   *
   * @param columns width of the terminal behind {@code err}, 0 if there is none
   * @return the exit code
   */
  static int run(String[] args, Runs runs, int columns, PrintWriter out, PrintWriter err) {
    RunLog log = new RunLog();
    Failures failures = new Failures(log);
    CommandLine command =
        new CommandLine(new Main())
            .addSubcommand(new InitCommand(runs, plugins()))
            .addSubcommand(new TrainCommand(runs, new RunOptions(log, columns), plugins()))
            .addSubcommand(new SweepCommand(new RunOptions(log, columns), plugins()))
            .addSubcommand(new BenchCommand(new RunOptions(log, columns), plugins()))
            .addSubcommand(new ResumeCommand(runs, new RunOptions(log, columns), plugins()))
            .addSubcommand(new EvalCommand(runs, plugins()))
            .addSubcommand(new FqeCommand(runs, plugins()))
            .addSubcommand(new PlayCommand(runs, plugins()))
            .addSubcommand(new ExportCommand(runs))
            .addSubcommand(new FrontCommand())
            .addSubcommand(new ReportCommand())
            .addSubcommand(new CompareCommand())
            .addSubcommand(new IndicatorsCommand())
            .addSubcommand(
                new CommandLine(new DatasetCommand())
                    .addSubcommand(new DatasetGenerateCommand(plugins())))
            .addSubcommand(new CheckCommand(runs, plugins()))
            .addSubcommand(new EnvsCommand(runs, plugins()))
            .addSubcommand(new AlgosCommand(runs, plugins()))
            .addSubcommand(new SchemaCommand(runs))
            .addSubcommand(new DoctorCommand(runs))
            .setExecutionExceptionHandler(failures)
            .setParameterExceptionHandler(failures)
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
            .setUsageHelpWidth(100)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(out)
            .setErr(err);
    try {
      return command.execute(args);
    } catch (Throwable e) {
      // Errors, such as a full heap, pass picocli's handler.
      return failures.report(e, err);
    } finally {
      log.close();
      out.flush();
      err.flush();
    }
  }

  /** Each command has its own: picocli writes to it. */
  private static PluginOption plugins() {
    return new PluginOption(System.getenv());
  }

  /** Without a subcommand, tells which there are. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return WRONG_USAGE;
  }
}
