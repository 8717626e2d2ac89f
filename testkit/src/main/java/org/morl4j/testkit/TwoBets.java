package org.morl4j.testkit;

import java.util.List;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Step;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * Two steps of which only the second is up to the player. The first pays 0 or 2, either with
 * probability 1/2, and is not shown afterwards. The second pays 2 under action 0, and under action
 * 1 either 6 or -0.8 with probability 1/2. Under a discount of 0.5 returns are
 *
 * <pre>
 *   first   safe   risky
 *   0       1      3 or -0.4
 *   2       3      5 or 1.6
 * </pre>
 *
 * <p>Always betting has the largest mean (2.3). Betting after 0 alone has the largest mean of the
 * worse half (1.3; 1 without bets or after 2 alone, 0.6 with all). Never betting is closest to 1.3,
 * off by 1 on average, where the others are off by 1.15 at least.
 */
public final class TwoBets implements Environment, Savable {
  private static final EnvSpec SPEC =
      new EnvSpec(
          "test:two-bets",
          Box.of(1, 0, 2, Dtype.FLOAT64),
          new Discrete(2),
          List.of("gain"),
          List.of(),
          2,
          null,
          null,
          "testkit");

  private Rng rng = new Rng(0);
  private int steps = 2;

  @Override
  public EnvSpec spec() {
    return SPEC;
  }

  @Override
  public double[] reset(long seed) {
    rng = new Rng(seed);
    steps = 0;
    return new double[] {0};
  }

  @Override
  public Step step(double[] act) {
    if (steps == 2) {
      throw new IllegalStateException("step without a running episode. Maybe call reset first.");
    }
    boolean lucky = rng.nextBoolean();
    steps++;
    double reward = steps == 1 ? (lucky ? 2 : 0) : act[0] == 0 ? 2 : lucky ? 6 : -0.8;
    return new Step(new double[] {steps}, new double[] {reward}, Step.NO_COST, steps == 2, false);
  }

  @Override
  public void save(State out) {
    out.put("rng", rng);
    out.put("steps", steps);
  }

  @Override
  public void restore(State in) {
    in.restore("rng", rng);
    steps = (int) in.scalarLong("steps");
  }
}
