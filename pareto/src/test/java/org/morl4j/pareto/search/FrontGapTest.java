package org.morl4j.pareto.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.core.check.Vec;
import org.morl4j.core.rng.Rng;

class FrontGapTest {
  private static final List<Vec> FRONT = List.of(Vec.of(4, 7), Vec.of(0, 10), Vec.of(5, 1));

  /** Lengths 5 and sqrt(37). */
  @Test
  void widerGapsAreLikelier() {
    List<FrontGap> gaps = FrontGap.of(FRONT);
    assertThat(gaps)
        .containsExactly(
            new FrontGap(Vec.of(0, 10), Vec.of(4, 7)), new FrontGap(Vec.of(4, 7), Vec.of(5, 1)));
    assertThat(FrontGap.probabilities(gaps))
        .containsExactly(new double[] {0.4512, 0.5488}, offset(1e-4));
  }

  @Test
  void drawsFollowTheProbabilities() {
    List<FrontGap> gaps = FrontGap.of(FRONT);
    Rng rng = new Rng(3);
    int first = 0;
    int n = 20_000;
    for (int i = 0; i < n; i++) {
      List<FrontGap> one = FrontGap.draw(gaps, 1, rng);
      first += one.equals(gaps.subList(0, 1)) ? 1 : 0;
    }
    assertThat(first / (double) n).isEqualTo(0.4512, offset(0.012));
    assertThat(FrontGap.draw(gaps, 5, rng)).containsExactlyInAnyOrderElementsOf(gaps);
  }

  @Test
  void aFrontOfOnePointHasNone() {
    assertThat(FrontGap.of(List.of(Vec.of(1, 2)))).isEmpty();
    assertThat(FrontGap.draw(List.of(), 2, new Rng(1))).isEmpty();
  }

  /** By hand: middles (500, 300) and (200, 490) of ranges 100 to 900 and 100 to 500. */
  @Test
  void targetsAreMiddlesInRanges() {
    Vec least = Vec.of(100, 100);
    Vec range = Vec.of(800, 400);
    FrontGap wide = new FrontGap(Vec.of(100, 500), Vec.of(900, 100));
    assertThat(wide.target(0.5, least, range)).isEqualTo(Vec.of(0.5, 0.5));
    FrontGap atTheEnd = new FrontGap(Vec.of(100, 500), Vec.of(300, 480));
    Vec target = atTheEnd.target(0.5, least, range);
    assertThat(target.get(0)).isEqualTo(0.1136, offset(1e-4));
    assertThat(target.get(1)).isEqualTo(0.8864, offset(1e-4));
    assertThat(wide.target(0.25, least, range)).isEqualTo(Vec.of(0.25, 0.75));
  }
}
