package org.morl4j.cli.bench;

import static org.morl4j.cli.report.Escape.html;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.morl4j.cli.bench.BenchTable.DatasetTable;
import org.morl4j.cli.bench.BenchTable.Line;
import org.morl4j.cli.compare.CurveBand;
import org.morl4j.cli.compare.Interval;
import org.morl4j.cli.compare.Intervals;
import org.morl4j.cli.report.HtmlReport;
import org.morl4j.cli.report.Numbers;
import org.morl4j.configs.bench.Suite;

/** A benchmark as one HTML file in the look of the report. */
public final class BenchPage {
  private static final List<String> SCRIPTS =
      List.of("look.js", "export.js", "chart.js", "edges.js", "life.js", "bands.js", "bench.js");

  /** Methods that the small and the ordinary chart have room for. */
  private static final int FEW = 8;

  private static final int MANY = 14;

  private final Suite suite;
  private final BenchTable table;
  private final StringBuilder out = new StringBuilder(1 << 14);

  private BenchPage(Suite suite, BenchTable table) {
    this.suite = suite;
    this.table = table;
  }

  /**
   * @throws org.morl4j.cli.report.ReportException if it can't be written
   */
  public static void write(Path file, Suite suite, BenchTable table) {
    String body = new BenchPage(suite, table).body();
    HtmlReport.write(file, suite.name(), body, data(table), SCRIPTS);
  }

  private String body() {
    out.append("<header class=\"top\">\n<p class=\"eyebrow\">MORL4J benchmark</p>\n<h1>");
    out.append(html(suite.name())).append("</h1>\n<p class=\"lead\">");
    out.append(html(lead())).append("</p>\n</header>\n<main>\n");
    for (String remark : table.remarks()) {
      out.append("<p class=\"remark\">").append(html(remark)).append("</p>\n");
    }
    overall();
    for (int d = 0; d < table.datasets().size(); d++) {
      dataset(table.datasets().get(d), d);
    }
    published();
    runs();
    return out.append("</main>\n").toString();
  }

  private String lead() {
    Suite.Effort effort = suite.effort();
    return """
        %s updates on data%s, seeds %s. Scores: 0 is a random policy, 100 an expert, both as the tables say. \
        Last: the policy in the end; best: that of the best evaluation, measured anew. In parentheses: 95 %% \
        intervals, Student's t of means, a bootstrap of interquartile means (IQM)."""
        .formatted(
            Numbers.count(effort.updates()),
            effort.transitions() > 0
                ? ", then " + Numbers.count(effort.transitions()) + " training transitions"
                : "",
            effort.seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }

  private void overall() {
    if (table.overall().size() < 2) {
      return;
    }
    section("overall", "All data sets");
    about(table.ranking().told());
    if (table.datasets().size() > 1) {
      int methods = table.overall().size();
      String size = methods <= FEW ? "chart small" : methods <= MANY ? "chart" : "chart tall";
      out.append("<div id=\"ranking\" class=\"").append(size).append("\" role=\"img\"");
      out.append(" aria-label=\"Mean rank of each method, 1 is best\"></div>\n");
      if (!table.ranking().alike().isEmpty()) {
        about("Bars join methods that can't be told apart.");
      }
    }
    head("Method", "Mean rank", "IQM", "Mean");
    table.overall().forEach(one -> row(BenchCells.of(one)));
    end();
  }

  private void dataset(DatasetTable of, int index) {
    section("dataset-" + index, of.dataset());
    about(BenchCells.told(of));
    if (!of.curves().isEmpty()) {
      out.append("<div class=\"controls\" id=\"legend-").append(index).append("\"></div>\n");
      out.append("<div id=\"curve-").append(index).append("\" class=\"chart wide\" role=\"img\"");
      out.append(" aria-label=\"Score over updates\"></div>\n");
      about(
          "Interquartile mean of the runs at each evaluation; the band is its 95 %% interval, of fewer than %d runs it spans them all."
              .formatted(Intervals.LEAST_RESAMPLED));
    }
    head(BenchCells.header(of, BenchPage::capitalised).toArray(String[]::new));
    of.lines().forEach(line -> row(BenchCells.of(of, line)));
    out.append("</tbody></table></div>\n");
    costs(of, index);
    out.append("</section>\n");
  }

  private void row(List<String> cells) {
    out.append("<tr><td>").append(html(cells.get(0))).append("</td>");
    cells.stream().skip(1).forEach(this::number);
    out.append("</tr>\n");
  }

  private void costs(DatasetTable of, int index) {
    for (int c = 0; c < of.costs().size(); c++) {
      out.append("<div id=\"cost-").append(index).append('-').append(c);
      out.append("\" class=\"chart small\" role=\"img\" aria-label=\"Score and ");
      out.append(html(of.costs().get(c))).append(" of each method\"></div>\n");
    }
    if (!of.costs().isEmpty()) {
      about("Each method's score and cost, a mark a method; dashed: the limit.");
    }
  }

  private void published() {
    boolean any =
        suite.datasets().values().stream().anyMatch(s -> !s.settings().published().isEmpty());
    if (!any) {
      return;
    }
    section("published", "Published figures");
    about("Of others on this very data, as they stand in their sources.");
    head("Data set", "Method", "Score", "Source");
    suite
        .datasets()
        .forEach(
            (dataset, source) ->
                source
                    .settings()
                    .published()
                    .forEach(
                        (method, figure) -> {
                          out.append("<tr><td>").append(html(dataset)).append("</td><td>");
                          out.append(html(method)).append("</td>");
                          number(BenchCells.published(figure));
                          out.append("<td>").append(html(figure.source())).append("</td></tr>\n");
                        }));
    end();
  }

  private void runs() {
    section("runs", "Runs");
    head("Data set", "Method", "Seed", "Last", "Best", "Transitions", "From");
    for (BenchResult run : table.results()) {
      out.append("<tr><td>").append(html(run.key().dataset())).append("</td><td>");
      out.append(html(run.key().method())).append("</td>");
      number(run.key().seed());
      number(BenchCells.of(Interval.none(run.reached().last())));
      number(BenchCells.of(Interval.none(run.reached().best())));
      number(Numbers.count(run.spent().transitions()));
      out.append("<td class=\"name\">").append(html(run.key().source())).append("</td></tr>\n");
    }
    end();
  }

  private void section(String id, String title) {
    out.append("<section id=\"").append(id).append("\">\n<h2>").append(html(title));
    out.append("</h2>\n");
  }

  private void about(String text) {
    out.append("<p class=\"about\">").append(html(text)).append("</p>\n");
  }

  private static String capitalised(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /** Columns of numbers are told by the rows; the header follows the first, which is text. */
  private void head(String... columns) {
    out.append("<div class=\"scroll\"><table><thead><tr>");
    for (String column : columns) {
      boolean text = List.of("Method", "Data set", "Source", "From").contains(column);
      out.append(text ? "<th>" : "<th class=\"number\">").append(html(column)).append("</th>");
    }
    out.append("</tr></thead><tbody>\n");
  }

  private void end() {
    out.append("</tbody></table></div>\n</section>\n");
  }

  private void number(String text) {
    out.append("<td class=\"number\">").append(html(text)).append("</td>");
  }

  private static String data(BenchTable table) {
    ObjectNode top = JsonNodeFactory.instance.objectNode();
    ArrayNode tasks = top.putArray("tasks");
    for (DatasetTable of : table.datasets()) {
      ObjectNode node = tasks.addObject();
      node.put("measured", of.measured()).put("unit", "updates");
      node.set("curves", CurveBand.json(of.curves()));
      ArrayNode costs = node.putArray("costs");
      of.costs().forEach(cost -> cost(costs.addObject(), of, cost));
    }
    ObjectNode ranking = top.putObject("ranking");
    ArrayNode ranked = ranking.putArray("ranked");
    for (Ranking.Ranked one : table.ranking().ranked()) {
      ranked.addArray().add(one.method()).add(one.rank());
    }
    ArrayNode alike = ranking.putArray("alike");
    table.ranking().alike().forEach(names -> names.forEach(alike.addArray()::add));
    return top.toString();
  }

  private static void cost(ObjectNode node, DatasetTable of, String cost) {
    node.put("name", cost);
    Double limit = of.limits().get(cost);
    if (limit != null) {
      node.put("limit", limit);
    }
    ArrayNode points = node.putArray("points");
    for (Line line : of.lines()) {
      Interval mean = line.spending().costs().get(cost);
      if (mean != null && !Double.isNaN(mean.value())) {
        points.addArray().add(line.method()).add(mean.value()).add(line.scores().last().value());
      }
    }
  }
}
