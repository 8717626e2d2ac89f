package org.morl4j.agents.part;

import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.State;

/** Learner factories from constructors. */
public final class Factories {
  private Factories() {}

  /** A learner's constructor. */
  @FunctionalInterface
  public interface Constructor {
    /** A fresh learner that will get so many updates. */
    Learner<?> create(EnvSpec spec, Signals signals, long updates, SeedTree seeds);
  }

  /** A factory whose snapshots restore in a fresh learner. */
  public static LearnerFactory of(Requirements requirements, Constructor constructor) {
    return new LearnerFactory() {
      @Override
      public Requirements requirements() {
        return requirements;
      }

      @Override
      public Learner<?> create(EnvSpec spec, Signals signals, long updates, SeedTree seeds) {
        return constructor.create(spec, signals, updates, seeds);
      }

      @Override
      public Snapshot restore(EnvSpec spec, Signals signals, State state) {
        Learner<?> learner = constructor.create(spec, signals, 1, new SeedTree(0));
        learner.start(new Snapshot(learner.policy(), state));
        return learner.snapshot();
      }
    };
  }
}
