package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RankCorrelationTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-12);

  /** Differences of ranks 0, 1, 1, 1, 1: 1 - 6 x 4 / (5 x 24). */
  @Test
  void ranksByHand() {
    RankCorrelation one =
        RankCorrelation.of(new double[] {1, 2, 3, 4, 50}, new double[] {10, 30, 20, 500, 400});
    assertThat(one.policies()).isEqualTo(5);
    assertThat(one.spearman()).isCloseTo(0.8, EXACT);
  }

  /** Ranks 1.5, 1.5, 3 against 1, 2, 3: 1.5 / sqrt(1.5 x 2). */
  @Test
  void tiesShareTheirRank() {
    assertThat(RankCorrelation.of(new double[] {1, 1, 2}, new double[] {1, 2, 3}).spearman())
        .isCloseTo(Math.sqrt(3) / 2, EXACT);
  }

  /** Deviations -2, 0, 2 and -3, 1, 2: 10 / sqrt(8 x 14). */
  @Test
  void valuesByHand() {
    assertThat(RankCorrelation.of(new double[] {0, 2, 4}, new double[] {0, 4, 5}).pearson())
        .isCloseTo(10 / Math.sqrt(112), EXACT);
  }

  @Test
  void twoPoliciesOrOneValueSayNothing() {
    assertThat(RankCorrelation.of(new double[] {1, 2}, new double[] {1, 2}).spearman()).isNaN();
    RankCorrelation flat = RankCorrelation.of(new double[] {1, 2, 3}, new double[] {4, 4, 4});
    assertThat(flat.spearman()).isNaN();
    assertThat(flat.pearson()).isNaN();
  }
}
