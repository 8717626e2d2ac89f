package org.morl4j.pareto.search;

import java.util.List;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Step;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * Deep-sea-treasure in one dimension: at depth d, action 0 takes the treasure there and ends, 1
 * goes one deeper at -1 time. The front is one point a depth: (treasure[d], -1 - d), with noise a
 * number of its own more that only the episode's seed decides.
 */
final class Dive implements Environment, Savable {
  static final int DEPTHS = 5;

  private static final double[] CONCAVE = {1, 2, 4, 8, 16};

  private final double[] treasure;
  private final double noise;
  private final EnvSpec spec;
  private double luck;
  private int depth;

  Dive(double noise, String... costs) {
    this(CONCAVE, noise, costs);
  }

  Dive(double[] treasure, double noise, String... costs) {
    this.treasure = treasure;
    this.noise = noise;
    spec =
        new EnvSpec(
            "test:dive",
            new Discrete(DEPTHS),
            new Discrete(2),
            List.of("treasure", "time"),
            List.of(costs),
            0,
            Vec.of(0, -10),
            null,
            "test");
  }

  @Override
  public EnvSpec spec() {
    return spec;
  }

  @Override
  public double[] reset(long seed) {
    luck = noise * new Rng(seed).nextDouble();
    depth = 0;
    return new double[] {0};
  }

  @Override
  public Step step(double[] act) {
    boolean takes = act[0] == 0 || depth == DEPTHS - 1;
    double[] reward = {takes ? treasure[depth] + luck : 0, -1};
    double[] cost = new double[spec.costs().size()];
    java.util.Arrays.fill(cost, 100);
    depth = takes ? depth : depth + 1;
    return new Step(new double[] {depth}, reward, cost, takes, false);
  }

  @Override
  public void save(State out) {
    out.put("luck", luck);
    out.put("depth", depth);
  }

  @Override
  public void restore(State in) {
    luck = in.scalarDouble("luck");
    depth = (int) in.scalarLong("depth");
  }
}
