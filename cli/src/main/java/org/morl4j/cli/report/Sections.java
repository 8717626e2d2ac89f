package org.morl4j.cli.report;

import static org.morl4j.cli.report.Escape.html;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.cli.report.RunReport.CurvePoint;
import org.morl4j.cli.report.RunReport.Summary;

/** The page's body: every text and number of the report, readable without its scripts. */
final class Sections {
  /** A known point counts as found within this distance in every objective. */
  static final double FOUND = 1e-5;

  private final RunReport run;
  private final HypervolumeTile hypervolume;
  private final int objectives;
  private final StringBuilder out = new StringBuilder(1 << 16);

  private Sections(RunReport run) {
    this.run = run;
    hypervolume = new HypervolumeTile(run);
    objectives = run.objectives().size();
  }

  static String of(RunReport run) {
    Sections sections = new Sections(run);
    sections.header();
    sections.out.append("<main>\n");
    sections.remarks();
    sections.out.append("<div class=\"columns\">\n<div class=\"parts\">\n");
    if (run.single()) {
      sections.out.append(LearningSection.of(run));
    } else {
      sections.front();
      sections.parallel();
      sections.curves();
    }
    sections.out.append(LimitSection.of(run));
    sections.out.append(CriticSection.of(run));
    sections.out.append(PolicyTable.of(run));
    sections.out.append(EpisodeSection.of(run));
    sections.lineage();
    sections.provenance();
    sections.out.append("</div>\n");
    if (!run.policies().isEmpty()) {
      sections.out.append("<aside id=\"panel\" aria-label=\"Chosen policies\"></aside>\n");
    }
    sections.out.append("</div>\n</main>\n");
    return sections.out.toString();
  }

  private void header() {
    Summary summary = run.summary();
    out.append("<header class=\"top\">\n<p class=\"eyebrow\">MORL4J run");
    if (summary != null) {
      out.append(" <span class=\"status ")
          .append(html(summary.status()))
          .append("\">")
          .append(html(summary.status()))
          .append("</span>");
    }
    out.append("</p>\n<h1>").append(html(run.title())).append("</h1>\n<p class=\"lead\">");
    if (summary != null) {
      out.append("<code>").append(html(summary.environment())).append("</code>");
      if (summary.seed() != null) {
        out.append(", seed ").append(html(summary.seed()));
      }
      if (summary.started() != null) {
        out.append(", started <time>").append(html(summary.started())).append("</time>");
      }
    }
    out.append("</p>\n").append(InWords.of(run, hypervolume)).append("<dl class=\"totals\">\n");
    totals(summary);
    out.append("</dl>\n</header>\n");
  }

  private void totals(@Nullable Summary summary) {
    if (run.archived() && !run.single()) {
      int onFront = run.front().size();
      int fallen = run.policies().size() - onFront;
      String note =
          fallen == 0
              ? "in the final archive"
              : "on the front; %d more fell off it when measured anew".formatted(fallen);
      out.append(tile("front", "Policies", Numbers.count(onFront), note));
    }
    if (!run.single()) {
      out.append(hypervolume.html());
    }
    long within = policies(true);
    if (within + policies(false) > 0) {
      String of = " of " + run.policies().size();
      total("Within limits", within + of, "by the mean of the final evaluation");
    }
    if (!run.single() && summary != null && summary.knownFront() != null && run.archived()) {
      List<double[]> known = summary.knownFront();
      total("Known points found", found(known) + " of " + known.size(), "within 1e-5");
    }
    if (summary != null && summary.trainingTransitions() != null) {
      total("Training transitions", Numbers.count(summary.trainingTransitions()), "");
    }
    if (summary != null && summary.evaluationTransitions() != null) {
      total(
          "Evaluation transitions",
          Numbers.count(summary.evaluationTransitions()),
          "on top of training");
    }
    if (summary != null && summary.seconds() >= 0) {
      total("Wall time", Numbers.duration(summary.seconds()), "with evaluations");
    }
  }

  /** How many keep the run's limits, or don't. */
  private long policies(boolean withinLimits) {
    return run.policies().stream()
        .filter(p -> Boolean.valueOf(withinLimits).equals(p.costs().withinLimits()))
        .count();
  }

  private void total(String name, String value, String note) {
    out.append(tile(name, value, note));
  }

  /** A number of the page's head. */
  static String tile(String name, String value, String note) {
    return "<div><dt>%s</dt>%s</div>\n".formatted(html(name), content(value, note));
  }

  /** The same with the meaning of its name. */
  static String tile(String word, String name, String value, String note) {
    return "<div><dt>%s</dt>%s</div>\n".formatted(Words.of(word, name), content(value, note));
  }

  private static String content(String value, String note) {
    String small = note.isEmpty() ? "" : "<small>" + html(note) + "</small>";
    return "<dd>%s%s</dd>".formatted(html(value), small);
  }

  private long found(List<double[]> known) {
    return known.stream()
        .filter(k -> run.policies().stream().anyMatch(p -> p.onFront() && isNear(p.returns(), k)))
        .count();
  }

  private static boolean isNear(double[] point, double[] known) {
    for (int i = 0; i < known.length; i++) {
      if (!(Math.abs(point[i] - known[i]) <= FOUND)) {
        return false;
      }
    }
    return true;
  }

  private void remarks() {
    Summary summary = run.summary();
    if (summary != null && !summary.exact()) {
      out.append(
          "<p class=\"remark strong\"><strong>Not exact.</strong> A resumed environment did not"
              + " reproduce its episode, so this run can't be repeated bit for bit.</p>\n");
    }
    if (summary != null && !summary.feasible()) {
      out.append(
          "<p class=\"remark strong\"><strong>A limit may be out of reach.</strong> Its multiplier"
              + " stood at its cap for long; log.txt names it.</p>\n");
    }
    run.remarks().forEach(this::remark);
    long undrawable =
        run.policies().stream()
            .filter(
                p ->
                    !ChartData.isDrawable(p.returns())
                        || !ChartData.isDrawable(p.archivedReturns()))
            .count();
    if (undrawable > 0) {
      remark(
          undrawable
              + (undrawable == 1 ? " policy has" : " policies have")
              + " returns that aren't finite; charts leave them out, the table has them.");
    }
  }

  private void remark(String text) {
    out.append("<p class=\"remark\">").append(html(text)).append("</p>\n");
  }

  private void front() {
    section("front", "Pareto front");
    out.append("<p class=\"about\">Filled: returns ");
    out.append(Words.of("measured anew")).append(", bars of one ");
    out.append(Words.of("standard error")).append("; hollow: as the ");
    out.append(Words.of("archive")).append(" chose by. Faint: fell off the front.");
    if (objectives == 2) {
      out.append(" Right and up is better, and the steps bound what the front dominates.");
    }
    out.append(" A click chooses a policy");
    out.append("<span class=\"mouse\">; Ctrl and wheel zooms, dragging moves</span>.</p>\n");
    out.append("<div class=\"controls\" id=\"front-controls\"></div>\n");
    figure(
        "front-chart", "tall", "Scatter of the returns of all policies, two objectives at a time");
    out.append("<div class=\"controls\" id=\"front-time\"></div>\n");
    if (objectives == 3) {
      out.append("<h3>All three objectives</h3>\n");
      out.append(
          "<p class=\"about\">Drag to turn<span class=\"mouse\">, or use the arrow keys when the"
              + " chart has the focus; double click resets the view</span>.</p>\n");
      out.append(
          "<div class=\"controls\" id=\"space-controls\"></div>\n<div id=\"space-chart\""
              + " class=\"chart space\" tabindex=\"0\" role=\"img\" aria-label=\"Rotatable 3-D scatter"
              + " of the returns of all policies\"></div>\n");
    }
    end();
  }

  private void parallel() {
    section("parallel", "Parallel coordinates");
    out.append(
        "<p class=\"about\">One axis an objective, up is better; one line a policy. Drag along an axis"
            + " to keep the policies whose return lies in that range; the table below follows. A"
            + " click on an axis clears its range, one on a line chooses the policy.</p>\n");
    out.append("<div class=\"controls\" id=\"parallel-controls\"></div>\n");
    figure("parallel-chart", "", "Parallel coordinates of the returns, one axis an objective");
    end();
  }

  private void curves() {
    section("curves", "Indicators over training");
    if (run.curve().isEmpty()) {
      out.append("<p class=\"empty\">There are no evaluations yet.</p>\n");
      end();
      return;
    }
    out.append("<p class=\"about\">By the returns that the archive chose by: ");
    out.append(Words.of("hypervolume")).append(" and ").append(Words.of("expected utility"));
    out.append(" (larger is better), ").append(Words.of("cardinality")).append(", and ");
    out.append(Words.of("sparsity")).append(". Colours and labels mark the ");
    out.append(Words.of("stage", "stages")).append(", dotted lines the ");
    out.append(Words.of("round", "rounds")).append(".</p>\n<div class=\"grid\">\n");
    figure("hypervolume-chart", "small", "Hypervolume over training transitions");
    figure("utility-chart", "small", "Expected utility over training transitions");
    figure("cardinality-chart", "small", "Cardinality over training transitions");
    figure("sparsity-chart", "small", "Sparsity over training transitions");
    out.append("</div>\n");
    curveTable();
    end();
  }

  private void curveTable() {
    List<CurvePoint> lines = run.curve();
    int step = ChartData.stride(lines.size(), 100);
    out.append("<details><summary>The same as a table");
    if (step > 1) {
      out.append(" (every ").append(step).append("th line)");
    }
    out.append(
        "</summary>\n<div class=\"scroll\"><table><thead><tr><th>Stage</th><th>Round</th>"
            + "<th>Training transitions</th><th>Evaluation transitions</th><th>Hypervolume</th>"
            + "<th>Expected utility</th><th>Cardinality</th><th>Sparsity</th></tr></thead><tbody>\n");
    for (int i = 0; i < lines.size(); i++) {
      if (!ChartData.isKept(i, lines.size(), step)) {
        continue;
      }
      CurvePoint line = lines.get(i);
      out.append("<tr><td>").append(line.stage());
      out.append("</td><td>").append(line.round());
      out.append("</td><td>").append(Numbers.count(line.trainingTransitions()));
      out.append("</td><td>").append(Numbers.count(line.evaluationTransitions()));
      out.append("</td><td>").append(Numbers.significant(line.hypervolume(), 8));
      out.append("</td><td>").append(Numbers.significant(line.expectedUtility(), 6));
      out.append("</td><td>").append(Numbers.significant(line.cardinality(), 6));
      out.append("</td><td>").append(Numbers.significant(line.sparsity(), 6));
      out.append("</td></tr>\n");
    }
    out.append("</tbody></table></div></details>\n");
  }

  private void lineage() {
    if (run.policies().stream().allMatch(p -> p.parent() == null)) {
      return;
    }
    section("lineage", "Lineage");
    out.append(
        "<p class=\"about\">From each policy to those that a later stage trained from it, with the"
            + " objective they maximised (\u2191). Hollow marks are parents that did not stay in the final"
            + " archive. A click chooses a policy.</p>\n");
    figure("lineage-chart", "", "Tree of policies from parents to children");
    out.append("<p class=\"about\" id=\"lineage-note\"></p>\n");
    end();
  }

  private void provenance() {
    section("provenance", "Config and provenance");
    Summary summary = run.summary();
    if (summary != null) {
      out.append("<dl class=\"facts\">\n");
      fact("Environment", summary.environment());
      fact("Simulator", summary.simulator());
      fact("Objectives", String.join(", ", run.objectives()));
      fact("Costs", summary.costs().isEmpty() ? null : String.join(", ", summary.costs()));
      fact("Horizon", summary.horizon() == null ? null : Numbers.count(summary.horizon()));
      fact(
          "Evaluation discount",
          Double.isNaN(summary.evaluationGamma())
              ? null
              : Numbers.significant(summary.evaluationGamma(), 6));
      fact("Reference point", summary.reference() == null ? null : list(summary.reference()));
      fact("Seed", summary.seed());
      fact("Started", summary.started());
      fact("Finished", summary.finished());
      fact("Exact", summary.exact() ? "yes" : "no, see the remark above");
      out.append("</dl>\n");
      json("Provenance, run.json", summary.json());
    }
    String config = run.config();
    if (config != null) {
      json("Config, config.json", config);
    }
    end();
  }

  private void fact(String name, @Nullable String value) {
    if (value != null) {
      out.append("<div><dt>").append(html(name)).append("</dt><dd>");
      out.append(html(value)).append("</dd></div>\n");
    }
  }

  private void json(String title, String text) {
    out.append("<details><summary>").append(html(title)).append("</summary>\n<pre><code>");
    out.append(html(text)).append("</code></pre></details>\n");
  }

  private void section(String id, String title) {
    out.append("<section id=\"").append(id).append("\" aria-labelledby=\"").append(id);
    out.append("-title\">\n<h2 id=\"").append(id).append("-title\">").append(html(title));
    out.append("</h2>\n");
  }

  private void end() {
    out.append("</section>\n");
  }

  private void figure(String id, String kind, String description) {
    out.append("<div id=\"").append(id).append("\" class=\"chart ").append(kind);
    out.append("\" role=\"img\" aria-label=\"").append(html(description)).append("\"></div>\n");
  }

  static String list(double[] values) {
    StringBuilder text = new StringBuilder();
    for (double value : values) {
      text.append(text.isEmpty() ? "" : ", ").append(Numbers.significant(value, 6));
    }
    return text.toString();
  }
}
