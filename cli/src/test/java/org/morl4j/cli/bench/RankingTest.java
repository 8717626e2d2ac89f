package org.morl4j.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.morl4j.cli.bench.Ranking.Ranked;

/** Ranks, tests and groups by hand. */
class RankingTest {
  private static Map<String, double[]> scores(double[] a, double[] b, double[] c) {
    Map<String, double[]> scores = new LinkedHashMap<>();
    scores.put("a", a);
    scores.put("b", b);
    scores.put("c", c);
    return scores;
  }

  /** Ranks 1, 2, 3; 1.5, 1.5, 3; 2, 3, 1 give means of 4.5/3, 6.5/3 and 7/3. */
  @Test
  void tiesShareTheirRank() {
    Ranking ranking =
        Ranking.of(
            scores(
                new double[] {90, 50, 20}, new double[] {80, 50, 10}, new double[] {70, 40, 30}));
    assertThat(ranking.ranked())
        .containsExactly(new Ranked("a", 1.5), new Ranked("b", 6.5 / 3), new Ranked("c", 7.0 / 3));
    assertThat(ranking.pairs()).isEmpty();
    assertThat(ranking.alike()).isEmpty();
    // 3 pairs: 3 * 2^(1-N) < 0.05 from N = 7 on.
    assertThat(ranking.told())
        .isEqualTo(
            "Mean ranks over 3 data sets. Of so few, no signed-rank test can tell any two of 3"
                + " methods apart at 5 % (Holm's correction): it takes at least 7.");
  }

  /** a beats both everywhere: 3 * 2/2^8 = 0.0234; b and c win four data sets each. */
  @Test
  void whatCannotBeToldApartStandsTogether() {
    double[] a = {20, 20, 20, 20, 20, 20, 20, 20};
    double[] b = {1, 2, 3, 4, 0, 0, 0, 0};
    double[] c = {0, 0, 0, 0, 1.5, 2.5, 3.5, 4.5};
    Ranking ranking = Ranking.of(scores(b, a, c));
    assertThat(ranking.ranked().get(0)).isEqualTo(new Ranked("b", 1));
    assertThat(ranking.pairs().get(0).p()).isCloseTo(3 * 2 / 256.0, within(1e-12));
    assertThat(ranking.pairs().get(0).isApart()).isTrue();
    assertThat(ranking.alike()).containsExactly(List.of("a", "c"));
    assertThat(ranking.told()).contains("Of 3 pairs, 2 can be told apart at 5 %");
  }

  /**
   * Differences 1, -2, 3, 4: W+ = 8 of 10, and of the 16 signs 3 give at least 8 (all, all but 1,
   * all but 2): p = 6/16. The fifth data set, without a difference, says nothing.
   */
  @Test
  void signedRankByHand() {
    double[] x = {1, 0, 3, 4, 7};
    double[] y = {0, 2, 0, 0, 7};
    assertThat(SignedRank.p(x, y)).isEqualTo(6.0 / 16);
    assertThat(SignedRank.p(y, x)).isEqualTo(6.0 / 16);
    assertThat(SignedRank.p(y, y)).isEqualTo(1);
    assertThat(SignedRank.leastP(5)).isEqualTo(1.0 / 16);
  }

  /** Holm 1979: 3 * 0.01, then 2 * 0.02, then the largest of 0.04 and 1 * 0.03. */
  @Test
  void holmByHand() {
    assertThat(SignedRank.holm(new double[] {0.02, 0.01, 0.03}))
        .containsExactly(new double[] {0.04, 0.03, 0.04}, within(1e-15));
    assertThat(SignedRank.holm(new double[] {0.9, 0.8})).containsExactly(1, 1);
  }

  @Test
  void noMethodsAreRankedWithoutWords() {
    assertThat(Ranking.of(Map.of()).told()).isEmpty();
  }
}
