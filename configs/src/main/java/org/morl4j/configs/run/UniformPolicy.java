package org.morl4j.configs.run;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.State;

/** Actions drawn uniformly, those without bounds from a standard normal. */
record UniformPolicy(Space actions) implements Policy {
  @Override
  public Actor actor(int n, Mode mode, Rng[] generators) {
    return new UniformActor(actions, generators);
  }

  /** Draws for every row from its generator. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier; equality is never asked for
  private record UniformActor(Space actions, Rng[] generators) implements Actor {
    @Override
    public void act(
        double[] obs, double @Nullable [] preference, double[] act, double @Nullable [] logProb) {
      for (int i = 0; i < generators.length; i++) {
        actions.sample(generators[i], act, i * actions.size());
      }
    }

    @Override
    public void save(State out) {
      // It has nothing of its own.
    }

    @Override
    public void restore(State in) {
      // It has nothing of its own.
    }
  }
}
