package org.morl4j.core.env;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Environment#reset} and {@link Environment#step} must give, looked at in every step:
 * arrays as long as the spec says, and an end by the horizon it names. A few comparisons where all
 * is well; words are found only for what isn't.
 */
final class StepContract {
  private final EnvSpec spec;
  private final int obsSize;
  private final int m;
  private final int k;
  private final int horizon;

  StepContract(EnvSpec spec) {
    this.spec = spec;
    obsSize = spec.observationSpace().size();
    m = spec.objectives().size();
    k = spec.costs().size();
    horizon = spec.horizon() > 0 ? spec.horizon() : Integer.MAX_VALUE;
  }

  /** Looks at a first observation. */
  void reset(int row, double @Nullable [] obs) {
    if (obs == null || obs.length != obsSize) {
      throw observation(row, "reset", obs);
    }
  }

  /** Looks at a step. */
  void step(int row, @Nullable Step step) {
    if (step == null) {
      throw new EnvException(
          "%s row %d: step gave null. Maybe return a new Step(obs, reward, cost, terminated, truncated)."
              .formatted(spec.id(), row));
    }
    double @Nullable [] obs = step.obs();
    double @Nullable [] reward = step.reward();
    double @Nullable [] cost = step.cost();
    if (obs == null || obs.length != obsSize) {
      throw observation(row, "step", obs);
    }
    if (reward == null || reward.length != m) {
      throw signals(row, "reward", reward, "objectives", spec.objectives());
    }
    if (cost == null || cost.length != k) {
      throw signals(row, "cost", cost, "costs", spec.costs());
    }
  }

  /** Looks at an episode that goes on after so many steps. */
  void goesOn(int row, int steps) {
    if (steps >= horizon) {
      throw new EnvException(
          """
          %s row %d: the episode goes on after %d steps, but its spec has a horizon of %d. Maybe \
          give truncated = true with step %d, set environment.timeLimit to %d, which does so, or \
          say horizon 0 in the EnvSpec: no limit."""
              .formatted(spec.id(), row, steps, horizon, horizon, horizon));
    }
  }

  private EnvException observation(int row, String call, double @Nullable [] obs) {
    return new EnvException(
        """
        %s row %d: %s gave an observation of %s, but the observation space has %d: %s. Maybe \
        change the space in the EnvSpec, or the array."""
            .formatted(
                spec.id(), row, call, values(obs), obsSize, shortened(spec.observationSpace())));
  }

  private EnvException signals(
      int row, String what, double @Nullable [] values, String plural, List<String> names) {
    String remedy = "change the names in the EnvSpec, or the array";
    if (names.isEmpty()) {
      remedy = "name them in the EnvSpec, or give Step.NO_COST";
    } else if (values != null && values.length > names.size()) {
      List<String> unnamed = new ArrayList<>();
      for (int j = names.size(); j < Math.min(values.length, names.size() + 5); j++) {
        unnamed.add("%s[%d] = %s".formatted(what, j, values[j]));
      }
      remedy = "name %s in the EnvSpec, or leave it out".formatted(String.join(", ", unnamed));
    } else if (values != null) {
      remedy =
          "add %s, or leave its name out of the EnvSpec"
              .formatted(String.join(", ", names.subList(values.length, names.size())));
    }
    return new EnvException(
        "%s row %d: step gave a %s of %s, but the spec has %d %s%s. Maybe %s."
            .formatted(
                spec.id(),
                row,
                what,
                values(values),
                names.size(),
                plural,
                names.isEmpty() ? "" : ": " + String.join(", ", names),
                remedy));
  }

  private static String values(double @Nullable [] values) {
    if (values == null) {
      return "null";
    }
    return values.length == 1 ? "1 value" : values.length + " values";
  }

  private static String shortened(Object space) {
    String text = space.toString();
    return text.length() <= 100 ? text : text.substring(0, 100) + "..";
  }
}
