package org.morl4j.cli.report;

import static org.morl4j.cli.report.Escape.html;

import java.util.List;
import java.util.Locale;
import org.morl4j.cli.report.RunReport.LearningCurve;
import org.morl4j.cli.report.RunReport.MetricCurve;

/** The parts of a single run's page: what evaluations measured, and what the learner logged. */
final class LearningSection {
  private final RunReport run;
  private final StringBuilder out = new StringBuilder(1 << 12);

  private LearningSection(RunReport run) {
    this.run = run;
  }

  static String of(RunReport run) {
    LearningSection section = new LearningSection(run);
    section.evaluations();
    section.metrics();
    return section.out.toString();
  }

  private void evaluations() {
    List<LearningCurve> curves = run.training().learning();
    out.append("<section id=\"curves\" aria-labelledby=\"curves-title\">\n");
    out.append("<h2 id=\"curves-title\">Learning curve</h2>\n");
    if (curves.isEmpty()) {
      out.append("<p class=\"empty\">There are no evaluations yet.</p>\n</section>\n");
      return;
    }
    out.append("<p class=\"about\">Mean ").append(Words.of("return"));
    out.append(" of the policy's evaluations while it trained, with a band of one ");
    out.append(Words.of("standard error")).append("; marked at the end: the kept policies, ");
    out.append(Words.of("measured anew")).append(".</p>\n<div class=\"grid\">\n");
    for (int i = 0; i < curves.size(); i++) {
      String kind = curves.size() == 1 ? "wide" : "small";
      chart("learning-" + i, kind, curves.get(i).signal() + " over " + curves.get(i).unit());
    }
    out.append("</div>\n");
    table(curves);
    out.append("</section>\n");
  }

  private void table(List<LearningCurve> curves) {
    LearningCurve first = curves.get(0);
    int size = first.x().length;
    int step = ChartData.stride(size, 100);
    String unit = first.unit().substring(0, 1).toUpperCase(Locale.ROOT);
    out.append("<details><summary>The same as a table");
    out.append(step > 1 ? " (every " + step + "th line)" : "");
    out.append("</summary>\n<div class=\"scroll\"><table><thead><tr><th class=\"number\">");
    out.append(unit).append(first.unit().substring(1)).append("</th>");
    curves.forEach(
        curve -> out.append("<th class=\"number\">").append(html(curve.signal())).append("</th>"));
    out.append("</tr></thead><tbody>\n");
    for (int i = 0; i < size; i++) {
      if (ChartData.isKept(i, size, step)) {
        out.append("<tr><td class=\"number\">").append(Numbers.count((long) first.x()[i]));
        out.append("</td>");
        for (LearningCurve curve : curves) {
          out.append("<td class=\"number\">").append(Numbers.significant(curve.mean()[i], 6));
          if (!Double.isNaN(curve.error()[i])) {
            out.append(" <span class=\"error\">± ");
            out.append(Numbers.significant(curve.error()[i], 3)).append("</span>");
          }
          out.append("</td>");
        }
        out.append("</tr>\n");
      }
    }
    out.append("</tbody></table></div></details>\n");
  }

  private void metrics() {
    List<MetricCurve> metrics = run.training().metrics();
    if (metrics.isEmpty()) {
      return;
    }
    out.append("<section id=\"metrics\" aria-labelledby=\"metrics-title\">\n");
    out.append("<h2 id=\"metrics-title\">While it trained</h2>\n");
    out.append(
        "<p class=\"about\">What the learner logged: <code>rollout/</code> tells of the episodes it"
            + " trained on, under the discount of training; <code>losses/</code> of its updates, see the"
            + " algorithm's page in the documentation.</p>\n<div class=\"grid three\">\n");
    for (int i = 0; i < metrics.size(); i++) {
      chart("metric-" + i, "tiny", metrics.get(i).name() + " over " + metrics.get(i).unit());
    }
    out.append("</div>\n</section>\n");
  }

  private void chart(String id, String kind, String label) {
    out.append("<div id=\"").append(id).append("\" class=\"chart ").append(kind);
    out.append("\" role=\"img\" aria-label=\"").append(html(label)).append("\"></div>\n");
  }
}
