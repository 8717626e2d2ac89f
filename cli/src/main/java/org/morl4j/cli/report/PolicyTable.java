package org.morl4j.cli.report;

import static org.morl4j.cli.report.Escape.html;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.morl4j.cli.report.RunReport.ArchivePoint;
import org.morl4j.cli.report.RunReport.Costs;

/** The table of policies; it is also what stands for the charts where they can't be seen. */
final class PolicyTable {
  private final RunReport run;
  private final List<String> costs;
  private final boolean limited;
  private final Map<String, Integer> rows = new HashMap<>();
  private final int[] decimals;
  private final StringBuilder out = new StringBuilder(1 << 14);

  private PolicyTable(RunReport run) {
    this.run = run;
    costs = run.measuredCosts();
    limited = run.policies().stream().anyMatch(p -> p.costs().withinLimits() != null);
    decimals = new int[run.objectives().size() + costs.size()];
    for (int i = 0; i < decimals.length; i++) {
      decimals[i] = Numbers.decimals(column(i), 5);
    }
    for (int i = 0; i < run.policies().size(); i++) {
      rows.put(run.policies().get(i).policy(), i);
    }
  }

  static String of(RunReport run) {
    return new PolicyTable(run).table();
  }

  private String table() {
    out.append(
        "<section id=\"policies\" aria-labelledby=\"policies-title\">\n"
            + "<h2 id=\"policies-title\">Policies</h2>\n");
    if (run.policies().isEmpty()) {
      return out.append("<p class=\"empty\">There are no archived policies yet.</p>\n</section>\n")
          .toString();
    }
    out.append(
        "<p class=\"about\">Mean returns ± one standard error, measured anew: of objectives (↑) more is"
            + " better, of costs (↓) less; the title of a cell gives all digits.");
    if (!run.single()) {
      out.append(" Faint rows are not on the front.");
    }
    out.append(
        " A click on a row chooses the policy, on a column's name sorts.</p>\n"
            + "<p class=\"about\" id=\"table-note\" aria-live=\"polite\"></p>\n"
            + "<div class=\"scroll\"><table id=\"policy-table\"><thead><tr>");
    List<String> names = run.objectives();
    column("Policy", false);
    names.forEach(name -> column(name + " ↑", true));
    costs.forEach(name -> column(name + " ↓", true));
    if (limited) {
      column("Within limits", false);
    }
    if (!run.single()) {
      column("Stage", true);
      column("Round", true);
      column("Trained for", false);
      column("Parent", false);
    }
    column("Transitions", true);
    column("Episodes", true);
    out.append("</tr></thead><tbody>\n");
    for (int i = 0; i < run.policies().size(); i++) {
      row(i, run.policies().get(i));
    }
    return out.append("</tbody></table></div>\n</section>\n").toString();
  }

  /** Values of a signal, costs behind objectives. */
  private double[] column(int signal) {
    int m = run.objectives().size();
    return run.policies().stream()
        .mapToDouble(p -> signal < m ? p.returns()[signal] : p.costs().means()[signal - m])
        .toArray();
  }

  private void column(String name, boolean number) {
    out.append("<th scope=\"col\"").append(number ? " class=\"number\"" : "");
    out.append("><button type=\"button\">").append(html(name)).append("</button></th>");
  }

  private void row(int index, ArchivePoint policy) {
    out.append("<tr id=\"policy-").append(index).append("\" data-index=\"").append(index);
    out.append(policy.onFront() ? "\">" : "\" class=\"fallen\" title=\"not on the front\">");
    text(policy.policy(), "name", policy.policy());
    for (int i = 0; i < run.objectives().size(); i++) {
      String archived = ", archived " + policy.archivedReturns()[i];
      value(policy.returns()[i], policy.standardError()[i], archived, decimals[i]);
    }
    Costs measured = policy.costs();
    for (int i = 0; i < costs.size(); i++) {
      int places = decimals[run.objectives().size() + i];
      value(measured.means()[i], measured.standardError()[i], "", places);
    }
    if (limited) {
      boolean within = Boolean.TRUE.equals(measured.withinLimits());
      out.append("<td data-sort=\"").append(within ? 1 : 0).append("\"><span class=\"status ");
      out.append(within ? "done\">within limits" : "failed\">outside").append("</span></td>");
    }
    if (!run.single()) {
      origin(policy);
    }
    number(policy.transitions());
    number(policy.episodes());
    out.append("</tr>\n");
  }

  /** Where in the search it comes from. */
  private void origin(ArchivePoint policy) {
    out.append("<td class=\"number\" data-sort=\"").append(policy.stage());
    out.append("\"><span class=\"stage stage-").append(Math.min(policy.stage(), 4)).append("\">");
    out.append(policy.stage()).append("</span></td>");
    number(policy.round());
    String trained = trainedFor(policy);
    text(trained, "trained", trained);
    parent(policy.parent());
  }

  private void value(double value, double error, String more, int places) {
    out.append("<td class=\"number\" data-sort=\"").append(sortKey(value)).append("\" title=\"");
    out.append(value);
    if (!Double.isNaN(error)) {
      out.append(" ± ").append(error);
    }
    out.append(more).append("\">");
    out.append(Numbers.fixed(value, places));
    if (!Double.isNaN(error)) {
      out.append(" <span class=\"error\">± ").append(Numbers.significant(error, 3));
      out.append("</span>");
    }
    out.append("</td>");
  }

  /** Empty for NaN, which sorts behind all numbers. */
  private static String sortKey(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }

  private void number(@Nullable Long value) {
    out.append("<td class=\"number\" data-sort=\"").append(value == null ? "" : value);
    out.append("\">").append(value == null ? "" : Numbers.count(value)).append("</td>");
  }

  private void text(String text, String kind, String sort) {
    out.append("<td class=\"").append(kind).append("\" data-sort=\"").append(html(sort));
    out.append("\">").append(html(text)).append("</td>");
  }

  private void parent(@Nullable String parent) {
    out.append("<td class=\"name\" data-sort=\"").append(html(parent == null ? "" : parent));
    out.append("\">");
    if (parent != null) {
      Integer row = rows.get(parent);
      if (row == null) {
        out.append("<span class=\"gone\" title=\"not in the final archive\">");
        out.append(html(parent)).append("</span>");
      } else {
        out.append("<a href=\"#policy-").append(row).append("\">").append(html(parent));
        out.append("</a>");
      }
    }
    out.append("</td>");
  }

  private String trainedFor(ArchivePoint policy) {
    if (policy.objective() != null) {
      return "maximise " + policy.objective();
    }
    double[] preference = policy.preference();
    if (preference == null) {
      return "";
    }
    StringJoiner weights = new StringJoiner(", ");
    for (int j = 0; j < preference.length; j++) {
      if (preference[j] != 0) {
        weights.add(run.objectives().get(j) + " " + Numbers.significant(preference[j], 3));
      }
    }
    return weights.toString();
  }
}
