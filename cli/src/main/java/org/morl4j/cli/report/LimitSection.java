package org.morl4j.cli.report;

import static org.morl4j.cli.report.Escape.html;

import java.util.Arrays;
import java.util.List;
import org.morl4j.cli.report.RunReport.LimitCurve;

/** The part of the page that shows limits over training. */
final class LimitSection {
  private LimitSection() {}

  /** Empty without limits. */
  static String of(RunReport run) {
    List<String> names = run.training().limits().stream().map(LimitCurve::name).distinct().toList();
    if (names.isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    out.append("<section id=\"limits\" aria-labelledby=\"limits-title\">\n");
    out.append("<h2 id=\"limits-title\">Limits</h2>\n");
    out.append(
        "<p class=\"about\">What each limit counts, over the episodes of training, or as critics"
            + " expect it on data, beside the limit itself (dashed), and the multiplier that stands"
            + " for it, free of units: at 1 a deviation of the limited signal weighs as much as one"
            + " of what is maximised. A line a job.</p>\n"
            + "<div class=\"grid\">\n");
    for (int i = 0; i < names.size(); i++) {
      chart(out, "limit-" + i, html(names.get(i)) + " and its limit over training");
      if (hasMultiplier(run, names.get(i))) {
        chart(out, "multiplier-" + i, "Multiplier of " + html(names.get(i)) + " over training");
      }
    }
    out.append("</div>\n");
    table(run, out);
    return out.append("</section>\n").toString();
  }

  private static boolean hasMultiplier(RunReport run, String name) {
    return run.training().limits().stream()
        .filter(curve -> curve.name().equals(name))
        .anyMatch(curve -> !Arrays.stream(curve.multiplier()).allMatch(Double::isNaN));
  }

  private static void chart(StringBuilder out, String id, String label) {
    out.append("<div id=\"").append(id).append("\" class=\"chart small\" role=\"img\"");
    out.append(" aria-label=\"").append(label).append("\"></div>\n");
  }

  /** Where each limit stood in the end of each job. */
  private static void table(RunReport run, StringBuilder out) {
    out.append(
        "<details><summary>Where they stood in the end</summary>\n<div class=\"scroll\"><table>");
    out.append("<thead><tr><th>Limit</th><th>Job</th>");
    for (String name : List.of("Limit is", "Value", "Multiplier")) {
      out.append("<th class=\"number\">").append(name).append("</th>");
    }
    out.append("</tr></thead><tbody>\n");
    for (LimitCurve curve : run.training().limits()) {
      int last = curve.value().length - 1;
      if (last < 0) {
        continue;
      }
      out.append("<tr><td>").append(html(curve.name())).append("</td><td>");
      out.append(html(curve.job())).append("</td>");
      for (double value :
          new double[] {curve.limit(), curve.value()[last], curve.multiplier()[last]}) {
        out.append("<td class=\"number\">");
        out.append(Double.isNaN(value) ? "" : Numbers.significant(value, 6)).append("</td>");
      }
      out.append("</tr>\n");
    }
    out.append("</tbody></table></div></details>\n");
  }
}
