package org.morl4j.configs.run;

import java.util.Map;
import java.util.TreeMap;
import org.morl4j.configs.EnvironmentOpener;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.RunConfig.EnvironmentConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.env.EnvException;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Space;

/**
 * What a run's environment says of itself.
 *
 * @param versions names and versions of what it runs on, by name
 */
record EnvProbe(EnvSpec spec, Map<String, String> versions) {
  /** Of the episode that is begun; any will do. */
  private static final SeedTree SEEDS = new SeedTree(0);

  /**
   * Opens the config's environment once, which takes seconds for a Python one, and takes a step.
   *
   * @throws ConfigException if there is none, it breaks its contract, or the search doesn't fit its
   *     objectives
   */
  static EnvProbe probe(RunConfig config, EnvironmentOpener opener) {
    try (VectorEnv env = opener.open(config.environment(), 1)) {
      check(config, env.spec());
      if (!config.environment().recorded()) {
        step(env);
      }
      return new EnvProbe(env.spec(), new TreeMap<>(env.versions()));
    } catch (IllegalArgumentException | EnvException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Opens an environment and takes a step.
   *
   * @throws IllegalArgumentException if there is none, or a wrapper does not fit
   * @throws EnvException if it can't be opened, or breaks its contract
   */
  static EnvSpec spec(EnvironmentConfig environment) {
    try (VectorEnv env = EnvironmentOpener.BY_ID.open(environment, 1)) {
      step(env);
      return env.spec();
    }
  }

  /** What the first reset or step breaks is told before a run is begun for it. */
  private static void step(VectorEnv env) {
    Space actions = env.spec().actionSpace();
    double[] act = new double[actions.size()];
    actions.sample(SEEDS.child("act").generator(), act, 0);
    env.reset(new EpisodeSeeds(SEEDS, env.size()));
    env.step(act);
  }

  /**
   * Checks the search and the limits against the environment's signals.
   *
   * @throws IllegalArgumentException if they don't fit
   */
  static void check(RunConfig config, EnvSpec spec) {
    config.search().check(spec.objectives().size(), config.agent().factory().requirements());
    ConstraintFit.check(config, spec);
  }
}
