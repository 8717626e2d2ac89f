package org.morl4j.cli.compare;

import static org.morl4j.cli.report.Escape.html;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.morl4j.cli.compare.Comparison.Pair;
import org.morl4j.cli.compare.Comparison.Row;
import org.morl4j.cli.compare.Comparison.TaskTable;
import org.morl4j.cli.report.HtmlReport;
import org.morl4j.cli.report.Numbers;

/** The comparison as one HTML file in the look of the report, with the learning curves. */
public final class ComparePage {
  private static final List<String> SCRIPTS =
      List.of("look.js", "export.js", "chart.js", "edges.js", "life.js", "bands.js", "compare.js");

  private final Comparison comparison;
  private final StringBuilder out = new StringBuilder(1 << 14);

  private ComparePage(Comparison comparison) {
    this.comparison = comparison;
  }

  /**
   * @throws org.morl4j.cli.report.ReportException if it can't be written
   */
  public static void write(Path file, Comparison comparison) {
    HtmlReport.write(
        file, "Comparison", new ComparePage(comparison).body(), data(comparison), SCRIPTS);
  }

  private String body() {
    out.append("<header class=\"top\">\n<p class=\"eyebrow\">MORL4J comparison</p>\n<h1>");
    out.append(html(String.join(" · ", labels()))).append("</h1>\n<p class=\"lead\">");
    out.append(html(intervalsTold())).append("</p>\n</header>\n<main>\n");
    for (String remark : comparison.remarks()) {
      out.append("<p class=\"remark\">").append(html(remark)).append("</p>\n");
    }
    for (int t = 0; t < comparison.tasks().size(); t++) {
      task(comparison.tasks().get(t), t);
    }
    if (comparison.overall() != null) {
      section("overall", "All tasks");
      about(
          "Of normalised scores. The interquartile mean is over the runs of all tasks, the median"
              + " over the tasks' means.");
      table(comparison.overall());
      out.append("</section>\n");
    }
    pairs();
    runs();
    return out.append("</main>\n").toString();
  }

  private List<String> labels() {
    return comparison.runs().stream().map(MeasuredRun::label).distinct().toList();
  }

  private String intervalsTold() {
    return comparison.settings().intervals()
        ? """
        In parentheses: 95 %% intervals, Student's t for the mean and the optimality gap, else \
        percentiles of a stratified bootstrap of %s resamples, seed %d."""
            .formatted(
                Numbers.count(comparison.settings().resamples()), comparison.settings().seed())
        : "Without intervals.";
  }

  private void task(TaskTable task, int index) {
    section("task-" + index, task.task());
    about("Score: " + task.measured() + ".");
    if (!task.curves().isEmpty()) {
      out.append("<div class=\"controls\" id=\"legend-").append(index).append("\"></div>\n");
      out.append("<div id=\"curve-").append(index).append("\" class=\"chart wide\" role=\"img\"");
      out.append(" aria-label=\"Interquartile mean over training transitions\"></div>\n");
      about(
          "Interquartile mean of the runs at each evaluation on the way"
              + (comparison.settings().intervals()
                  ? ", with pointwise intervals; of fewer than %d runs the band spans all runs."
                      .formatted(Intervals.LEAST_RESAMPLED)
                  : "."));
    }
    table(task.rows());
    out.append("</section>\n");
  }

  private void table(List<Row> rows) {
    List<Aggregate> columns = List.copyOf(rows.get(0).aggregates().keySet());
    out.append("<div class=\"scroll\"><table><thead><tr><th>Algorithm</th>");
    out.append("<th class=\"number\">Seeds</th>");
    columns.forEach(c -> out.append("<th class=\"number\">").append(c.told()).append("</th>"));
    out.append("</tr></thead><tbody>\n");
    for (Row row : rows) {
      out.append("<tr><td>").append(html(row.label())).append("</td><td class=\"number\">");
      out.append(row.seeds()).append("</td>");
      row.aggregates().values().forEach(this::cell);
      out.append("</tr>\n");
    }
    out.append("</tbody></table></div>\n");
  }

  private void cell(Interval interval) {
    out.append("<td class=\"number\">").append(IntervalText.value(interval));
    if (interval.isGiven()) {
      out.append(" <span class=\"error\">").append(IntervalText.bounds(interval)).append("</span>");
    }
    out.append("</td>");
  }

  private void pairs() {
    if (comparison.improvements().isEmpty()) {
      return;
    }
    section("improvement", "Probability of improvement");
    about(
        "How likely a run of the first scores higher than one of the second, ties counting a half,"
            + " averaged over tasks.");
    out.append("<div class=\"scroll\"><table><thead><tr><th>First</th><th>Second</th>");
    out.append("<th class=\"number\">Probability</th></tr></thead><tbody>\n");
    for (Pair pair : comparison.improvements()) {
      out.append("<tr><td>").append(html(pair.x())).append("</td><td>").append(html(pair.y()));
      out.append("</td><td class=\"number\">");
      out.append(IntervalText.ofPair(pair, comparison.settings().intervals()));
      out.append("</td></tr>\n");
    }
    out.append("</tbody></table></div>\n</section>\n");
  }

  private void runs() {
    section("runs", "Runs");
    out.append("<div class=\"scroll\"><table><thead><tr><th>Task</th><th>Algorithm</th>");
    out.append("<th class=\"number\">Seed</th><th class=\"number\">Score</th><th>From</th></tr>");
    out.append("</thead><tbody>\n");
    for (MeasuredRun run : comparison.runs()) {
      out.append("<tr><td>").append(html(run.task())).append("</td><td>");
      out.append(html(run.label())).append("</td><td class=\"number\">").append(html(run.seed()));
      out.append("</td><td class=\"number\">").append(Numbers.significant(run.score().value(), 6));
      out.append("</td><td class=\"name\">").append(html(run.source())).append("</td></tr>\n");
    }
    out.append("</tbody></table></div>\n</section>\n");
  }

  private void section(String id, String title) {
    out.append("<section id=\"").append(id).append("\">\n<h2>").append(html(title));
    out.append("</h2>\n");
  }

  private void about(String text) {
    out.append("<p class=\"about\">").append(html(text)).append("</p>\n");
  }

  private static String data(Comparison comparison) {
    ObjectNode top = JsonNodeFactory.instance.objectNode();
    ArrayNode tasks = top.putArray("tasks");
    for (TaskTable task : comparison.tasks()) {
      ObjectNode node = tasks.addObject();
      node.put("measured", task.measured());
      node.set("curves", CurveBand.json(task.curves()));
    }
    return top.toString();
  }
}
