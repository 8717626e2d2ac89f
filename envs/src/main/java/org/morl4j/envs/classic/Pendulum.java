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
import org.morl4j.envs.draw.Canvas;
import org.morl4j.envs.numpy.NumpyGenerator;

/**
 * Swing a pendulum up and hold it, Gymnasium 1.4.0's {@code Pendulum-v1}.
 *
 * <p>Observation (float32 of a float64 state): cosine and sine of the angle, angular velocity.
 * Action: torque, clipped to [-2, 2]. Reward: -(angle^2 + 0.1 velocity^2 + 0.001 torque^2).
 *
 * <p>The reward is a float64 made with the C library's sine and powers, whose last bit is not
 * specified and differs between machines. Against glibc 2.36, 164 of 20,000 rewards differ, by at
 * most 8e-12 of themselves; rounded to float32 all agree, and so do all observations.
 */
public final class Pendulum implements Environment, Savable {
  private static final double MAX_SPEED = 8;
  private static final float MAX_TORQUE = 2;
  private static final double TIME_STEP = 0.05;
  private static final double GRAVITY = 3 * 10.0 / (2 * 1.0);

  private final EnvSpec spec =
      new EnvSpec(
          "native:Pendulum-v1",
          Box.of(Vec.of(-1, -1, -MAX_SPEED), Vec.of(1, 1, MAX_SPEED), Dtype.FLOAT32),
          Box.of(1, -MAX_TORQUE, MAX_TORQUE, Dtype.FLOAT32),
          List.of("reward"),
          List.of(),
          0,
          null,
          null,
          EpisodeGuard.GYMNASIUM);
  private final EpisodeGuard episode = new EpisodeGuard(spec.id());
  private final NumpyGenerator rng = new NumpyGenerator(0);
  private final double[] obs = new double[3];
  private final double[] reward = new double[1];
  private final Step swinging = new Step(obs, reward, Step.NO_COST, false, false);
  private double angle;
  private double velocity;

  @Override
  public EnvSpec spec() {
    return spec;
  }

  @Override
  public double[] reset(long seed) {
    rng.reseed(seed);
    angle = rng.uniform(-Math.PI, Math.PI);
    velocity = rng.uniform(-1, 1);
    episode.begin();
    return observe();
  }

  @Override
  public Step step(double[] act) {
    episode.requireRunning();
    float torque = Math.min(Math.max((float) act[0], -MAX_TORQUE), MAX_TORQUE);
    double fromTop = floorMod(angle + Math.PI, 2 * Math.PI) - Math.PI;
    // NumPy 2 keeps products of a Python number and a float32 in float32
    float effort = (float) 0.001 * (torque * torque);
    reward[0] = -(fromTop * fromTop + 0.1 * (velocity * velocity) + effort);
    double faster = velocity + (GRAVITY * Math.sin(angle) + 3f * torque) * TIME_STEP;
    velocity = Math.min(Math.max(faster, -MAX_SPEED), MAX_SPEED);
    angle = angle + velocity * TIME_STEP;
    observe();
    return swinging;
  }

  /** Python's {@code %}: the sign is the divisor's. */
  private static double floorMod(double x, double positive) {
    double rest = x % positive;
    return rest < 0 ? rest + positive : rest;
  }

  private double[] observe() {
    obs[0] = (float) Math.cos(angle);
    obs[1] = (float) Math.sin(angle);
    obs[2] = (float) velocity;
    return obs;
  }

  @Override
  public Frame render() {
    Canvas canvas = new Canvas(100, -1.2, 1.2, -1.2, 1.2);
    canvas.line(Canvas.RED, 14, 0, 0, -Math.sin(angle), Math.cos(angle));
    canvas.disc(Canvas.INK, 0, 0, 0.05);
    return canvas.frame();
  }

  @Override
  public void save(State out) {
    episode.save(out);
    out.put("state", new double[] {angle, velocity});
  }

  @Override
  public void restore(State in) {
    episode.restore(in);
    double[] s = in.doubles("state", 2);
    angle = s[0];
    velocity = s[1];
  }
}
