package org.morl4j.cli.compare;

import static org.morl4j.cli.report.Escape.html;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.morl4j.cli.compare.SweepTable.Variant;
import org.morl4j.cli.report.HtmlReport;
import org.morl4j.configs.set.RunState;

/** A sweep as one HTML file in the look of the report: the curves of the best, and the table. */
public final class SweepPage {
  /** More curves than this can't be told apart. */
  private static final int MOST_CURVES = 12;

  private static final List<String> SCRIPTS =
      List.of("look.js", "export.js", "chart.js", "edges.js", "life.js", "bands.js", "compare.js");

  private SweepPage() {}

  /**
   * @throws org.morl4j.cli.report.ReportException if it can't be written
   */
  public static void write(Path file, String title, SweepTable table) {
    List<CurveBand> curves =
        table.variants().stream()
            .map(SweepTable::curve)
            .filter(curve -> curve.transitions().length > 0)
            .limit(MOST_CURVES)
            .toList();
    HtmlReport.write(file, title, body(title, table, curves), data(table, curves), SCRIPTS);
  }

  private static String body(String title, SweepTable table, List<CurveBand> curves) {
    StringBuilder out = new StringBuilder(1 << 14);
    out.append("<header class=\"top\">\n<p class=\"eyebrow\">MORL4J sweep</p>\n<h1>");
    out.append(html(title)).append("</h1>\n<p class=\"lead\">");
    out.append(
        html(
            """
            Score: %s, a mean over seeds, in parentheses Student's t interval, 95 %%. \
            The best of many is flattered: train it again with other seeds."""
                .formatted(table.measured())));
    out.append("</p>\n</header>\n<main>\n");
    if (!curves.isEmpty()) {
      out.append("<section id=\"curves\">\n<h2>Learning curves</h2>\n<p class=\"about\">");
      out.append(html("Interquartile mean over seeds at each evaluation on the way"));
      out.append(
          curves.size() < table.variants().size()
              ? html(", of the first %d in the table.".formatted(curves.size()))
              : ".");
      out.append("</p>\n<div class=\"controls\" id=\"legend-0\"></div>\n");
      out.append("<div id=\"curve-0\" class=\"chart wide\" role=\"img\"");
      out.append(" aria-label=\"Score over training transitions\"></div>\n</section>\n");
    }
    table(out, table);
    return out.append("</main>\n").toString();
  }

  private static void table(StringBuilder out, SweepTable table) {
    out.append("<section id=\"variants\">\n<h2>Variants, best first</h2>\n");
    out.append("<div class=\"scroll\"><table><thead><tr><th>Name</th>");
    table.paths().forEach(path -> out.append("<th>").append(html(path)).append("</th>"));
    out.append("<th class=\"number\">Seeds</th><th class=\"number\">Score</th><th>State</th>");
    out.append("</tr></thead><tbody>\n");
    for (Variant variant : table.variants()) {
      out.append("<tr><td class=\"name\">").append(html(variant.name())).append("</td>");
      variant.values().forEach(value -> out.append("<td>").append(html(value)).append("</td>"));
      out.append("<td class=\"number\">").append(variant.seeds()).append("</td>");
      out.append("<td class=\"number\">").append(html(scoreText(variant))).append("</td><td>");
      out.append(html(stateText(variant))).append("</td></tr>\n");
    }
    out.append("</tbody></table></div>\n</section>\n");
  }

  /** The score with its interval; a dash where no run is done. */
  public static String scoreText(Variant variant) {
    return variant.seeds() == 0 ? "-" : IntervalText.of(variant.score());
  }

  /** How its runs ended, in words. */
  public static String stateText(Variant variant) {
    String limits = variant.within() ? "" : ", outside its limits";
    if (variant.state() == RunState.PRUNED) {
      return "stopped "
          + variant.why()
          + ", at best "
          + IntervalText.value(Interval.none(variant.best()))
          + limits;
    }
    String why = variant.why().lines().findFirst().orElse("");
    return variant.state().word() + (why.isEmpty() ? "" : ": " + why) + limits;
  }

  private static String data(SweepTable table, List<CurveBand> curves) {
    ObjectNode top = JsonNodeFactory.instance.objectNode();
    ArrayNode tasks = top.putArray("tasks");
    if (!curves.isEmpty()) {
      tasks.addObject().put("measured", table.measured()).set("curves", CurveBand.json(curves));
    }
    return top.toString();
  }
}
