package org.morl4j.agents.part;

import java.util.function.Function;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;

/** Learner factories from constructors. */
public final class Factories {
  private Factories() {}

  /** A factory of what {@code constructor} makes. */
  public static LearnerFactory of(
      Requirements requirements, Function<Setup, Learner<?>> constructor) {
    return new LearnerFactory() {
      @Override
      public Requirements requirements() {
        return requirements;
      }

      @Override
      public Learner<?> create(Setup setup) {
        return constructor.apply(setup);
      }
    };
  }
}
