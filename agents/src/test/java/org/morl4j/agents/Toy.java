package org.morl4j.agents;

import java.util.List;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Step;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;

/**
 * A target to hit with actions of any space: reward {@code hit} is minus the mean distance of the
 * action's entries from the observed target, 0 or 1; reward {@code small} is minus their mean size.
 * Episodes of four steps, cut by their time limit.
 */
public final class Toy implements Environment {
  private static final int HORIZON = 4;

  private final EnvSpec spec;
  private final double[] obs = new double[1];
  private Rng rng = new Rng(0);
  private int steps;

  public Toy(Space actionSpace) {
    spec =
        new EnvSpec(
            "test:toy",
            Box.of(1, 0, 1, Dtype.FLOAT64),
            actionSpace,
            List.of("hit", "small"),
            List.of(),
            HORIZON,
            null,
            null,
            "agents");
  }

  @Override
  public EnvSpec spec() {
    return spec;
  }

  @Override
  public double[] reset(long seed) {
    rng = new Rng(seed);
    steps = 0;
    return draw();
  }

  private double[] draw() {
    obs[0] = rng.nextInt(2);
    return obs;
  }

  @Override
  public Step step(double[] act) {
    double distance = 0;
    double size = 0;
    for (double a : act) {
      distance += Math.abs(a - obs[0]) / act.length;
      size += Math.abs(a) / act.length;
    }
    steps++;
    return new Step(draw(), new double[] {-distance, -size}, Step.NO_COST, false, steps == HORIZON);
  }
}
