package org.morl4j.cli.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;

/**
 * Methods by their mean rank over data sets, and which of them can't be told apart: what a
 * critical-difference diagram shows (Demsar 2006), with Wilcoxon's signed-rank test of each pair
 * and Holm's correction in place of Nemenyi's difference, whose verdict on two methods would hang
 * on the others (Benavoli et al. 2016).
 *
 * @param ranked best first
 * @param datasets over which they are ranked
 * @param pairs all pairs of them; empty where no test could tell any two apart
 * @param alike names of methods that stand together and can't be told apart, at least two each
 */
public record Ranking(
    List<Ranked> ranked, int datasets, List<Pair> pairs, List<List<String>> alike) {
  private static final double LEVEL = 0.05;

  /** A method and its mean rank; 1 is best, ties share theirs. */
  public record Ranked(String method, double rank) {}

  /**
   * Two methods.
   *
   * @param p of the signed-rank test, by Holm's correction
   */
  public record Pair(String x, String y, double p) {
    boolean isApart() {
      return p < LEVEL;
    }
  }

  /**
   * Ranks methods.
   *
   * @param scores mean score on each data set [N], by method, all of one length; higher is better
   */
  static Ranking of(Map<String, double[]> scores) {
    List<String> methods = List.copyOf(scores.keySet());
    double[][] values = scores.values().toArray(double[][]::new);
    int n = values.length == 0 ? 0 : values[0].length;
    double[] ranks = ranks(values, n);
    List<Integer> order =
        IntStream.range(0, ranks.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> ranks[i]))
            .toList();
    List<Ranked> ranked = order.stream().map(i -> new Ranked(methods.get(i), ranks[i])).toList();
    boolean tells = SignedRank.leastP(n) * pairs(ranks.length) < LEVEL;
    double[][] sorted = order.stream().map(i -> values[i]).toArray(double[][]::new);
    List<Pair> pairs = tells ? tested(ranked, sorted) : List.of();
    return new Ranking(ranked, n, pairs, tells ? alike(ranked, pairs) : List.of());
  }

  private static double[] ranks(double[][] values, int datasets) {
    NaturalRanking ranking = new NaturalRanking(TiesStrategy.AVERAGE);
    double[] mean = new double[values.length];
    for (int d = 0; d < datasets; d++) {
      int of = d;
      double[] ranks =
          ranking.rank(Arrays.stream(values).mapToDouble(method -> -method[of]).toArray());
      for (int i = 0; i < mean.length; i++) {
        mean[i] += ranks[i];
      }
    }
    return Arrays.stream(mean).map(sum -> sum / datasets).toArray();
  }

  private static int pairs(int methods) {
    return methods * (methods - 1) / 2;
  }

  private static List<Pair> tested(List<Ranked> ranked, double[][] values) {
    double[] p = new double[pairs(values.length)];
    int at = 0;
    for (int i = 0; i < values.length; i++) {
      for (int j = i + 1; j < values.length; j++) {
        p[at++] = SignedRank.p(values[i], values[j]);
      }
    }
    double[] holm = SignedRank.holm(p);
    List<Pair> pairs = new ArrayList<>();
    at = 0;
    for (int i = 0; i < values.length; i++) {
      for (int j = i + 1; j < values.length; j++) {
        pairs.add(new Pair(ranked.get(i).method(), ranked.get(j).method(), holm[at++]));
      }
    }
    return pairs;
  }

  /** The longest stretches of neighbours of which no two are apart. */
  private static List<List<String>> alike(List<Ranked> ranked, List<Pair> pairs) {
    List<String> names = ranked.stream().map(Ranked::method).toList();
    List<List<String>> stretches = new ArrayList<>();
    int reached = 0;
    for (int i = 0; i < names.size(); i++) {
      int end = i + 1;
      while (end < names.size() && noneApart(names.subList(i, end + 1), pairs)) {
        end++;
      }
      if (end - i > 1 && end > reached) {
        stretches.add(List.copyOf(names.subList(i, end)));
        reached = end;
      }
    }
    return stretches;
  }

  private static boolean noneApart(List<String> names, List<Pair> pairs) {
    return pairs.stream()
        .noneMatch(pair -> pair.isApart() && names.contains(pair.x()) && names.contains(pair.y()));
  }

  /** What the ranks say, and from how many data sets on they would say more. */
  public String told() {
    int count = ranked.size();
    if (count < 2) {
      return "";
    }
    if (pairs.isEmpty()) {
      int needed = datasets;
      while (SignedRank.leastP(needed) * pairs(count) >= LEVEL) {
        needed++;
      }
      return """
          Mean ranks over %d data set%s. Of so few, no signed-rank test can tell any two of %d methods apart at 5 %% \
          (Holm's correction): it takes at least %d."""
          .formatted(datasets, datasets == 1 ? "" : "s", count, needed);
    }
    long apart = pairs.stream().filter(Pair::isApart).count();
    return String.format(
        Locale.ROOT,
        """
        Mean ranks over %d data sets. Of %d pairs, %d can be told apart at 5 %% by Wilcoxon's signed-rank test with \
        Holm's correction.""",
        datasets,
        pairs.size(),
        apart);
  }
}
