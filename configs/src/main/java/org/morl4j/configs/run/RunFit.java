package org.morl4j.configs.run;

import org.jspecify.annotations.Nullable;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.ReplayBuffer;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.SeedTree;

/** Whether a config and its environment fit, asked before anything is trained or written. */
final class RunFit {
  private RunFit() {}

  /**
   * Checks agent and replay against the environment.
   *
   * @throws ConfigException if they don't fit
   */
  static void check(RunConfig config, EnvSpec spec) {
    try {
      // Learners look at spaces in their constructor; one without an update is soon made.
      Requirements requirements = config.agent().factory().requirements();
      if (requirements.schedule() instanceof Requirements.Replay replay) {
        ReplayBuffer.requireMemory(
            spec,
            replay.options(),
            requirements.preference(),
            config.search().transitions(),
            config.search().oneLearner() ? 1 : config.execution().threads());
      }
      Learner<?> learner =
          config
              .agent()
              .factory()
              .create(new Setup(spec, config.agent().signals(spec), 1, new SeedTree(0)));
      if (config.evaluation().bias() && learner.values() == null) {
        throw new ConfigException(
            "evaluation.bias is true, but this agent shows no critic. Maybe set it to false.");
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The hypervolume's reference point; null where there is none and none is needed.
   *
   * @throws ConfigException if one is needed, or of another size than the objectives
   */
  static @Nullable Vec reference(RunConfig config, EnvSpec spec) {
    Vec reference = config.reference() != null ? config.reference() : spec.reference();
    int m = spec.objectives().size();
    if (reference == null && !config.search().front()) {
      return null;
    }
    if (reference == null) {
      throw new ConfigException(
          "reference is missing, and "
              + spec.id()
              + " has none of its own. Maybe add \"reference\": a list of "
              + m
              + " returns that every useful policy exceeds.");
    }
    if (reference.size() != m) {
      throw new ConfigException(
          "reference has "
              + reference.size()
              + " entries, but "
              + spec.id()
              + " has "
              + m
              + " objectives.");
    }
    return reference;
  }
}
