package org.morl4j.envs.classic;

import java.util.List;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Step;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.envs.numpy.NumpyGenerator;

/**
 * Mountain car with a continuous engine and two objectives, {@code mo-mountaincarcontinuous-v0} of
 * MO-Gymnasium 1.3.2.
 *
 * <p>Observation (float32): position, velocity. Action: force, clipped to [-1, 1]. Rewards: time -1
 * a step but 0 at the goal; fuel, minus the square of the action as given.
 *
 * <p>The original keeps its state in float32 from the first step on, where NumPy 2 rounds after
 * every operation, but begins in float64, and a clipped force is a Python float: hence the three
 * ways below to compute one sum.
 */
public final class ContinuousMountainCar implements Environment, Savable {
  private static final double MIN_POSITION = -1.2;
  private static final double MAX_POSITION = 0.6;
  private static final double MAX_SPEED = 0.07;
  private static final double GOAL = 0.45;
  private static final double POWER = 0.0015;
  private static final double GRAVITY = 0.0025;

  private final EnvSpec spec =
      new EnvSpec(
          "native:mo-mountaincarcontinuous-v0",
          Box.of(
              Vec.of((float) MIN_POSITION, (float) -MAX_SPEED),
              Vec.of((float) MAX_POSITION, (float) MAX_SPEED),
              Dtype.FLOAT32),
          Box.of(1, -1, 1, Dtype.FLOAT32),
          List.of("time", "fuel"),
          List.of(),
          0,
          Vec.of(-999, -999),
          null,
          EpisodeGuard.MO_GYMNASIUM);
  private final EpisodeGuard episode = new EpisodeGuard(spec.id());
  private final NumpyGenerator rng = new NumpyGenerator(0);
  private final double[] obs = new double[2];
  private final double[] reward = new double[2];
  private final Step driving = new Step(obs, reward, Step.NO_COST, false, false);
  private final Step arrived = new Step(obs, reward, Step.NO_COST, true, false);
  private boolean fresh;
  private double position;
  private double velocity;

  @Override
  public EnvSpec spec() {
    return spec;
  }

  @Override
  public double[] reset(long seed) {
    rng.reseed(seed);
    position = rng.uniform(-0.6, -0.4);
    velocity = 0;
    fresh = true;
    episode.begin();
    return observe();
  }

  @Override
  public Step step(double[] act) {
    episode.requireRunning();
    float action = (float) act[0];
    double push = push(action);
    if (fresh) {
      velocity = clip(velocity + push, -MAX_SPEED, MAX_SPEED);
      position = clip(position + velocity, MIN_POSITION, MAX_POSITION);
    } else {
      velocity = clip((float) velocity + (float) push, (float) -MAX_SPEED, (float) MAX_SPEED);
      float moved = (float) position + (float) velocity;
      position = clip(moved, (float) MIN_POSITION, (float) MAX_POSITION);
    }
    if (position == (fresh ? MIN_POSITION : (float) MIN_POSITION) && velocity < 0) {
      velocity = 0;
    }
    boolean goal = position >= (fresh ? GOAL : (float) GOAL) && velocity >= 0;
    reward[0] = goal ? 0 : -1;
    reward[1] = (float) -((double) action * action);
    observe();
    position = obs[0];
    velocity = obs[1];
    fresh = false;
    if (!goal) {
      return driving;
    }
    episode.end();
    return arrived;
  }

  /** The change of velocity: in float32 unless the force was clipped. */
  private double push(float action) {
    double slope = GRAVITY * Math.cos(fresh ? 3 * position : 3 * (float) position);
    if (action < -1 || action > 1) {
      return Math.signum(action) * POWER - slope;
    }
    return action * (float) POWER - (float) slope;
  }

  private static double clip(double value, double low, double high) {
    return value > high ? high : value < low ? low : value;
  }

  private double[] observe() {
    obs[0] = (float) position;
    obs[1] = (float) velocity;
    return obs;
  }

  @Override
  public void save(State out) {
    episode.save(out);
    out.put("state", new double[] {position, velocity, fresh ? 1 : 0});
  }

  @Override
  public void restore(State in) {
    episode.restore(in);
    double[] s = in.doubles("state", 3);
    position = s[0];
    velocity = s[1];
    fresh = s[2] != 0;
  }
}
