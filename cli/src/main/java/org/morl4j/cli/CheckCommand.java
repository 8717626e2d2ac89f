package org.morl4j.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.plugin.Plugins;
import org.morl4j.envs.check.Finding;
import org.morl4j.envs.check.Finding.Outcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check ID}: whether an environment keeps its contract. */
@Command(
    name = "check",
    description = {
      "Checks an environment of any provider under random actions: spaces, lengths, bounds, seeds,",
      "horizon, saving, speed. One line a check: ok, remark or FAIL; exit code 1 where one fails."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class CheckCommand implements Callable<Integer> {
  private final Runs runs;

  @Spec private CommandSpec spec;
  @Mixin private final PluginOption plugins;

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "the environment, e.g. java:reef (default: the config's)")
  private @Nullable String id;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "a run config: its environment, with time limit, wrappers and plugins")
  private @Nullable Path config;

  @Option(
      names = "--kwargs",
      paramLabel = "JSON",
      description = "arguments of a Python environment, e.g. '{\"size\": 5}'")
  private @Nullable String kwargs;

  @Option(names = "--json", description = "print JSON instead of lines")
  private boolean json;

  CheckCommand(Runs runs, PluginOption plugins) {
    this.runs = runs;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    if (id == null && config == null) {
      throw new UsageException(
          "check needs an ID or --config. Maybe name an environment, e.g. morl4j check java:reef;"
              + " morl4j envs lists them.");
    }
    Runs.CheckResult check;
    try (Plugins loaded = plugins.load()) {
      check = runs.check(new Runs.CheckOptions(id, config, kwargs));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(check.json());
    } else {
      out.print(lines(check));
    }
    return check.failed() == 0 ? Main.DONE : Main.FAILED;
  }

  private static String lines(Runs.CheckResult check) {
    StringBuilder text = new StringBuilder(check.environment()).append('\n');
    List<Finding> all = check.findings();
    for (Finding one : all) {
      String outcome =
          one.outcome() == Outcome.FAIL ? "FAIL" : one.outcome().name().toLowerCase(Locale.ROOT);
      String end = one.text().endsWith(".") || one.remedy().isEmpty() ? " " : ". ";
      text.append(
          "%-6s  %-8s  %s%s"
              .formatted(outcome, one.check(), one.text(), end + one.remedy())
              .stripTrailing());
      text.append('\n');
    }
    long remarks = all.stream().filter(one -> one.outcome() == Outcome.REMARK).count();
    text.append(
        "%d checks: %d failed, %d %s%n"
            .formatted(all.size(), check.failed(), remarks, remarks == 1 ? "remark" : "remarks"));
    return text.toString();
  }
}
