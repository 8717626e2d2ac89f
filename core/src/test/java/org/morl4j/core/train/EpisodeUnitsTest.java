package org.morl4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Episode;
import org.morl4j.core.constraint.Per;
import org.morl4j.core.constraint.Returns;

class EpisodeUnitsTest {
  /** Ten steps that critics count as 4 of the first signal and as 2 of the second. */
  private static final EpisodeUnits UNITS = new EpisodeUnits(10, Vec.of(4, 2));

  @Test
  void expectedReturnsBecomeEpisodes() {
    Returns returns = UNITS.returns(new double[][] {{3, 1}, {8, 2}});
    assertThat(returns.mean()).isEqualTo(Vec.of(5.5, 1.5));
    assertThat(returns.standardError()).isEqualTo(Vec.of(2.5, 0.5));
    assertThat(returns.discountedLength()).isEqualTo(Vec.of(4, 2));
    assertThat(returns.length()).isEqualTo(10);
    assertThat(returns.each())
        .containsExactly(
            new Episode(Vec.of(3, 1), Vec.of(7.5, 5), 10),
            new Episode(Vec.of(8, 2), Vec.of(20, 10), 10));
  }

  /** A threshold that an agent converts the other way, by {@link Per#worth}, is the same limit. */
  @Test
  void sumsAreWhatThresholdsAreConvertedBy() {
    Episode episode = UNITS.returns(new double[][] {{3, 1}}).each().get(0);
    for (Per per : List.of(Per.values())) {
      assertThat(per.of(episode, 0)).as("%s", per).isEqualTo(3 * per.worth(10, 4));
    }
  }
}
