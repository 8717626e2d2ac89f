package org.morl4j.agents.ope;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionTable;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.state.State;

/**
 * Every step of a chain of three states: action 1 goes right, 0 stays. Going right from the last
 * state brings the goal, 1, and ends the episode; each step right costs a toll of 1.
 */
final class Chain {
  static final EnvSpec SPEC =
      new EnvSpec(
          "test:chain",
          new Discrete(3),
          new Discrete(2),
          List.of("goal"),
          List.of("toll"),
          0,
          null,
          null,
          "agents");

  static final Signals SIGNALS =
      new Signals(
          List.of(
              new Signal("goal", Signal.Kind.OBJECTIVE, 0.9, 1),
              new Signal("toll", Signal.Kind.COST, 0.5, 1)));

  private static final Vec NONE = Vec.of(1.0);

  private Chain() {}

  /** All six steps, those that end no episode cut by a time limit. */
  static TransitionTable data(double unit, int steps) {
    int n = 6;
    int[] offsets = new int[n + 1];
    Arrays.setAll(offsets, i -> i);
    float[] obs = new float[3 * n];
    float[] nextObs = new float[3 * n];
    double[] act = new double[n];
    double[] reward = new double[n];
    double[] cost = new double[n];
    boolean[] terminated = new boolean[n];
    boolean[] truncated = new boolean[n];
    int[] spans = new int[n];
    Arrays.fill(spans, steps);
    for (int i = 0; i < n; i++) {
      int state = i / 2;
      int right = i % 2;
      obs[3 * i + state] = 1;
      nextObs[3 * i + Math.min(2, state + right)] = 1;
      act[i] = right;
      cost[i] = right * unit;
      terminated[i] = state == 2 && right == 1;
      truncated[i] = !terminated[i];
      reward[i] = terminated[i] ? unit : 0;
    }
    return TransitionTable.of(
        "the chain",
        List.of(
            new Batch(
                SIGNALS, offsets, obs, nextObs, act, reward, cost, terminated, truncated, spans)));
  }

  static Setup setup(long seed) {
    return new Setup(SPEC, SIGNALS, 1, new SeedTree(seed));
  }

  /** Goes right always, or when it explores with probability 1/2. */
  static Policy right() {
    return (n, mode, generators) -> new Walker(n, mode, generators);
  }

  /** Goes right where the first weight of its preference is above 1/2. */
  static Policy asPreferred() {
    return (n, mode, generators) -> new Walker(n, Mode.EXPLOIT, generators);
  }

  @SuppressWarnings("ArrayRecordComponent") // a carrier; equality is never asked for
  private record Walker(int n, Mode mode, Rng[] generators) implements Actor {
    @Override
    public void act(
        double[] obs, double @Nullable [] preference, double[] act, double @Nullable [] logProb) {
      double wanted = preference == null ? NONE.get(0) : preference[0];
      for (int i = 0; i < n; i++) {
        boolean right = mode == Mode.EXPLORE ? generators[i].nextDouble() < 0.5 : wanted > 0.5;
        act[i] = right ? 1 : 0;
      }
    }

    @Override
    public void save(State out) {}

    @Override
    public void restore(State in) {}
  }
}
