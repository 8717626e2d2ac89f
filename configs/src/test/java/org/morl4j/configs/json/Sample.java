package org.morl4j.configs.json;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;

/** A small run config with one component of each kind. */
final class Sample {
  private Sample() {}

  static final ConfigTypes TYPES =
      ConfigTypes.NONE
          .register(Agent.class, "ppo", Ppo.class)
          .register(Agent.class, "random", RandomAgent.class)
          .register(Agent.class, "bounded", BoundedAgent.class)
          .register(Wrapper.class, "time-limit", TimeLimit.class)
          .register(Wrapper.class, "linear-reward", LinearReward.class);

  static final ConfigReader<Run> READER = new ConfigReader<>(Run.class, TYPES);
  static final ConfigWriter WRITER = new ConfigWriter(TYPES);

  enum Std {
    STATE_INDEPENDENT,
    STATE_DEPENDENT
  }

  record Run(
      String name,
      Env environment,
      @Nullable Agent agent,
      @Nullable Double targetKl,
      @Nullable Search search) {}

  record Env(
      String id, int count, Vec reference, List<Wrapper> wrappers, Map<String, Object> options) {
    static final Env DEFAULT = new Env("native:none", 8, Vec.of(0, -50), List.of(), Map.of());
  }

  sealed interface Wrapper permits TimeLimit, LinearReward {}

  record TimeLimit(int steps) implements Wrapper {
    TimeLimit {
      Check.atLeast("steps", steps, 1);
    }
  }

  record LinearReward(Vec weights) implements Wrapper {
    LinearReward {
      Check.finite("weights", weights.toArray());
      for (int i = 0; i < weights.size(); i++) {
        if (weights.get(i) < 0) {
          throw new IllegalArgumentException(
              "weights[" + i + "] is " + weights.get(i) + ", but must be zero or positive.");
        }
      }
    }
  }

  sealed interface Agent permits Ppo, RandomAgent, BoundedAgent {}

  /** Options as they would stand in another module, which knows nothing of configs. */
  record PpoOptions(
      double learningRate, double clip, int epochs, long bufferSize, boolean normalize) {
    static final PpoOptions DEFAULT = new PpoOptions(3e-4, 0.2, 10, 1L << 40, true);

    PpoOptions {
      Check.positive("learningRate", learningRate);
      Check.open01("ppo.clip", clip);
      Check.atLeast("epochs", epochs, 1);
    }
  }

  record Ppo(@JsonUnwrapped PpoOptions options, Std std) implements Agent {
    static final Ppo DEFAULT = new Ppo(PpoOptions.DEFAULT, Std.STATE_INDEPENDENT);
  }

  record RandomAgent() implements Agent {}

  record BoundedAgent(TimeLimit limit) implements Agent {}

  record Search(int rounds, Agent inner) {
    static final Search DEFAULT =
        new Search(5, new Ppo(new PpoOptions(1e-3, 0.1, 4, 64, false), Std.STATE_DEPENDENT));

    Search {
      if (rounds > 100) {
        throw new IllegalArgumentException("Too many rounds.");
      }
    }
  }

  static final String TEXT =
      """
      {
        "$schema": "../schema.json",
        "name": "demo",
        "environment": {
          "id": "native:deep-sea-treasure-v0",
          "count": 4,
          "reference": [0, -25.5],
          "wrappers": [
            {"type": "time-limit", "steps": 100},
            {"type": "linear-reward", "weights": [1, 0.5]}
          ],
          "options": {"map": "convex", "float": 2.0, "whole": 3, "flag": true}
        },
        "agent": {
          "type": "ppo",
          "learningRate": 0.001,
          "epochs": 3,
          "std": "state-dependent"
        },
        "targetKl": 0.02
      }
      """;
}
