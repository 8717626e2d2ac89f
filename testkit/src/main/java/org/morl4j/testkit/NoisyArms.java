package org.morl4j.testkit;

import java.util.List;
import org.morl4j.core.check.Vec;
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
 * One step, eight arms, two objectives with independent Gaussian noise. The first four arms are the
 * front; each of the others is worse than one of them by 0.5 in both objectives, but four times as
 * noisy, so that whoever selects by the means of a few episodes keeps flukes.
 *
 * <pre>
 *   arm         0         1         2         3        4            5            6            7
 *   mean        (2, 10)   (6, 8)    (9, 5)    (10, 1)  (1.5, 9.5)   (5.5, 7.5)   (8.5, 4.5)   (9.5, 0.5)
 *   deviation   1         1         1         1        4            4            4            4
 * </pre>
 *
 * <p>From the reference (0, 0) the front's hypervolume is {@link #HYPERVOLUME}: 2 * 10 + 4 * 8 + 3
 * * 5 + 1 * 1. Policies that draw reach the arms' convex hull; all four arms are its vertices, and
 * the hypervolume of all of it is {@link #HULL_HYPERVOLUME}: 2 * 10 + 4 * 9 + 3 * 6.5 + 1 * 3,
 * which no finite set of policies quite reaches.
 */
public final class NoisyArms implements Environment, Savable {
  /** Of the four best arms, from (0, 0). */
  public static final double HYPERVOLUME = 68;

  /** Of all mixtures of arms, from (0, 0). */
  public static final double HULL_HYPERVOLUME = 78.5;

  private static final List<Vec> FRONT =
      List.of(Vec.of(2, 10), Vec.of(6, 8), Vec.of(9, 5), Vec.of(10, 1));
  private static final double LAG = 0.5;
  private static final double CALM = 1;
  private static final double WILD = 4;

  private final EnvSpec spec =
      new EnvSpec(
          "test:noisy-arms",
          Box.of(1, 0, 1, Dtype.FLOAT64),
          new Discrete(2 * FRONT.size()),
          List.of("first", "second"),
          List.of(),
          0,
          Vec.of(0, 0),
          gamma -> FRONT,
          "testkit");
  private Rng rng = new Rng(0);
  private boolean running;

  /** The expected return of an arm. */
  public static Vec mean(int arm) {
    Vec best = FRONT.get(arm % FRONT.size());
    return arm < FRONT.size() ? best : Vec.of(best.get(0) - LAG, best.get(1) - LAG);
  }

  /** The standard deviation of either objective of an arm's return. */
  public static double deviation(int arm) {
    return arm < FRONT.size() ? CALM : WILD;
  }

  @Override
  public EnvSpec spec() {
    return spec;
  }

  @Override
  public double[] reset(long seed) {
    rng = new Rng(seed);
    running = true;
    return new double[] {0};
  }

  @Override
  public Step step(double[] act) {
    if (!running) {
      throw new IllegalStateException("step without a running episode. Maybe call reset first.");
    }
    if (!spec.actionSpace().contains(act, 0)) {
      throw new IllegalArgumentException("act is " + act[0] + ", but must be 0 to 7.");
    }
    running = false;
    int arm = (int) act[0];
    double[] reward = mean(arm).toArray();
    reward[0] += deviation(arm) * rng.nextGaussian();
    reward[1] += deviation(arm) * rng.nextGaussian();
    return new Step(new double[] {0}, reward, Step.NO_COST, true, false);
  }

  @Override
  public void save(State out) {
    out.put("rng", rng);
    out.put("running", new boolean[] {running});
  }

  @Override
  public void restore(State in) {
    in.restore("rng", rng);
    running = in.booleans("running", 1)[0];
  }
}
