package org.morl4j.core.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.core.check.Vec;
import org.morl4j.core.state.State;

class ReturnsTest {
  /** Episodes of 1, 3 and of 2, 6, 10: as the five together. */
  @Test
  void poolsEpisodesAsIfMeasuredAtOnce() {
    Returns two = of(1, 3);
    Returns three = of(2, 6, 10);
    Returns five = two.and(three);
    assertThat(five.mean().get(0)).isCloseTo(4.4, within(1e-12));
    // Squares from 4.4: 11.56 + 1.96 + 5.76 + 2.56 + 31.36 = 53.2.
    assertThat(five.standardError().get(0)).isCloseTo(Math.sqrt(53.2 / 4 / 5), within(1e-12));
    assertThat(five.discountedLength().get(0)).isCloseTo(4.4, within(1e-12));
    assertThat(five.length()).isCloseTo(4.4, within(1e-12));
    assertThat(five.episodes()).isEqualTo(5);
    assertThat(five.each()).hasSize(5).startsWith(two.each().get(0));
    assertThat(of(1).and(of(3))).isEqualTo(two);
  }

  /** Episodes that each bring their own length. */
  private static Returns of(int... lengths) {
    double mean = Arrays.stream(lengths).average().orElseThrow();
    double squares = Arrays.stream(lengths).mapToDouble(x -> (x - mean) * (x - mean)).sum();
    int n = lengths.length;
    double error = n < 2 ? 0 : Math.sqrt(squares / (n - 1) / n);
    return new Returns(
        Vec.of(mean),
        Vec.of(error),
        Vec.of(mean),
        n,
        mean,
        Arrays.stream(lengths).mapToObj(x -> new Episode(Vec.of(x), Vec.of(x), x)).toList());
  }

  @Test
  void savedWithItsEpisodes() {
    Returns returns =
        new Returns(
            Vec.of(1, 2),
            Vec.of(0.5, 0),
            Vec.of(3, 4),
            2,
            7,
            List.of(
                new Episode(Vec.of(0.5, 2), Vec.of(1, 3), 6),
                new Episode(Vec.of(1.5, 2), Vec.of(2, 4), 8)));
    State state = new State();
    returns.save(state);
    assertThat(Returns.restore(state)).isEqualTo(returns);
    State summary = new State();
    returns.summary().save(summary);
    assertThat(Returns.restore(summary)).isEqualTo(returns.summary());
    assertThat(returns.summary().each()).isEmpty();
  }
}
