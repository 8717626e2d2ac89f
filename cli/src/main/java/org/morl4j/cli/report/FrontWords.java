package org.morl4j.cli.report;

import static org.morl4j.cli.report.Escape.html;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.morl4j.cli.report.RunReport.ArchivePoint;
import org.morl4j.pareto.indicator.Knee;

/** What a front offers, in sentences. */
final class FrontWords {
  private final RunReport run;
  private final List<ArchivePoint> front;

  private FrontWords(RunReport run) {
    this.run = run;
    front = run.front().stream().filter(p -> ChartData.isDrawable(p.returns())).toList();
  }

  /** Sentences as HTML. */
  static List<String> of(RunReport run) {
    return new FrontWords(run).sentences();
  }

  /** The index of the policy at the knee; empty where the front has none. */
  static OptionalInt knee(List<ArchivePoint> front) {
    double[][] returns = front.stream().map(ArchivePoint::returns).toArray(double[][]::new);
    for (double[] row : returns) {
      if (!ChartData.isDrawable(row)) {
        return OptionalInt.empty();
      }
    }
    return Knee.of(returns);
  }

  private List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    if (front.isEmpty()) {
      return sentences;
    }
    if (front.size() == 1) {
      sentences.add(
          "The run found <strong>one %s</strong>, %s, that is best in everything: %s."
              .formatted(Words.of("policy"), link(front.get(0)), returns(front.get(0))));
      return sentences;
    }
    sentences.add(
        "The run offers <strong>%d %s</strong> to choose from: none is better than another in all of %s (%s)."
            .formatted(
                front.size(),
                Words.of("policy", "policies"),
                names(),
                Words.of("front", "a Pareto front")));
    sentences.add(run.objectives().size() == 2 ? ends() : ranges());
    knee(front)
        .ifPresent(
            i ->
                sentences.add(
                    "A balanced choice is %s, at the %s: %s."
                        .formatted(link(front.get(i)), Words.of("knee"), returns(front.get(i)))));
    return sentences;
  }

  private String names() {
    List<String> names = run.objectives().stream().map(Escape::html).toList();
    int last = names.size() - 1;
    return String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  private String ends() {
    ArchivePoint least = best(1);
    ArchivePoint most = best(0);
    return "They reach from %s (%s) to %s (%s)."
        .formatted(returns(least), link(least), returns(most), link(most));
  }

  /** The policy that is best in an objective. */
  private ArchivePoint best(int objective) {
    ArchivePoint best = front.get(0);
    for (ArchivePoint policy : front) {
      best = policy.returns()[objective] > best.returns()[objective] ? policy : best;
    }
    return best;
  }

  private String ranges() {
    List<String> ranges = new ArrayList<>();
    for (int j = 0; j < run.objectives().size(); j++) {
      int objective = j;
      double low = front.stream().mapToDouble(p -> p.returns()[objective]).min().orElse(0);
      double high = front.stream().mapToDouble(p -> p.returns()[objective]).max().orElse(0);
      ranges.add(
          "%s from %s to <strong>%s</strong> (%s)"
              .formatted(
                  html(run.objectives().get(j)),
                  Numbers.significant(low, 4),
                  Numbers.significant(high, 4),
                  link(best(j))));
    }
    return "They reach, in %s, %s.".formatted("mean return", String.join("; ", ranges));
  }

  private String returns(ArchivePoint policy) {
    List<String> each = new ArrayList<>();
    for (int j = 0; j < run.objectives().size(); j++) {
      String name = html(run.objectives().get(j));
      each.add(
          "%s <strong>%s</strong>".formatted(name, Numbers.significant(policy.returns()[j], 4)));
    }
    return String.join(", ", each);
  }

  private String link(ArchivePoint policy) {
    return "<a class=\"name\" href=\"#policy-%d\">%s</a>"
        .formatted(run.policies().indexOf(policy), html(policy.policy()));
  }
}
