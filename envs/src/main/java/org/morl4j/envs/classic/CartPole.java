package org.morl4j.envs.classic;

import java.util.List;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Frame;
import org.morl4j.core.env.Step;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.envs.draw.Canvas;
import org.morl4j.envs.numpy.NumpyGenerator;

/**
 * Pole balancing on a cart (Barto, Sutton, Anderson 1983), Gymnasium 1.4.0's {@code CartPole-v1}
 * with its Euler steps of 0.02 s.
 *
 * <p>Observation (float32 of a float64 state): position, velocity, angle, angular velocity.
 * Actions: push left, push right. Reward: 1 a step, the last included.
 */
public final class CartPole implements Environment, Savable {
  private static final double GRAVITY = 9.8;
  private static final double POLE_MASS = 0.1;
  private static final double TOTAL_MASS = POLE_MASS + 1.0;
  private static final double HALF_LENGTH = 0.5;
  private static final double POLE_MASS_LENGTH = POLE_MASS * HALF_LENGTH;
  private static final double FORCE = 10.0;
  private static final double TAU = 0.02;
  private static final double ANGLE_LIMIT = 12 * 2 * Math.PI / 360;
  private static final double POSITION_LIMIT = 2.4;

  private final EnvSpec spec;
  private final EpisodeGuard episode;
  private final NumpyGenerator rng = new NumpyGenerator(0);
  private final double[] obs = new double[4];
  private final double[] reward = {1};
  private final Step up = new Step(obs, reward, Step.NO_COST, false, false);
  private final Step fallen = new Step(obs, reward, Step.NO_COST, true, false);
  private double x;
  private double xDot;
  private double theta;
  private double thetaDot;

  public CartPole() {
    double xMax = (float) (POSITION_LIMIT * 2);
    double thetaMax = (float) (ANGLE_LIMIT * 2);
    double any = Double.POSITIVE_INFINITY;
    spec =
        new EnvSpec(
            "native:CartPole-v1",
            Box.of(
                Vec.of(-xMax, -any, -thetaMax, -any),
                Vec.of(xMax, any, thetaMax, any),
                Dtype.FLOAT32),
            new Discrete(2),
            List.of("reward"),
            List.of(),
            0,
            null,
            null,
            EpisodeGuard.GYMNASIUM);
    episode = new EpisodeGuard(spec.id());
  }

  @Override
  public EnvSpec spec() {
    return spec;
  }

  @Override
  public double[] reset(long seed) {
    rng.reseed(seed);
    x = rng.uniform(-0.05, 0.05);
    xDot = rng.uniform(-0.05, 0.05);
    theta = rng.uniform(-0.05, 0.05);
    thetaDot = rng.uniform(-0.05, 0.05);
    episode.begin();
    return observe();
  }

  @Override
  public Step step(double[] act) {
    double force = episode.discrete(act, 2) == 1 ? FORCE : -FORCE;
    double cos = Math.cos(theta);
    double sin = Math.sin(theta);
    double temp = (force + POLE_MASS_LENGTH * (thetaDot * thetaDot) * sin) / TOTAL_MASS;
    double thetaAcc =
        (GRAVITY * sin - cos * temp)
            / (HALF_LENGTH * (4.0 / 3.0 - POLE_MASS * (cos * cos) / TOTAL_MASS));
    double xAcc = temp - POLE_MASS_LENGTH * thetaAcc * cos / TOTAL_MASS;
    x = x + TAU * xDot;
    xDot = xDot + TAU * xAcc;
    theta = theta + TAU * thetaDot;
    thetaDot = thetaDot + TAU * thetaAcc;
    observe();
    boolean upright =
        x >= -POSITION_LIMIT
            && x <= POSITION_LIMIT
            && theta >= -ANGLE_LIMIT
            && theta <= ANGLE_LIMIT;
    if (upright) {
      return up;
    }
    episode.end();
    return fallen;
  }

  private double[] observe() {
    obs[0] = (float) x;
    obs[1] = (float) xDot;
    obs[2] = (float) theta;
    obs[3] = (float) thetaDot;
    return obs;
  }

  @Override
  public Frame render() {
    Canvas canvas = new Canvas(100, -2.4, 2.4, -0.5, 1.5);
    canvas.line(Canvas.FAINT, 2, -2.4, 0, 2.4, 0);
    canvas.box(Canvas.INK, x - 0.25, -0.12, 0.5, 0.24);
    double length = 2 * HALF_LENGTH;
    canvas.line(
        Canvas.GOLD, 8, x, 0.1, x + length * Math.sin(theta), 0.1 + length * Math.cos(theta));
    return canvas.frame();
  }

  @Override
  public void save(State out) {
    episode.save(out);
    out.put("state", new double[] {x, xDot, theta, thetaDot});
  }

  /** The generator is not part of the state: it is used by resets only, and each seeds it. */
  @Override
  public void restore(State in) {
    episode.restore(in);
    double[] s = in.doubles("state", 4);
    x = s[0];
    xDot = s[1];
    theta = s[2];
    thetaDot = s[3];
  }
}
