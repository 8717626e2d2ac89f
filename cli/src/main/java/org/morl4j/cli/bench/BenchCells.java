package org.morl4j.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.morl4j.cli.bench.BenchTable.DatasetTable;
import org.morl4j.cli.bench.BenchTable.Line;
import org.morl4j.cli.bench.BenchTable.Overall;
import org.morl4j.cli.compare.Interval;
import org.morl4j.cli.compare.IntervalText;
import org.morl4j.cli.report.Numbers;
import org.morl4j.configs.bench.Suite.Published;

/** A benchmark's tables as text, for the terminal and for the page. */
public final class BenchCells {
  /** More would show the luck of few seeds. */
  private static final int DIGITS = 4;

  private BenchCells() {}

  /** What a data set's scores are, in words. */
  public static String told(DatasetTable of) {
    return of.scale().isGiven()
        ? "Normalised score: 0 is a return of %s (random), 100 one of %s (expert)."
            .formatted(
                Numbers.significant(of.scale().random(), 5),
                Numbers.significant(of.scale().expert(), 5))
        : "Raw returns: there are no references to measure them against.";
  }

  /**
   * The names of a data set's columns.
   *
   * @param word how those that are no costs are written
   */
  public static List<String> header(DatasetTable of, UnaryOperator<String> word) {
    List<String> header = new ArrayList<>();
    List.of("method", "seeds", "last", "IQM", "best").forEach(own -> header.add(word.apply(own)));
    header.addAll(of.costs());
    if (isLimited(of)) {
      header.add(word.apply("within limits"));
    }
    header.add(word.apply("updates/s"));
    if (isPublished(of)) {
      header.add(word.apply("published"));
    }
    return header;
  }

  /** A method's line on a data set, a cell a column. */
  public static List<String> of(DatasetTable of, Line line) {
    List<String> cells = new ArrayList<>();
    cells.add(line.method());
    cells.add(Integer.toString(line.scores().seeds()));
    cells.add(of(line.scores().last()));
    cells.add(of(line.scores().iqm()));
    cells.add(of(line.scores().best()));
    for (String cost : of.costs()) {
      cells.add(of(line.spending().costs().getOrDefault(cost, Interval.none(Double.NaN))));
    }
    if (isLimited(of)) {
      cells.add(within(line));
    }
    cells.add(rate(line));
    if (isPublished(of)) {
      cells.add(published(line.published()));
    }
    return cells;
  }

  /** A method over all: its name, mean rank, interquartile mean and mean. */
  public static List<String> of(Overall one) {
    return List.of(one.method(), of(Interval.none(one.rank())), of(one.iqm()), of(one.mean()));
  }

  /** {@code 2.3 (1.2 to 3.4)}; a dash for what is not known. */
  static String of(Interval interval) {
    return Double.isNaN(interval.value()) ? "-" : IntervalText.of(interval, DIGITS);
  }

  private static boolean isLimited(DatasetTable of) {
    return of.lines().stream().anyMatch(line -> line.spending().limited() > 0);
  }

  private static boolean isPublished(DatasetTable of) {
    return of.lines().stream().anyMatch(line -> line.published() != null);
  }

  /** Runs within limits of all that have some, e.g. {@code 4/5}. */
  static String within(Line line) {
    return line.spending().limited() == 0
        ? "-"
        : line.spending().within() + "/" + line.spending().limited();
  }

  /** Updates a second, rounded. */
  private static String rate(Line line) {
    double rate = line.spending().updatesPerSecond();
    return Double.isNaN(rate) ? "-" : Numbers.significant(rate, 3);
  }

  /** A figure of others; a dash where there is none. */
  static String published(@Nullable Published published) {
    if (published == null) {
      return "-";
    }
    Double deviation = published.deviation();
    String mean = Numbers.significant(published.mean(), 5);
    return deviation == null ? mean : mean + " ± " + Numbers.significant(deviation, 3);
  }
}
