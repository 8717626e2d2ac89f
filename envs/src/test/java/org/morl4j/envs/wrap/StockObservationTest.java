package org.morl4j.envs.wrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.TupleSpace;
import org.morl4j.core.state.State;
import org.morl4j.envs.NativeEnvs;
import org.morl4j.testkit.Corridor;
import org.morl4j.testkit.TwoBets;
import org.morl4j.testkit.Unsaved;
import org.morl4j.testkit.Wild;

class StockObservationTest {
  private static EpisodeSeeds seeds(int n) {
    return new EpisodeSeeds(new SeedTree(1), n);
  }

  private static VectorEnv bets(int n, boolean savable) {
    return StockObservation.of(
        VectorEnv.of(() -> savable ? new TwoBets() : new Unsaved(new TwoBets()), n), 0.5, -5, -3);
  }

  @Test
  void stocksTakeRewardsInAndGrow() {
    try (VectorEnv env = StockObservation.of(VectorEnv.of(TwoBets::new, 3), 0.5, -4, -4)) {
      assertThat(env.spec().observationSpace()).isInstanceOf(Box.class);
      assertThat(env.spec().observationSpace().size()).isEqualTo(2);
      assertThat(env.reset(seeds(3)).obs()).containsExactly(0, -4, 0, -4, 0, -4);
      VectorStep step = env.step(new double[3]);
      double[] expected = new double[3];
      for (int i = 0; i < 3; i++) {
        expected[i] = (-4 + step.reward()[i]) * 2;
        assertThat(step.obs()[2 * i]).isEqualTo(1);
        assertThat(step.obs()[2 * i + 1]).isEqualTo(expected[i]);
      }
      assertThat(expected).contains(-8, -4);
      step = env.step(new double[3]);
      for (int i = 0; i < 3; i++) {
        // The episode ends with its own stock, the next one begins with a new one.
        assertThat(step.terminated()[i]).isTrue();
        assertThat(step.finalObs()[2 * i]).isEqualTo(2);
        assertThat(step.finalObs()[2 * i + 1]).isEqualTo((expected[i] + 2) * 2);
        assertThat(step.obs()[2 * i]).isEqualTo(0);
        assertThat(step.obs()[2 * i + 1]).isEqualTo(-4);
      }
    }
  }

  /** First stocks of the first 12 episodes, episode e in row e mod n. */
  private static double[] starts(int n) {
    double[] starts = new double[12];
    try (VectorEnv env = bets(n, true)) {
      VectorStep step = env.reset(seeds(n));
      for (int e = 0; e < starts.length; e += n) {
        for (int i = 0; i < n; i++) {
          starts[e + i] = step.obs()[2 * i + 1];
        }
        env.step(new double[n]);
        step = env.step(new double[n]);
      }
    }
    return starts;
  }

  @Test
  void everyEpisodeHasItsOwnStartWhateverTheNumberOfRows() {
    Set<Double> seen = new HashSet<>();
    for (double start : starts(1)) {
      assertThat(start).isBetween(-5.0, -3.0);
      seen.add(start);
    }
    assertThat(seen).hasSize(12);
    assertThat(starts(3)).isEqualTo(starts(1));
    assertThat(starts(4)).isEqualTo(starts(1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void goesOnWithItsStocksAfterARestore(boolean savable) {
    try (VectorEnv saved = bets(2, savable);
        VectorEnv restored = bets(2, savable)) {
      saved.reset(seeds(2));
      for (int t = 0; t < 5; t++) {
        saved.step(new double[2]);
      }
      State state = new State();
      saved.save(state);
      VectorStep after = restored.reset(seeds(2));
      restored.restore(state);
      double[] obs = after.obs().clone();
      for (int t = 0; t < 6; t++) {
        VectorStep a = saved.step(new double[] {1, 0});
        VectorStep b = restored.step(new double[] {1, 0});
        if (t == 0) {
          for (int i = 0; i < 2; i++) {
            assertThat(a.finalObs()[2 * i + 1])
                .isCloseTo((obs[2 * i + 1] + a.reward()[i]) * 2, within(1e-12));
          }
        }
        assertThat(b.obs()).containsExactly(a.obs());
        assertThat(b.finalObs()).containsExactly(a.finalObs());
      }
    }
  }

  @Test
  void aRowThatCantBeReplayedBeginsWithANewStock() {
    try (VectorEnv saved = StockObservation.of(VectorEnv.of(() -> new Wild(9, 1), 1), 0.5, 0, 1);
        VectorEnv restored =
            StockObservation.of(VectorEnv.of(() -> new Wild(9, 2), 1), 0.5, 0, 1)) {
      saved.reset(seeds(1));
      for (int t = 0; t < 4; t++) {
        saved.step(new double[1]);
      }
      State state = new State();
      saved.save(state);
      VectorStep step = restored.reset(seeds(1));
      restored.restore(state);
      assertThat(restored.exact()).isFalse();
      assertThat(step.obs()[1]).isBetween(0.0, 1.0);
    }
  }

  @Test
  void spacesThatAreNoRealVectorsBecomeAPair() {
    try (VectorEnv env =
        StockObservation.of(
            LinearReward.of(
                VectorEnv.of(() -> NativeEnvs.create("deep-sea-treasure-v0"), 1), Vec.of(1, 1)),
            1,
            0,
            0)) {
      int size = env.spec().observationSpace().size();
      double[] obs = env.reset(seeds(1)).obs();
      assertThat(obs).hasSize(size);
      double reward = env.step(new double[] {3}).reward()[0];
      assertThat(env.spec().observationSpace()).isInstanceOf(TupleSpace.class);
      assertThat(reward).isEqualTo(-1);
      assertThat(obs[size - 1]).isEqualTo(-1);
      assertThat(env.spec().observationSpace().contains(obs, 0)).isTrue();
    }
  }

  @Test
  void whatCantBeAStockIsRefused() {
    assertThatThrownBy(
            () -> StockObservation.of(VectorEnv.of(() -> new Corridor(5, 9), 1), 0.9, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("keeps one objective, but test:corridor has [goal, time]")
        .hasMessageContaining("Maybe put the wrapper linear-reward before it.");
    VectorEnv env = VectorEnv.of(TwoBets::new, 1);
    assertThatThrownBy(() -> StockObservation.of(env, 0, 0, 1))
        .hasMessageContaining("StockObservation gamma is 0.0");
    assertThatThrownBy(() -> StockObservation.of(env, 1, 2, 1))
        .hasMessageContaining("low is 2.0 and high 1.0, but low must not exceed high");
  }
}
