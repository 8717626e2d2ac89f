package org.morl4j.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;

class RecordingSummaryTest {
  private static final EnvSpec SPEC =
      new EnvSpec(
          "data:line",
          Box.of(1, -9, 9, Dtype.FLOAT64),
          new Discrete(2),
          List.of("speed"),
          List.of("heat"),
          0,
          null,
          null,
          "data");

  /** One step from a place, by an action. */
  private static Episode episode(double place, double act, double reward, boolean truncated) {
    return new Episode(
        new double[] {place, place},
        new double[] {act},
        new double[] {reward},
        new double[] {2 * reward},
        !truncated,
        truncated);
  }

  private static Episodes episodes(Episode... all) {
    return new Episodes(SPEC, Metadata.EMPTY, List.of(all));
  }

  private static final Episodes FOUR =
      episodes(
          episode(0, 0, 1, true),
          episode(0, 1, 2, false),
          episode(0.05, 0, 3, true),
          episode(10, 0, 10, true));

  @Test
  void returnsLengthsAndEnds() throws IOException {
    RecordingSummary summary = RecordingSummary.of(FOUR);
    assertThat(summary.episodes()).isEqualTo(4);
    assertThat(summary.steps()).isEqualTo(4);
    assertThat(summary.ends().terminated()).isEqualTo(1);
    assertThat(summary.ends().truncated()).isEqualTo(3);
    Spread returns = summary.spreads().returns().get(0);
    assertThat(returns.mean()).isEqualTo(4);
    // (9 + 4 + 1 + 36) / 3
    assertThat(returns.deviation()).isCloseTo(Math.sqrt(50 / 3.0), within(1e-12));
    assertThat(returns.quartiles()).containsExactly(1, 1.75, 2.5, 4.75, 10);
    assertThat(summary.spreads().costs().get(0).mean()).isEqualTo(8);
    assertThat(summary.within(0, 6)).as("2, 4 and 6 of 20 too").isEqualTo(0.75);
    assertThat(summary.spreads().lengths().deviation()).isZero();
  }

  /** Ten bins from 0 to 10: 0 and 0.05 share one, the actions are two. */
  @Test
  void pairsAreCountedInBins() throws IOException {
    assertThat(StateActionCoverage.of(FOUR, 10).pairs()).isEqualTo(3);
    assertThat(StateActionCoverage.of(FOUR, 1000).pairs()).isEqualTo(4);
    Episodes reference =
        episodes(
            episode(0, 0, 0, true),
            episode(0, 0, 0, true),
            episode(0, 0, 0, true),
            episode(5, 0, 0, true),
            episode(7, 0, 0, true));
    StateActionCoverage coverage = StateActionCoverage.of(FOUR, reference, 10);
    assertThat(coverage.reference()).as("of its first four steps").isEqualTo(2);
    assertThat(coverage.saco()).isEqualTo(1.5);
    assertThatThrownBy(() -> StateActionCoverage.of(reference, FOUR, 10))
        .hasMessageContaining("Maybe slice the data to as many.");
  }

  @Test
  void manyPairsAreCountedExactly() throws IOException {
    List<Episode> all = new ArrayList<>();
    all.add(episode(0, 0, 0, true));
    all.add(episode(9999, 1, 0, true));
    for (int i = 0; i < 20_000; i++) {
      all.add(episode(i % 5000 * 2, 0, 0, true));
    }
    Episodes many = new Episodes(SPEC, Metadata.EMPTY, all);
    assertThat(StateActionCoverage.of(many, 10_000).pairs()).isEqualTo(5001);
  }

  @Test
  void slicesKeepTheOrder() throws IOException {
    assertThat(rewards(Slice.ALL.withTop(0.5))).containsExactly(3.0, 10.0);
    assertThat(rewards(Slice.ALL.withEpisodes(1, 2))).containsExactly(2.0, 3.0);
    assertThat(rewards(Slice.ALL.withReturns(1.5, 3).withObjective("speed")))
        .containsExactly(2.0, 3.0);
    assertThat(Slice.ALL.withEpisodes(1, 2).of(FOUR).steps()).isEqualTo(2);
    assertThatThrownBy(() -> rewards(Slice.ALL.withEpisodes(7, 9)))
        .hasMessageContaining("None of the 4 episodes looked at is left.");
    assertThatThrownBy(() -> rewards(Slice.ALL.withObjective("sped")))
        .hasMessageContaining("There is no objective \"sped\", only speed. Maybe you meant speed.");
  }

  private static List<Double> rewards(Slice slice) throws IOException {
    return Episodes.of(slice.of(FOUR)).list().stream().map(e -> e.reward()[0]).toList();
  }
}
