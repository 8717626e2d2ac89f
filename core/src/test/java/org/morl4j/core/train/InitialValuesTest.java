package org.morl4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.InitialStates;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionTable;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.learn.ValueFunction;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.State;

class InitialValuesTest {
  private static final EnvSpec SPEC =
      new EnvSpec(
          "test:line",
          Box.of(1, -9, 9, Dtype.FLOAT64),
          Box.of(1, -2, 2, Dtype.FLOAT64),
          List.of("reward"),
          List.of("cost"),
          0,
          null,
          null,
          "core");
  private static final Signals SIGNALS = Signals.of(SPEC, 0.75, 1);

  /** reward 2 o + a, cost a. */
  private static final ValueFunction VALUES =
      (obs, act, preference, n, out) -> {
        for (int i = 0; i < n; i++) {
          out[2 * i] = 2 * obs[i] + (float) act[i];
          out[2 * i + 1] = (float) act[i];
        }
      };

  /** Acts as it sees; where it explores, 1 or -1 at equal odds. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier; equality is never asked for
  private record Follower(int n, Mode mode, Rng[] generators) implements Actor {
    @Override
    public void act(
        double[] obs, double @Nullable [] preference, double[] act, double @Nullable [] logProb) {
      for (int i = 0; i < n; i++) {
        act[i] = mode == Mode.EXPLOIT ? obs[i] : generators[i].nextDouble() < 0.5 ? 1 : -1;
      }
    }

    @Override
    public void save(State out) {}

    @Override
    public void restore(State in) {}
  }

  private static final Policy FOLLOWER = Follower::new;

  /** Episodes of one step that begin at these observations. */
  private static InitialStates starts(double... obs) {
    int n = obs.length;
    int[] offsets = new int[n + 1];
    Arrays.setAll(offsets, i -> i);
    float[] from = new float[n];
    boolean[] terminated = new boolean[n];
    int[] steps = new int[n];
    for (int i = 0; i < n; i++) {
      from[i] = (float) obs[i];
      terminated[i] = true;
      steps[i] = 1;
    }
    Batch batch =
        new Batch(
            SIGNALS,
            offsets,
            from,
            new float[n],
            new double[n],
            new double[n],
            new double[n],
            terminated,
            new boolean[n],
            steps);
    return InitialStates.of(TransitionTable.of("a test", List.of(batch)));
  }

  /** Actions 1 and, clipped, 2: rewards 3 and 8, costs 1 and 2. */
  @Test
  void eachBeginningByHand() {
    double[][] values =
        new InitialValues(SPEC, SIGNALS, starts(1, 3))
            .of(VALUES, new PolicyActions.Acting(FOLLOWER, null, Mode.EXPLOIT), new SeedTree(1));
    assertThat(values).isDeepEqualTo(new double[][] {{3, 1}, {8, 2}});
  }

  /** 300 beginnings go in two chunks, and each has 16 draws of 1 or -1 with the mean 0. */
  @Test
  void drawsAreAveraged() {
    double[][] values =
        new InitialValues(SPEC, SIGNALS, starts(new double[300]))
            .of(VALUES, new PolicyActions.Acting(FOLLOWER, null, Mode.EXPLORE), new SeedTree(1));
    assertThat(values).hasDimensions(300, 2);
    double mean = Arrays.stream(values).mapToDouble(each -> each[1]).average().orElseThrow();
    double squares = Arrays.stream(values).mapToDouble(each -> each[1] * each[1]).sum();
    assertThat(mean).isCloseTo(0, Offset.offset(0.05));
    assertThat(squares / 300).as("1/16 for each").isCloseTo(1 / 16.0, Offset.offset(0.018));
  }
}
