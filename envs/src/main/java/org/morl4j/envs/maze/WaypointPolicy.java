package org.morl4j.envs.maze;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.DictSpace;
import org.morl4j.core.state.State;

/**
 * Walks a ball of gymnasium-robotics' PointMaze to its goal: a = clip(10 (w - x) - v + noise e), e
 * standard normal, with w the next waypoint, x the ball's place and v its velocity. Gains and noise
 * are those that the data of D4RL and Farama was recorded with. Greedy it makes no noise.
 */
public final class WaypointPolicy implements Policy {
  private static final double PROPORTIONAL = 10;
  private static final double DERIVATIVE = -1;

  private final MazeMap maze;
  private final double noise;
  private final int obsSize;
  private final int goal;
  private final int ball;
  private final double low;
  private final double high;

  /**
   * @param spec of an environment whose observations are a Dict with {@code desired_goal} (x, y)
   *     and {@code observation} (x, y and their velocities), and whose actions are a Box of 2
   * @param noise deviation of the noise on actions, in their own unit
   * @throws IllegalArgumentException if the environment is another one
   */
  public WaypointPolicy(MazeMap maze, EnvSpec spec, double noise) {
    this.maze = maze;
    this.noise = noise;
    obsSize = spec.observationSpace().size();
    goal = at(spec, "desired_goal", 2);
    ball = at(spec, "observation", 4);
    if (!(spec.actionSpace() instanceof Box box) || box.size() != 2) {
      throw unlike(spec);
    }
    low = box.low().get(0);
    high = box.high().get(0);
  }

  private static int at(EnvSpec spec, String key, int size) {
    if (spec.observationSpace() instanceof DictSpace dict) {
      int at = 0;
      for (DictSpace.Entry entry : dict.entries()) {
        if (entry.key().equals(key) && entry.space().size() == size) {
          return at;
        }
        at += entry.space().size();
      }
    }
    throw unlike(spec);
  }

  private static IllegalArgumentException unlike(EnvSpec spec) {
    return new IllegalArgumentException(
        """
        %s can't be walked by waypoints: that takes a Dict with desired_goal (2) and observation \
        (4), and a Box of 2 actions. Maybe name a PointMaze, such as gymnasium:PointMaze_UMaze-v3."""
            .formatted(spec.id()));
  }

  @Override
  public Actor actor(int n, Mode mode, Rng[] generators) {
    return new Walker(mode == Mode.EXPLOIT ? 0 : noise, generators, n);
  }

  /** It remembers nothing: the way follows from where the ball is. */
  private final class Walker implements Actor {
    private final double deviation;
    private final Rng[] generators;
    private final int n;
    private final double[] target = new double[2];

    Walker(double deviation, Rng[] generators, int n) {
      this.deviation = deviation;
      this.generators = generators;
      this.n = n;
    }

    @Override
    public void act(
        double[] obs, double @Nullable [] preference, double[] act, double @Nullable [] logProb) {
      for (int i = 0; i < n; i++) {
        int row = i * obsSize;
        maze.target(obs, row + ball, row + goal, target);
        for (int j = 0; j < 2; j++) {
          double force =
              PROPORTIONAL * (target[j] - obs[row + ball + j])
                  + DERIVATIVE * obs[row + ball + 2 + j];
          if (deviation > 0) {
            force += deviation * generators[i].nextGaussian();
          }
          act[2 * i + j] = (float) Math.min(high, Math.max(low, force));
        }
      }
    }

    @Override
    public void save(State out) {
      // It has nothing of its own.
    }

    @Override
    public void restore(State in) {
      // It has nothing of its own.
    }
  }
}
