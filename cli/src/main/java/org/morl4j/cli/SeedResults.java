package org.morl4j.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.morl4j.cli.compare.Bootstrap;
import org.morl4j.cli.compare.CompareException;
import org.morl4j.cli.compare.ComparePage;
import org.morl4j.cli.compare.Comparison;
import org.morl4j.cli.compare.Interval;
import org.morl4j.cli.compare.MeasuredRun;
import org.morl4j.cli.compare.RunReader;
import org.morl4j.cli.compare.RunSource;
import org.morl4j.cli.compare.SeedTable;
import org.morl4j.cli.report.HtmlReport;
import org.morl4j.configs.set.NamedRun;
import org.morl4j.configs.set.RunSet;
import org.morl4j.configs.set.RunState;

/** What is printed about one config trained with several seeds. */
final class SeedResults {
  private static final String PAGE = "compare.html";

  /** Of fewer runs a comparison has no intervals. */
  private static final int LEAST_RUNS = 3;

  private SeedResults() {}

  /** Each seed and the means, the pages, and in the last line the folder. */
  static void print(RunSet set, PrintWriter out) {
    try {
      SeedTable table = SeedTable.of(set);
      out.print(printed(table).print());
      List<NamedRun> done = done(set);
      done.forEach(run -> HtmlReport.write(set.folder(run)));
      if (!done.isEmpty()) {
        page(set, done, table.names(), out);
      }
    } finally {
      out.println("runs: " + set.path());
    }
  }

  private static List<NamedRun> done(RunSet set) {
    return set.plan().runs().stream().filter(run -> set.state(run) == RunState.DONE).toList();
  }

  private static Table printed(SeedTable table) {
    List<String> header = new ArrayList<>(List.of("seed"));
    header.addAll(table.names());
    List<List<String>> rows = new ArrayList<>();
    for (SeedTable.Line line : table.lines()) {
      List<String> row = new ArrayList<>(List.of(Long.toString(line.seed())));
      for (double value : line.values()) {
        row.add(Table.number(value));
      }
      rows.add(row);
    }
    if (!table.lines().isEmpty()) {
      rows.add(row("mean", table.means(), Interval::value));
    }
    if (table.means().stream().anyMatch(Interval::isGiven)) {
      rows.add(row("95 % from", table.means(), Interval::low));
      rows.add(row("95 % to", table.means(), Interval::high));
    }
    return new Table(header, rows);
  }

  private static List<String> row(
      String name, List<Interval> means, ToDoubleFunction<Interval> value) {
    List<String> row = new ArrayList<>(List.of(name));
    means.forEach(
        mean -> {
          double number = value.applyAsDouble(mean);
          row.add(Double.isNaN(number) ? "-" : Table.number(number));
        });
    return row;
  }

  private static void page(RunSet set, List<NamedRun> done, List<String> names, PrintWriter out) {
    List<MeasuredRun> runs;
    String objective = "";
    try {
      runs = read(set, done, null);
    } catch (CompareException e) {
      // A policy of several objectives: the page is of one, the table above has all.
      objective = names.get(0);
      runs = read(set, done, objective);
    }
    Path page = set.path().resolve(PAGE);
    ComparePage.write(
        page,
        Comparison.of(
            runs,
            new Comparison.Settings(
                done.size() >= LEAST_RUNS, null, Map.of(), Bootstrap.RESAMPLES, 0)));
    out.println(
        "page: "
            + page
            + (objective.isEmpty()
                ? ""
                : " (of %s; others by: morl4j compare %s --objective NAME)"
                    .formatted(objective, set.path())));
  }

  private static List<MeasuredRun> read(
      RunSet set, List<NamedRun> done, @Nullable String objective) {
    RunReader reader = new RunReader(new RunReader.ScoreChoice("last", null, objective, null));
    return done.stream()
        .flatMap(run -> reader.read(RunSource.parse(set.folder(run).toString())).stream())
        .toList();
  }
}
