package org.morl4j.core.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;

class EpisodeLogTest {
  private static final SeedTree SEEDS = new SeedTree(17);

  @Test
  void seedsDependOnRowAndEpisodeAlone() {
    EpisodeSeeds one = new EpisodeSeeds(SEEDS, 3);
    EpisodeSeeds two = new EpisodeSeeds(SEEDS, 3);
    long[] first = {one.next(0), one.next(1), one.next(2)};
    long again = one.next(1);
    assertThat(two.next(2)).isEqualTo(first[2]);
    assertThat(two.next(1)).isEqualTo(first[1]);
    assertThat(two.peek(1)).as("peek takes nothing").isEqualTo(again).isEqualTo(two.peek(1));
    assertThat(two.next(1)).isEqualTo(again);
    assertThat(two.next(0)).isEqualTo(first[0]);
  }

  /** So an evaluation's episodes don't depend on how many rows it has. */
  @Test
  void theFirstEpisodesAreTheSameForEveryNumberOfRows() {
    EpisodeSeeds single = new EpisodeSeeds(SEEDS, 1);
    EpisodeSeeds three = new EpisodeSeeds(SEEDS, 3);
    for (int e = 0; e < 9; e++) {
      assertThat(three.next(e % 3)).as("episode %s", e).isEqualTo(single.next(0));
    }
  }

  @Test
  void seedsAreDistinctAndFitIn31Bits() {
    EpisodeSeeds seeds = new EpisodeSeeds(SEEDS, 4);
    Set<Long> seen = new HashSet<>();
    for (int e = 0; e < 1000; e++) {
      long seed = seeds.next(e % 4);
      assertThat(seed).isBetween(0L, (1L << 31) - 1);
      seen.add(seed);
    }
    assertThat(seen).hasSize(1000);
  }

  @Test
  void actionsOfTheRunningEpisodeAreKept() {
    EpisodeLog log = new EpisodeLog(2, 2);
    log.use(new EpisodeSeeds(SEEDS, 2));
    long next = log.peek(1);
    log.begin(0);
    assertThat(log.begin(1)).isEqualTo(next).isEqualTo(log.seed(1));
    for (int t = 0; t < 200; t++) {
      log.recordFrom(1, new double[] {-1, t, t + 0.5}, 1);
    }
    log.record(0, new double[] {7, 8});
    double[] out = new double[2];
    log.action(1, 199, out);
    assertThat(out).containsExactly(199, 199.5);
    log.action(1, 0, out);
    assertThat(out).containsExactly(0, 0.5);
    log.action(0, 0, out);
    assertThat(out).containsExactly(7, 8);
    log.begin(1);
    assertThat(log.steps(1)).isZero();
    assertThat(log.steps(0)).isEqualTo(1);
  }

  @Test
  void restoredItGoesOnTheSame() {
    EpisodeLog log = new EpisodeLog(2, 1);
    log.use(new EpisodeSeeds(SEEDS, 2));
    log.begin(0);
    log.begin(1);
    log.begin(1);
    for (int t = 0; t < 100; t++) {
      log.record(1, new double[] {t});
    }
    State state = new State();
    log.save(state);

    EpisodeLog other = new EpisodeLog(2, 1);
    other.use(new EpisodeSeeds(SEEDS, 2));
    other.restore(state);
    assertThat(other.seed(1)).isEqualTo(log.seed(1));
    assertThat(other.steps(1)).isEqualTo(100);
    double[] out = new double[1];
    other.action(1, 99, out);
    assertThat(out).containsExactly(99);
    other.record(1, new double[] {100});
    other.action(1, 100, out);
    assertThat(out).containsExactly(100);
    assertThat(other.begin(1)).isEqualTo(log.begin(1));
    assertThat(other.begin(0)).isEqualTo(log.begin(0));
  }

  @Test
  void misuseIsRefused() {
    EpisodeLog log = new EpisodeLog(2, 1);
    assertThatThrownBy(() -> log.begin(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("reset(seeds) must come before the first step.");
    assertThatThrownBy(() -> log.restore(savedOf(3)))
        .isInstanceOf(StateException.class)
        .hasMessageStartingWith("The saved entry seed has 3 values, expected 2.");
    assertThatThrownBy(() -> log.restore(savedOf(2))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> log.use(new EpisodeSeeds(SEEDS, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Seeds for 3 rows given to an environment of 2.");
  }

  private static State savedOf(int rows) {
    EpisodeLog log = new EpisodeLog(rows, 1);
    log.use(new EpisodeSeeds(SEEDS, rows));
    State state = new State();
    log.save(state);
    return state;
  }
}
