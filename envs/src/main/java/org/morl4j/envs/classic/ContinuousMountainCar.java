package org.morl4j.envs.classic;

import java.util.List;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Frame;
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
 * <p>The original begins in float64 and keeps its state in float32 from the first step on, where
 * NumPy 2 rounds after every operation; a clipped force is a Python float and its product is not
 * rounded. So the first step differs from the later ones here too.
 */
public final class ContinuousMountainCar implements Environment, Savable {
  private static final float MIN_POSITION = (float) -1.2;
  private static final float MAX_POSITION = (float) 0.6;
  private static final float MAX_SPEED = (float) 0.07;
  private static final float GOAL = (float) 0.45;
  private static final double POWER = 0.0015;
  private static final double GRAVITY = 0.0025;

  private final EnvSpec spec =
      new EnvSpec(
          "native:mo-mountaincarcontinuous-v0",
          Box.of(Vec.of(MIN_POSITION, -MAX_SPEED), Vec.of(MAX_POSITION, MAX_SPEED), Dtype.FLOAT32),
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
  private double start;
  private float position;
  private float velocity;

  @Override
  public EnvSpec spec() {
    return spec;
  }

  @Override
  public double[] reset(long seed) {
    rng.reseed(seed);
    start = rng.uniform(-0.6, -0.4);
    position = (float) start;
    velocity = 0;
    fresh = true;
    episode.begin();
    return observe();
  }

  @Override
  public Step step(double[] act) {
    episode.requireRunning();
    float action = (float) act[0];
    if (fresh) {
      begin(action);
    } else {
      roll(action);
    }
    observe();
    boolean goal = position >= GOAL && velocity >= 0;
    reward[0] = goal ? 0 : -1;
    reward[1] = (float) -((double) action * action);
    if (!goal) {
      return driving;
    }
    episode.end();
    return arrived;
  }

  /** The first step, from rest between -0.6 and -0.4: too short to meet a bound. */
  private void begin(float action) {
    double speed = push(action, Math.cos(3 * start));
    position = (float) (start + speed);
    velocity = (float) speed;
    fresh = false;
  }

  private void roll(float action) {
    float faster = velocity + (float) push(action, Math.cos(3 * position));
    velocity = clip(faster, -MAX_SPEED, MAX_SPEED);
    position = clip(position + velocity, MIN_POSITION, MAX_POSITION);
    if (position == MIN_POSITION && velocity < 0) {
      velocity = 0;
    }
  }

  private static float clip(float value, float low, float high) {
    return value > high ? high : value < low ? low : value;
  }

  /** The change of velocity: rounded to float32 unless the force was clipped. */
  private static double push(float action, double cos) {
    double slope = GRAVITY * cos;
    if (action > 1) {
      return POWER - slope;
    }
    if (action < -1) {
      return -POWER - slope;
    }
    return action * (float) POWER - (float) slope;
  }

  private double[] observe() {
    obs[0] = position;
    obs[1] = velocity;
    return obs;
  }

  @Override
  public Frame render() {
    return Hill.draw(position, GOAL);
  }

  @Override
  public void save(State out) {
    episode.save(out);
    out.put("state", new double[] {start, position, velocity, fresh ? 1 : 0});
  }

  @Override
  public void restore(State in) {
    episode.restore(in);
    double[] s = in.doubles("state", 4);
    start = s[0];
    position = (float) s[1];
    velocity = (float) s[2];
    fresh = s[3] != 0;
  }
}
