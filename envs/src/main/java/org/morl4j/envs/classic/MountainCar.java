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
import org.morl4j.envs.numpy.NumpyGenerator;

/**
 * Mountain car (Moore 1990) with several objectives: an underpowered car swings itself up a hill.
 * Ported from MO-Gymnasium 1.3.2.
 *
 * <p>Observation (float32 of a float64 state): position, velocity. Actions: reverse, nothing,
 * forward. Rewards: time -1 a step but 0 at the goal; -1 for each use of the engine; speed 15 |v|.
 */
public final class MountainCar implements Environment, Savable {
  private static final double MIN_POSITION = -1.2;
  private static final double MAX_POSITION = 0.6;
  private static final double MAX_SPEED = 0.07;
  private static final double GOAL = 0.5;
  private static final double FORCE = 0.001;
  private static final double GRAVITY = 0.0025;

  /** Which objectives there are, as registered. */
  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  public enum Objectives {
    /** Time, reverse, forward. */
    TIME_REVERSE_FORWARD("mo-mountaincar-v0", List.of("time", "reverse", "forward")),
    /** Time, moves in either direction, speed. */
    TIME_MOVE_SPEED("mo-mountaincar-3d-v0", List.of("time", "move", "speed")),
    /** Time, moves in either direction. */
    TIME_MOVE("mo-mountaincar-timemove-v0", List.of("time", "move")),
    /** Time, speed. */
    TIME_SPEED("mo-mountaincar-timespeed-v0", List.of("time", "speed"));

    private final String name;
    private final List<String> names;

    Objectives(String name, List<String> names) {
      this.name = name;
      this.names = names;
    }

    /** What an episode of 200 steps can't fall below: -200 each, speed 0. */
    private Vec worst() {
      return Vec.of(names.stream().map(n -> n.equals("speed") ? 0.0 : -200.0).toList());
    }
  }

  private final Objectives objectives;
  private final EnvSpec spec;
  private final EpisodeGuard episode;
  private final NumpyGenerator rng = new NumpyGenerator(0);
  private final double[] obs = new double[2];
  private final double[] reward;
  private final Step driving;
  private final Step arrived;
  private double position;
  private double velocity;

  public MountainCar(Objectives objectives) {
    this.objectives = objectives;
    Vec high = Vec.of((float) MAX_POSITION, (float) MAX_SPEED);
    Vec low = Vec.of((float) MIN_POSITION, (float) -MAX_SPEED);
    spec =
        new EnvSpec(
            "native:" + objectives.name,
            Box.of(low, high, Dtype.FLOAT32),
            new Discrete(3),
            objectives.names,
            List.of(),
            0,
            objectives.worst(),
            null,
            EpisodeGuard.MO_GYMNASIUM);
    episode = new EpisodeGuard(spec.id());
    reward = new double[objectives.names.size()];
    driving = new Step(obs, reward, Step.NO_COST, false, false);
    arrived = new Step(obs, reward, Step.NO_COST, true, false);
  }

  @Override
  public EnvSpec spec() {
    return spec;
  }

  @Override
  public double[] reset(long seed) {
    rng.reseed(seed);
    position = rng.uniform(-0.6, -0.4);
    velocity = 0;
    episode.begin();
    return observe();
  }

  @Override
  public Step step(double[] act) {
    int action = episode.discrete(act, 3);
    velocity += (action - 1) * FORCE + Math.cos(3 * position) * -GRAVITY;
    velocity = Math.min(Math.max(velocity, -MAX_SPEED), MAX_SPEED);
    position += velocity;
    position = Math.min(Math.max(position, MIN_POSITION), MAX_POSITION);
    if (position == MIN_POSITION && velocity < 0) {
      velocity = 0;
    }
    observe();
    boolean goal = position >= GOAL && velocity >= 0;
    score(action, goal);
    if (!goal) {
      return driving;
    }
    episode.end();
    return arrived;
  }

  private void score(int action, boolean goal) {
    reward[0] = goal ? 0 : -1;
    double move = action == 1 ? 0 : -1;
    double speed = (float) (15 * Math.abs(velocity));
    switch (objectives) {
      case TIME_REVERSE_FORWARD -> {
        reward[1] = action == 0 ? -1 : 0;
        reward[2] = action == 2 ? -1 : 0;
      }
      case TIME_MOVE_SPEED -> {
        reward[1] = move;
        reward[2] = speed;
      }
      case TIME_MOVE -> reward[1] = move;
      case TIME_SPEED -> reward[1] = speed;
    }
  }

  private double[] observe() {
    obs[0] = (float) position;
    obs[1] = (float) velocity;
    return obs;
  }

  @Override
  public Frame render() {
    return Hill.draw(position, GOAL);
  }

  @Override
  public void save(State out) {
    episode.save(out);
    out.put("state", new double[] {position, velocity});
  }

  @Override
  public void restore(State in) {
    episode.restore(in);
    double[] s = in.doubles("state", 2);
    position = s[0];
    velocity = s[1];
  }
}
