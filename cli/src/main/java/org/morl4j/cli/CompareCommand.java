package org.morl4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.morl4j.cli.compare.Aggregate;
import org.morl4j.cli.compare.Bootstrap;
import org.morl4j.cli.compare.ComparePage;
import org.morl4j.cli.compare.Comparison;
import org.morl4j.cli.compare.Comparison.Pair;
import org.morl4j.cli.compare.Comparison.Row;
import org.morl4j.cli.compare.Comparison.TaskTable;
import org.morl4j.cli.compare.IntervalText;
import org.morl4j.cli.compare.MeasuredRun;
import org.morl4j.cli.compare.Metric;
import org.morl4j.cli.compare.RunReader;
import org.morl4j.cli.compare.RunSource;
import org.morl4j.core.check.Vec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code compare RUN...}: several algorithms over seeds and tasks. */
@Command(
    name = "compare",
    description = {
      "Compares algorithms over seeds and tasks: interquartile mean, mean, median, optimality gap"
          + " and probability of improvement with intervals.",
      "Runs are grouped by name and environment. Writes the learning curves into an HTML file."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RUN",
      arity = "1..*",
      description =
          "a run folder or a folder of them, as LABEL=RUN under another name; or evaluations of"
              + " another library as LABEL=FILE.csv@TASK")
  private List<String> runs;

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      defaultValue = "last",
      description = "policy whose final return counts: last or best (default: ${DEFAULT-VALUE})")
  private String policy;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description =
          "return or hypervolume (default: the return where a run has that policy, else the"
              + " hypervolume of its front)")
  private @Nullable String metric;

  @Option(
      names = "--objective",
      paramLabel = "NAME",
      description = "objective whose return counts, where there are several")
  private @Nullable String objective;

  @Option(
      names = "--reference",
      paramLabel = "a,b,...",
      converter = VecConverter.class,
      description = "reference point of all hypervolumes, in place of each run's own")
  private @Nullable Vec reference;

  @Option(names = "--min", paramLabel = "X", description = "score that counts as 0 in every task")
  private @Nullable Double min;

  @Option(names = "--max", paramLabel = "Y", description = "score that counts as 1 in every task")
  private @Nullable Double max;

  @Option(
      names = "--range",
      paramLabel = "TASK=X,Y",
      description = "the two for one task; may be repeated")
  private List<String> ranges = new ArrayList<>();

  @Option(names = "--no-intervals", description = "numbers alone, for fewer than 3 seeds too")
  private boolean noIntervals;

  @Option(
      names = "--resamples",
      paramLabel = "N",
      description = "of the bootstrap (default: " + Bootstrap.RESAMPLES + ")")
  private int resamples = Bootstrap.RESAMPLES;

  @Option(names = "--seed", paramLabel = "N", description = "of the bootstrap (default: 0)")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "out/compare.html",
      description = "the page (default: ${DEFAULT-VALUE})")
  private Path out;

  @Option(names = "--json", description = "print JSON instead of a table")
  private boolean json;

  @Override
  public Integer call() {
    check();
    RunReader reader =
        new RunReader(new RunReader.ScoreChoice(policy, chosen(metric), objective, reference));
    List<MeasuredRun> measured = new ArrayList<>();
    for (String run : runs) {
      measured.addAll(reader.read(RunSource.parse(run)));
    }
    Comparison comparison =
        Comparison.of(
            measured,
            new Comparison.Settings(
                !noIntervals,
                min == null || max == null ? null : range("--min and --max", min, max),
                rangesByTask(),
                resamples,
                seed));
    createFolder();
    ComparePage.write(out, comparison);
    PrintWriter to = spec.commandLine().getOut();
    if (json) {
      to.println(JsonText.comparison(comparison, out));
    } else {
      print(comparison, to);
      to.println("page: " + out);
    }
    return Main.DONE;
  }

  private void check() {
    if (!policy.equals("last") && !policy.equals("best")) {
      throw new UsageException("--policy is " + policy + ", but must be last or best.");
    }
    if (resamples < 100) {
      throw new UsageException("--resamples is " + resamples + ", but must be at least 100.");
    }
    if ((min == null) != (max == null)) {
      throw new UsageException("--min and --max belong together, but only one is given.");
    }
  }

  private static @Nullable Metric chosen(@Nullable String metric) {
    if (metric == null) {
      return null;
    }
    return switch (metric) {
      case "return" -> Metric.RETURN;
      case "hypervolume" -> Metric.HYPERVOLUME;
      default ->
          throw new UsageException(
              "--metric is " + metric + ", but must be return or hypervolume.");
    };
  }

  private Map<String, double[]> rangesByTask() {
    Map<String, double[]> byTask = new LinkedHashMap<>();
    for (String given : ranges) {
      int equals = given.lastIndexOf('=');
      String[] bounds = given.substring(equals + 1).split(",", -1);
      if (equals < 1 || bounds.length != 2) {
        throw new UsageException(
            "--range is " + given + ", but must be TASK=min,max. Maybe a comma is missing.");
      }
      byTask.put(
          given.substring(0, equals),
          range("--range " + given, number(given, bounds[0]), number(given, bounds[1])));
    }
    return byTask;
  }

  private static double number(String given, String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw new UsageException("--range is " + given + ", but \"" + text + "\" is no number.");
    }
  }

  private static double[] range(String name, double low, double high) {
    if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
      throw new UsageException(
          name
              + ": the lowest score is "
              + low
              + ", but must lie below the highest, "
              + high
              + ".");
    }
    return new double[] {low, high};
  }

  private void print(Comparison comparison, PrintWriter to) {
    for (TaskTable task : comparison.tasks()) {
      to.println(task.task() + ", " + task.measured());
      to.println(table(task.rows()).print());
    }
    if (comparison.overall() != null) {
      to.println("all tasks, scores normalised to 0 to 1");
      to.println(table(comparison.overall()).print());
    }
    if (!comparison.improvements().isEmpty()) {
      to.println("probability that a run of the first scores higher than one of the second");
      List<List<String>> rows = new ArrayList<>();
      for (Pair pair : comparison.improvements()) {
        rows.add(List.of(pair.x(), pair.y(), IntervalText.ofPair(pair, !noIntervals)));
      }
      to.println(new Table(List.of("first", "second", "probability"), rows).print());
    }
    if (!noIntervals) {
      to.println(
          """
          In parentheses: 95 %% intervals, Student's t for the mean and the optimality gap, else a \
          stratified bootstrap of %d resamples."""
              .formatted(resamples));
    }
    comparison.remarks().forEach(to::println);
  }

  private static Table table(List<Row> rows) {
    List<String> header = new ArrayList<>(List.of("algorithm", "seeds"));
    rows.get(0).aggregates().keySet().stream().map(Aggregate::told).forEach(header::add);
    List<List<String>> lines = new ArrayList<>();
    for (Row row : rows) {
      List<String> line = new ArrayList<>(List.of(row.label(), Integer.toString(row.seeds())));
      row.aggregates().values().forEach(interval -> line.add(IntervalText.of(interval)));
      lines.add(line);
    }
    return new Table(header, lines);
  }

  private void createFolder() {
    Path parent = out.toAbsolutePath().getParent();
    try {
      if (parent != null) {
        Files.createDirectories(parent);
      }
    } catch (IOException e) {
      throw new UsageException("--out is " + out + ", but its folder can't be made: " + e);
    }
  }
}
