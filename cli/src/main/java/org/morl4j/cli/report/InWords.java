package org.morl4j.cli.report;

import static org.morl4j.cli.report.Escape.html;

import java.util.ArrayList;
import java.util.List;
import org.morl4j.cli.report.RunReport.ArchivePoint;
import org.morl4j.cli.report.RunReport.End;
import org.morl4j.cli.report.RunReport.Summary;

/** The run in a few sentences, for someone who never ran a command, and what to beware of. */
final class InWords {
  private InWords() {}

  /** Empty before there is anything to tell. */
  static String of(RunReport run, HypervolumeTile hypervolume) {
    List<String> sentences = new ArrayList<>();
    if (run.single()) {
      sentences.addAll(trained(run));
    } else {
      sentences.addAll(FrontWords.of(run));
    }
    ended(run, sentences);
    StringBuilder out = new StringBuilder();
    if (!sentences.isEmpty()) {
      out.append("<p class=\"words\">").append(String.join(" ", sentences)).append("</p>\n");
    }
    for (String warning : warnings(run, hypervolume)) {
      out.append("<p class=\"remark\">").append(html(warning)).append("</p>\n");
    }
    return out.toString();
  }

  private static List<String> trained(RunReport run) {
    List<String> sentences = new ArrayList<>();
    for (ArchivePoint policy : run.policies()) {
      List<String> returns = new ArrayList<>();
      for (int j = 0; j < run.objectives().size(); j++) {
        String error =
            Double.isNaN(policy.standardError()[j])
                ? ""
                : " ± " + Numbers.significant(policy.standardError()[j], 2);
        returns.add(
            "%s <strong>%s</strong>%s"
                .formatted(
                    html(run.objectives().get(j)),
                    Numbers.significant(policy.returns()[j], 4),
                    error));
      }
      String episodes =
          policy.episodes() == null
              ? ""
              : " over %s fresh episodes".formatted(Numbers.count(policy.episodes()));
      sentences.add(
          "The %s brings %s%s."
              .formatted(role(policy.policy()), String.join(", ", returns), episodes));
    }
    return sentences;
  }

  private static String role(String policy) {
    return switch (policy) {
      case "best" -> "%s that did best while it trained".formatted(Words.of("policy"));
      case "last" -> "one it ended with";
      default -> "%s %s".formatted(Words.of("policy"), html(policy));
    };
  }

  private static void ended(RunReport run, List<String> sentences) {
    End end = run.setting().end();
    if (end == null || end.budget() <= 0) {
      return;
    }
    String amounts =
        "%s of %s %s"
            .formatted(
                Numbers.count(end.done()),
                Numbers.count(end.budget()),
                Words.of("transition", "training transitions"));
    sentences.add(
        end.early()
            ? "Training ended at <strong>%d %%</strong> of its budget (%s): no policy was left to extend."
                .formatted(100 * end.done() / end.budget(), amounts)
            : "Training used its budget (%s).".formatted(amounts));
  }

  private static List<String> warnings(RunReport run, HypervolumeTile hypervolume) {
    List<String> warnings = new ArrayList<>();
    long judged = run.policies().stream().filter(p -> p.costs().withinLimits() != null).count();
    boolean none =
        run.policies().stream().noneMatch(p -> Boolean.TRUE.equals(p.costs().withinLimits()));
    if (judged > 0 && none) {
      warnings.add(
          "No policy keeps the limits: those shown miss them least. Maybe train for longer, or set"
              + " limits that can be kept.");
    }
    if (run.single() || !run.archived()) {
      return warnings;
    }
    if (run.front().size() == 1) {
      warnings.add(
          "A front of one policy leaves nothing to choose. Maybe train for longer, give stage one a"
              + " larger share, or check that the objectives are at odds at all.");
    }
    String noise = hypervolume.warning();
    if (!noise.isEmpty()) {
      warnings.add(noise);
    }
    Summary summary = run.summary();
    double[] reference = summary == null ? null : summary.reference();
    if (reference != null && !run.front().isEmpty() && reaches(run, reference) == 0) {
      warnings.add(
          "No policy on the front beats the reference point in every objective, so the hypervolume"
              + " is 0. Maybe lower the reference point.");
    }
    return warnings;
  }

  private static long reaches(RunReport run, double[] reference) {
    return run.front().stream()
        .filter(
            p -> {
              for (int j = 0; j < reference.length; j++) {
                if (!(p.returns()[j] > reference[j])) {
                  return false;
                }
              }
              return true;
            })
        .count();
  }
}
