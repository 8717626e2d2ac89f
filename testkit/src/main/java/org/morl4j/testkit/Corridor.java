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
 * A corridor of cells with a goal at the right end. Action 1 goes right, 0 left; with probability
 * {@code slip} the walker goes the other way. Rewards are {@code goal} (1 on arrival) and {@code
 * time} (-1 a step), the cost is {@code bump} (1 a step against the left wall). Arriving
 * terminates; {@code horizon} steps truncate.
 */
public final class Corridor implements Environment, Savable {
  private final int length;
  private final int horizon;
  private final double slip;
  private final EnvSpec spec;
  private final double[] obs = new double[2];
  private Rng rng = new Rng(0);
  private int cell;
  private int steps;
  private boolean running;

  /** A corridor without slips, of which all episodes begin in the leftmost cell. */
  public Corridor(int length, int horizon) {
    this(length, horizon, 0);
  }

  /**
   * @param slip probability of going the other way; if positive, the first cell is drawn too
   */
  public Corridor(int length, int horizon, double slip) {
    this.length = length;
    this.horizon = horizon;
    this.slip = slip;
    spec =
        new EnvSpec(
            "test:corridor",
            Box.of(2, 0, Math.max(length, horizon), Dtype.FLOAT64),
            new Discrete(2),
            List.of("goal", "time"),
            List.of("bump"),
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
    rng = new Rng(seed);
    cell = slip > 0 ? rng.nextInt(length - 1) : 0;
    steps = 0;
    running = true;
    return observe();
  }

  @Override
  public Step step(double[] act) {
    if (!running) {
      throw new IllegalStateException("step without a running episode. Maybe call reset first.");
    }
    if (!spec.actionSpace().contains(act, 0)) {
      throw new IllegalArgumentException("act is " + act[0] + ", but must be 0 or 1.");
    }
    boolean slips = slip > 0 && rng.nextDouble() < slip;
    boolean right = (act[0] == 1) != slips;
    boolean bump = !right && cell == 0;
    cell = right ? cell + 1 : Math.max(0, cell - 1);
    steps++;
    boolean arrived = cell == length - 1;
    boolean cut = !arrived && steps == horizon;
    running = !arrived && !cut;
    double[] reward = {arrived ? 1 : 0, -1};
    return new Step(observe(), reward, new double[] {bump ? 1 : 0}, arrived, cut);
  }

  /** The cell and the number of steps so far; one array, reused, as the contract allows. */
  private double[] observe() {
    obs[0] = cell;
    obs[1] = steps;
    return obs;
  }

  @Override
  public void save(State out) {
    out.put("rng", rng);
    out.put("cell", cell);
    out.put("steps", steps);
    out.put("running", new boolean[] {running});
  }

  @Override
  public void restore(State in) {
    in.restore("rng", rng);
    cell = (int) in.scalarLong("cell");
    steps = (int) in.scalarLong("steps");
    running = in.booleans("running", 1)[0];
  }
}
