package org.morl4j.testkit;

import java.util.Set;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.ReplayBuffer;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionTable;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.State;

/** Recorded transitions for learners that learn from data. */
public final class Recordings {
  private Recordings() {}

  /**
   * What an environment driven at random gives: single steps, with those of the columns asked for
   * that a replay buffer can give; preferences are drawn step by step.
   *
   * @param steps of every environment
   */
  public static TransitionTable random(
      VectorEnv env, Signals signals, Set<Column> asked, int steps, SeedTree seeds) {
    int n = env.size();
    int m = env.spec().objectives().size();
    int actSize = env.spec().actionSpace().size();
    ReplayBuffer buffer =
        new ReplayBuffer(
            env.spec(), signals, n, ReplayOptions.DEFAULT, asked, Math.max(1, (long) n * steps), 1);
    Rng rng = seeds.child("recording").generator();
    double[] act = new double[n * actSize];
    double[] preference = new double[n * m];
    VectorStep step = env.reset(new EpisodeSeeds(seeds.child("recording"), n));
    for (int t = 0; t < steps; t++) {
      for (int i = 0; i < n; i++) {
        env.spec().actionSpace().sample(rng, act, i * actSize);
        double sum = 0;
        for (int j = 0; j < m; j++) {
          preference[i * m + j] = rng.nextDouble();
          sum += preference[i * m + j];
        }
        for (int j = 0; j < m; j++) {
          preference[i * m + j] /= sum;
        }
      }
      buffer.acted(step.obs(), act, asked.contains(Column.PREFERENCE) ? preference : null);
      step = env.step(act);
      buffer.stepped(step);
    }
    State state = new State();
    buffer.save(state);
    return TransitionTable.ofReplay("a recording", state, env.spec(), signals);
  }
}
