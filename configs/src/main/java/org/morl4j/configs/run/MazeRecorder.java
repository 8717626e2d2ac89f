package org.morl4j.configs.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.morl4j.configs.Environments;
import org.morl4j.configs.RunConfig.EnvironmentConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.ReferenceScores;
import org.morl4j.core.env.EnvException;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.DictSpace;
import org.morl4j.core.train.Playback;
import org.morl4j.envs.gym.GymVectorEnv;
import org.morl4j.envs.maze.MazeMap;
import org.morl4j.envs.maze.WaypointPolicy;
import org.morl4j.offline.Episode;
import org.morl4j.offline.Episodes;
import org.morl4j.offline.Metadata;

/**
 * Records a {@link WaypointPolicy} in a point maze. Episodes end where the environment says so;
 * where it sets a new goal within one, it is cut as by a time limit, and the step over which the
 * goal changed is left out.
 */
public final class MazeRecorder {
  /**
   * What is recorded.
   *
   * @param episodes of the environment; where goals change within them, more come of it
   * @param measured episodes that either reference return is the mean of: that of random actions,
   *     and that of the walk without noise
   * @param noise deviation of the noise on recorded actions, in their own unit
   * @param seed of environment and actions
   */
  public record Options(
      @Allowed(min = 1, max = 10_000_000) int episodes,
      @Allowed(min = 1, max = 1_000_000) int measured,
      @Allowed(min = 0, max = 1e6) double noise,
      @Allowed(min = 0, max = Long.MAX_VALUE) long seed) {
    public static final Options DEFAULT = new Options(100, 20, 0.5, 0);

    public Options {
      Check.allowed(Options.class, "episodes", episodes);
      Check.allowed(Options.class, "measured", measured);
      Check.allowed(Options.class, "noise", noise);
      Check.allowed(Options.class, "seed", seed);
    }
  }

  private final VectorEnv env;
  private final SeedTree seeds;

  private MazeRecorder(VectorEnv env, long seed) {
    this.env = env;
    seeds = new SeedTree(seed).child("maze");
  }

  /**
   * Checks that an environment can be walked.
   *
   * @throws ConfigException if it is no maze, or can't be opened
   */
  public static EnvSpec check(EnvironmentConfig environment) {
    try (VectorEnv env = open(environment)) {
      policy(env, 0);
      return env.spec();
    } catch (IllegalArgumentException | EnvException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Records.
   *
   * @param environment whose wrappers don't take part
   * @throws ConfigException if it is no maze, can't be opened, or scores can't be taken in it
   */
  public static Episodes record(EnvironmentConfig environment, Options options) {
    try (VectorEnv env = open(environment)) {
      MazeRecorder recorder = new MazeRecorder(env, options.seed());
      return recorder.record(options);
    } catch (IllegalArgumentException | EnvException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  private static VectorEnv open(EnvironmentConfig environment) {
    return Environments.open(
        new EnvironmentConfig(
            environment.id(), environment.settings().withWrappers(List.of()).withRows(1)),
        1);
  }

  private static Policy policy(VectorEnv env, double noise) {
    Optional<MazeMap> maze =
        env instanceof GymVectorEnv gym ? gym.maze() : Optional.empty(); // others tell no walls
    return new WaypointPolicy(maze.orElseThrow(() -> noMaze(env.spec())), env.spec(), noise);
  }

  private static IllegalArgumentException noMaze(EnvSpec spec) {
    return new IllegalArgumentException(
        "%s is no maze of gymnasium-robotics. Maybe name one, such as gymnasium:PointMaze_UMaze-v3."
            .formatted(spec.id()));
  }

  private Episodes record(Options options) {
    EnvSpec spec = env.spec();
    Policy walk = policy(env, options.noise());
    List<Episode> walked = play(walk, Mode.EXPLORE, options.episodes(), "walk");
    Policy random = new UniformPolicy(spec.actionSpace());
    Vec low = Episode.meanReturns(play(random, Mode.EXPLORE, options.measured(), "random"), spec);
    Vec high = Episode.meanReturns(play(walk, Mode.EXPLOIT, options.measured(), "expert"), spec);
    Metadata metadata =
        Metadata.EMPTY
            .with("algorithm_name", "waypoints, noise %s".formatted(options.noise()))
            .with("morl4j_environment", spec.id())
            .with(new ReferenceScores(low, high));
    List<Episode> cut = walked.stream().flatMap(episode -> cut(episode, spec)).toList();
    return new Episodes(spec, metadata, cut);
  }

  private List<Episode> play(Policy policy, Mode mode, int episodes, String name) {
    Tape tape = new Tape();
    Playback.run(env, episodes, policy, null, mode, seeds.child(name), tape);
    return tape.episodes();
  }

  /** An episode in pieces of one goal each. */
  static Stream<Episode> cut(Episode episode, EnvSpec spec) {
    int size = spec.observationSpace().size();
    int goal = goal(spec);
    int steps = episode.steps(spec);
    List<Episode> pieces = new ArrayList<>();
    int from = 0;
    for (int t = 0; t < steps; t++) {
      int here = t * size + goal;
      boolean same =
          episode.obs()[here] == episode.obs()[here + size]
              && episode.obs()[here + 1] == episode.obs()[here + size + 1];
      if (!same) {
        if (t > from) {
          pieces.add(truncated(episode.part(spec, from, t)));
        }
        from = t + 1;
      }
    }
    if (from < steps) {
      pieces.add(episode.part(spec, from, steps));
    }
    return pieces.stream();
  }

  private static Episode truncated(Episode piece) {
    return new Episode(piece.obs(), piece.act(), piece.reward(), piece.cost(), false, true);
  }

  private static int goal(EnvSpec spec) {
    int at = 0;
    if (spec.observationSpace() instanceof DictSpace dict) {
      for (DictSpace.Entry entry : dict.entries()) {
        if (entry.key().equals("desired_goal")) {
          return at;
        }
        at += entry.space().size();
      }
    }
    throw noMaze(spec);
  }
}
