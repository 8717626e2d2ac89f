package example.dam;

import java.util.List;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Step;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;

/**
 * A dam over ten weeks: water let out gives energy, the town wants a tenth of the lake every week,
 * and what no longer fits in the lake is a flood.
 */
public final class Dam implements Environment {
  private static final int WEEKS = 10;
  private static final double DEMAND = 0.1;

  private Rng rng = new Rng(0);
  private double level;
  private int week;

  @Override
  public EnvSpec spec() {
    return new EnvSpec(
        "dam",
        Box.of(1, 0, 1, Dtype.FLOAT64), // level of the lake
        Box.of(1, 0, 1, Dtype.FLOAT32), // share of it that is let out
        List.of("energy", "supply"),
        List.of("flood"),
        WEEKS,
        null,
        null,
        "dam 1");
  }

  @Override
  public double[] reset(long seed) {
    rng = new Rng(seed); // all that is random comes from the seed
    level = 0.5;
    week = 0;
    return new double[] {level};
  }

  @Override
  public Step step(double[] act) {
    double release = level * Math.min(1, Math.max(0, act[0]));
    double energy = release * level;
    double filled = level - release + 0.4 * rng.nextDouble();
    level = Math.min(1, filled);
    week++;
    return new Step(
        new double[] {level},
        new double[] {energy, -Math.abs(release - DEMAND)},
        new double[] {filled - level},
        false,
        week == WEEKS);
  }
}
