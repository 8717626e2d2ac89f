package org.morl4j.testkit;

import java.util.List;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Step;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;

/**
 * An environment that breaks the contract: {@code reset(seed)} ignores its seed, so that no episode
 * can be replayed. Every step rewards 1; episodes are cut after {@code horizon} steps.
 */
public final class Wild implements Environment {
  private final int horizon;
  private final Rng rng;
  private final EnvSpec spec;
  private int steps;

  public Wild(int horizon, long seed) {
    this.horizon = horizon;
    rng = new Rng(seed);
    spec =
        new EnvSpec(
            "test:wild",
            Box.of(1, 0, 1, Dtype.FLOAT64),
            new Discrete(2),
            List.of("step"),
            List.of(),
            horizon,
            null,
            null,
            "testkit");
  }

  @Override
  public EnvSpec spec() {
    return spec;
  }

  @Override
  public double[] reset(long seed) {
    steps = 0;
    return new double[] {rng.nextDouble()};
  }

  @Override
  public Step step(double[] act) {
    steps++;
    double[] obs = {rng.nextDouble()};
    return new Step(obs, new double[] {1}, Step.NO_COST, false, steps == horizon);
  }
}
