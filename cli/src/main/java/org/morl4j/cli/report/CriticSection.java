package org.morl4j.cli.report;

import static org.morl4j.cli.report.Escape.html;

import java.util.Arrays;
import org.morl4j.cli.report.RunReport.CriticCurve;

/** The part of the page that shows how far critics are from what comes. */
final class CriticSection {
  private CriticSection() {}

  /** Empty where critics weren't looked at. */
  static String of(RunReport run) {
    if (run.training().bias().isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    out.append("<section id=\"critics\" aria-labelledby=\"critics-title\">\n");
    out.append("<h2 id=\"critics-title\">Predicted against measured</h2>\n");
    out.append(
        "<p class=\"about\">Mean discounted return that the critics predict in visited states and"
            + " actions, and the one that came from there, under the discount of training. Where a"
            + " time limit cut an episode, only steps count whose unseen rest weighs at most"
            + " 5 %. A soft critic predicts what entropy is worth to it as well, and the return it is"
            + " compared with holds that too.</p>\n");
    if (run.training().bias().stream()
        .allMatch(c -> Arrays.stream(c.samples()).allMatch(n -> n == 0))) {
      out.append(
          "<p class=\"empty\">No step counts: a time limit cuts every episode before its rest"
              + " weighs so little under this discount.</p>\n</section>\n");
      return out.toString();
    }
    out.append("<div class=\"grid\">\n");
    for (int s = 0; s < run.training().bias().size(); s++) {
      String kind = run.training().bias().size() == 1 ? "wide" : "small";
      out.append("<div id=\"critic-").append(s).append("\" class=\"chart ").append(kind);
      out.append("\" role=\"img\" aria-label=\"Predicted and measured ");
      out.append(html(run.training().bias().get(s).signal()))
          .append(" over transitions\"></div>\n");
    }
    out.append("</div>\n");
    table(run, out);
    return out.append("</section>\n").toString();
  }

  private static void table(RunReport run, StringBuilder out) {
    out.append("<details><summary>The same as a table</summary>\n<div class=\"scroll\"><table>");
    out.append("<thead><tr><th>Signal</th>");
    for (String name :
        new String[] {
          "Training transitions", "Predicted", "Measured", "Bias", "Its deviation", "Samples"
        }) {
      out.append("<th class=\"number\">").append(name).append("</th>");
    }
    out.append("</tr></thead><tbody>\n");
    for (CriticCurve curve : run.training().bias()) {
      int size = curve.transitions().length;
      int step = ChartData.stride(size, 100);
      for (int i = 0; i < size; i++) {
        if (ChartData.isKept(i, size, step)) {
          row(curve, i, out);
        }
      }
    }
    out.append("</tbody></table></div></details>\n");
  }

  private static void row(CriticCurve curve, int i, StringBuilder out) {
    out.append("<tr><td>").append(html(curve.signal())).append("</td>");
    number(Numbers.count((long) curve.transitions()[i]), out);
    number(Numbers.significant(curve.predicted()[i], 6), out);
    number(Numbers.significant(curve.measured()[i], 6), out);
    number(Numbers.significant(curve.bias()[i], 6), out);
    number(Numbers.significant(curve.deviation()[i], 6), out);
    number(Numbers.count((long) curve.samples()[i]), out);
    out.append("</tr>\n");
  }

  private static void number(String text, StringBuilder out) {
    out.append("<td class=\"number\">").append(text).append("</td>");
  }
}
