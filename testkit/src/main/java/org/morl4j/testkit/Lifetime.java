package org.morl4j.testkit;

import java.util.List;
import org.morl4j.core.check.Check;
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
 * Episodes whose length is all that matters: each step rewards 1 for {@code alive} and -1 for
 * {@code time}. Who measures the episodes that ended within a rollout favours the short ones; the
 * expected returns are known.
 *
 * <pre>
 *   {@link #coin}(50, 500)        50 or 500 steps, either with probability 1/2:  G = 275
 *   {@link #hazard}(500, 0.004)   ends each step with 0.4 %, cut at 500 steps:   G = 216.3
 * </pre>
 *
 * <p>Observation: the share of the longest episode that is over. Where there are several actions,
 * each has a hazard of its own; an end by length or hazard terminates, the cut truncates.
 */
public final class Lifetime implements Environment, Savable {
  private final Ending ending;
  private final EnvSpec spec;
  private Rng rng = new Rng(0);
  private int steps;
  private int length; // of this episode, unless it dies before
  private boolean running;

  private Lifetime(Ending ending, int actions) {
    this.ending = ending;
    spec =
        new EnvSpec(
            "test:lifetime",
            Box.of(1, 0, 1, Dtype.FLOAT64),
            new Discrete(actions),
            List.of("alive", "time"),
            List.of(),
            ending.limit(),
            null,
            null,
            "testkit");
  }

  /**
   * An episode has one of two lengths, either with probability 1/2, whatever is done (2 actions).
   */
  public static Lifetime coin(int shorter, int longer) {
    Check.atLeast("shorter", shorter, 1);
    Check.atLeast("longer", longer, shorter);
    return new Lifetime(new Coin(shorter, longer), 2);
  }

  /**
   * An episode ends at each step with the hazard of the action taken.
   *
   * @param limit steps after which it is truncated
   * @param hazards one for each action, 0 to 1
   */
  public static Lifetime hazard(int limit, double... hazards) {
    Check.atLeast("limit", limit, 1);
    for (double hazard : hazards) {
      Check.closed01("hazard", hazard);
    }
    return new Lifetime(new Hazard(limit, Vec.of(hazards)), hazards.length);
  }

  /**
   * The expected return of {@code alive} if one action is always taken; of {@code time} minus it.
   */
  public double expectedReturn(int action, double gamma) {
    return ending.expectedReturn(action, gamma);
  }

  @Override
  public EnvSpec spec() {
    return spec;
  }

  @Override
  public double[] reset(long seed) {
    rng = new Rng(seed);
    steps = 0;
    length = ending.length(rng);
    running = true;
    return new double[] {0};
  }

  @Override
  public Step step(double[] act) {
    if (!running) {
      throw new IllegalStateException("step without a running episode. Maybe call reset first.");
    }
    if (!spec.actionSpace().contains(act, 0)) {
      throw new IllegalArgumentException("act is " + act[0] + ", but must be an action.");
    }
    steps++;
    boolean dies = ending.dies((int) act[0], rng);
    boolean over = steps == length;
    running = !dies && !over;
    boolean terminated = dies || (over && ending.terminates());
    double[] obs = {(double) steps / ending.limit()};
    return new Step(obs, new double[] {1, -1}, Step.NO_COST, terminated, over && !terminated);
  }

  @Override
  public void save(State out) {
    out.put("rng", rng);
    out.put("steps", steps);
    out.put("length", length);
    out.put("running", new boolean[] {running});
  }

  @Override
  public void restore(State in) {
    in.restore("rng", rng);
    steps = (int) in.scalarLong("steps");
    length = (int) in.scalarLong("length");
    running = in.booleans("running", 1)[0];
  }

  /** How episodes end. */
  private sealed interface Ending {
    /** The most steps of any episode. */
    int limit();

    /** The most steps of the episode that begins. */
    int length(Rng rng);

    /** Whether reaching that length is an end rather than a cut. */
    boolean terminates();

    boolean dies(int action, Rng rng);

    double expectedReturn(int action, double gamma);
  }

  private record Coin(int shorter, int longer) implements Ending {
    @Override
    public int limit() {
      return longer;
    }

    @Override
    public int length(Rng rng) {
      return rng.nextBoolean() ? longer : shorter;
    }

    @Override
    public boolean terminates() {
      return true;
    }

    @Override
    public boolean dies(int action, Rng rng) {
      return false;
    }

    @Override
    public double expectedReturn(int action, double gamma) {
      return (geometric(gamma, shorter) + geometric(gamma, longer)) / 2;
    }
  }

  private record Hazard(int limit, Vec hazards) implements Ending {
    @Override
    public int length(Rng rng) {
      return limit;
    }

    @Override
    public boolean terminates() {
      return false;
    }

    @Override
    public boolean dies(int action, Rng rng) {
      return rng.nextDouble() < hazards.get(action);
    }

    /** Step t is taken with probability (1 - hazard)^t. */
    @Override
    public double expectedReturn(int action, double gamma) {
      return geometric(gamma * (1 - hazards.get(action)), limit);
    }
  }

  /** 1 + x + .. + x^(n - 1). */
  private static double geometric(double x, int n) {
    return x == 1 ? n : (1 - Math.pow(x, n)) / (1 - x);
  }
}
