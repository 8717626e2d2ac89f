package org.morl4j.envs.wrap;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Check;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Frame;
import org.morl4j.core.env.Step;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * Truncates episodes after a number of steps, as Gymnasium's TimeLimit: the last step may be
 * terminated and truncated at once.
 */
public sealed class TimeLimit implements Environment {
  private final Environment env;
  private final EnvSpec spec;
  private final int limit;
  private int steps;
  private boolean cut = true;

  private TimeLimit(Environment env, int limit) {
    this.env = env;
    this.limit = Check.atLeast("The time limit of " + env.spec().id(), limit, 1);
    this.spec = env.spec().withHorizon(limit);
  }

  /**
   * The environment with at most {@code limit} steps an episode; {@link Savable} if it is. A limit
   * that it already has is replaced, as by {@code max_episode_steps} of Gymnasium's make.
   *
   * @throws IllegalArgumentException if the limit is below 1
   */
  public static Environment of(Environment env, int limit) {
    if (env instanceof TimeLimit limited) {
      return of(limited.env, limit);
    }
    return env instanceof Savable savable
        ? new SavableTimeLimit(env, savable, limit)
        : new TimeLimit(env, limit);
  }

  @Override
  public EnvSpec spec() {
    return spec;
  }

  @Override
  public double[] reset(long seed) {
    steps = 0;
    cut = false;
    return env.reset(seed);
  }

  @Override
  public Step step(double[] act) {
    if (cut) {
      throw new IllegalStateException(
          spec.id() + ": step without a running episode. Maybe call reset first.");
    }
    Step step = env.step(act);
    steps++;
    if (steps < limit) {
      return step;
    }
    cut = true;
    return new Step(step.obs(), step.reward(), step.cost(), step.terminated(), true);
  }

  @Override
  public @Nullable Frame render() {
    return env.render();
  }

  @Override
  public void close() {
    env.close();
  }

  private static final class SavableTimeLimit extends TimeLimit implements Savable {
    private final Savable inner;

    SavableTimeLimit(Environment env, Savable inner, int limit) {
      super(env, limit);
      this.inner = inner;
    }

    @Override
    public void save(State out) {
      out.put("steps", ((TimeLimit) this).steps);
      out.put("cut", ((TimeLimit) this).cut ? 1L : 0L);
      out.put("env", inner);
    }

    @Override
    public void restore(State in) {
      ((TimeLimit) this).steps = (int) in.scalarLong("steps");
      ((TimeLimit) this).cut = in.scalarLong("cut") != 0;
      in.restore("env", inner);
    }
  }
}
