package example.reservoir;

import java.util.List;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Frame;
import org.morl4j.core.env.Step;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.envs.draw.Canvas;

/**
 * A dam over a year. Each week it rains, more in summer, and a share of the water is let out.
 *
 * <pre>
 *   energy  release x level                   objective: turbines like much water from high up
 *   supply  -|release - demand|               objective: the town wants the same every week
 *   flood   what no longer fits in the lake   cost
 * </pre>
 */
public final class Reservoir implements Environment, Savable {
  private static final int WEEKS = 52;
  private static final double DEMAND = 0.15;

  private static final EnvSpec SPEC =
      new EnvSpec(
          "java:reservoir",
          Box.of(2, 0, 1, Dtype.FLOAT64), // level, time of the year
          Box.of(1, 0, 1, Dtype.FLOAT32), // share of the lake that is let out
          List.of("energy", "supply"),
          List.of("flood"),
          WEEKS,
          Vec.of(0, -WEEKS), // less than any policy gets
          null,
          "reservoir 1");

  private Rng rng = new Rng(0);
  private double level;
  private int week;

  @Override
  public EnvSpec spec() {
    return SPEC;
  }

  @Override
  public double[] reset(long seed) {
    rng = new Rng(seed); // all that is random comes from the seed
    level = 0.3 + 0.4 * rng.nextDouble();
    week = 0;
    return obs();
  }

  @Override
  public Step step(double[] act) {
    double release = level * Math.min(1, Math.max(0, act[0]));
    double energy = release * level;
    double season = 1 - Math.cos(2 * Math.PI * week / WEEKS);
    double filled = level - release + 0.25 * season * rng.nextDouble();
    level = Math.min(1, filled);
    week++;
    return new Step(
        obs(),
        new double[] {energy, -Math.abs(release - DEMAND)},
        new double[] {filled - level},
        false, // a dam never ends by itself:
        week == WEEKS); // the year is a time limit, after which the future still counts
  }

  private double[] obs() {
    return new double[] {level, (double) week / WEEKS};
  }

  /** Optional: what {@code play} shows, the dam from the side. */
  @Override
  public Frame render() {
    Canvas canvas = new Canvas(200, 0, 1.5, -0.05, 1.1);
    canvas.box(Canvas.WATER, 0, 0, 1.2, level);
    canvas.box(Canvas.INK, 1.2, -0.05, 0.06, 1.05);
    canvas.line(Canvas.FAINT, 1, 0, 1, 1.2, 1);
    canvas.line(Canvas.GOLD, 4, 0, 1.08, 1.5 * week / WEEKS, 1.08);
    return canvas.frame();
  }

  /** Optional: without {@link Savable} a resumed run replays the episode from seed and actions. */
  @Override
  public void save(State out) {
    out.put("rng", rng);
    out.put("level", level);
    out.put("week", (long) week);
  }

  @Override
  public void restore(State in) {
    in.restore("rng", rng);
    level = in.scalarDouble("level");
    week = (int) in.scalarLong("week");
  }
}
