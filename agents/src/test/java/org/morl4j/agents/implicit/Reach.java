package org.morl4j.agents.implicit;

import java.util.List;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Step;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.DictSpace;
import org.morl4j.core.space.Dtype;

/**
 * A point on a line, pushed by at most 0.3 a step, that is to come to a goal; observations are a
 * Dict, as Gymnasium-Robotics has them. Episodes of eight steps, cut by their time limit. Nothing
 * is paid.
 */
final class Reach implements Environment {
  static final int HORIZON = 8;

  private static final Box LINE = Box.of(1, -1, 1, Dtype.FLOAT64);
  static final EnvSpec SPEC =
      new EnvSpec(
          "test:reach",
          new DictSpace(
              List.of(
                  new DictSpace.Entry("achieved_goal", LINE),
                  new DictSpace.Entry("desired_goal", LINE),
                  new DictSpace.Entry("observation", LINE))),
          LINE,
          List.of("nothing"),
          List.of(),
          HORIZON,
          null,
          null,
          "agents");

  private final double[] obs = new double[3];
  private Rng rng = new Rng(0);
  private int steps;

  @Override
  public EnvSpec spec() {
    return SPEC;
  }

  @Override
  public double[] reset(long seed) {
    rng = new Rng(seed);
    steps = 0;
    obs[1] = 2 * rng.nextDouble() - 1;
    return at(2 * rng.nextDouble() - 1);
  }

  private double[] at(double x) {
    obs[0] = Math.max(-1, Math.min(1, x));
    obs[2] = obs[0];
    return obs;
  }

  @Override
  public Step step(double[] act) {
    steps++;
    double[] next = at(obs[0] + 0.3 * Math.max(-1, Math.min(1, act[0])));
    return new Step(next, new double[1], Step.NO_COST, false, steps == HORIZON);
  }
}
