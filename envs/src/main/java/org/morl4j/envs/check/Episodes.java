package org.morl4j.envs.check;

import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorStep;

/** How the episodes of a run ended, and what their signals were. */
final class Episodes {
  private final EnvSpec spec;
  private final int[] length;
  private final double[] largestReward;
  private final double[] largestCost;
  private int steps;
  private int terminated;
  private int truncated;
  private int both;
  private int shortest = Integer.MAX_VALUE;
  private int longest;
  private int terminatedAtHorizon;
  private int truncatedAtHorizon;
  private int shortestCut = Integer.MAX_VALUE;
  private int longestCut;

  Episodes(EnvSpec spec, int rows) {
    this.spec = spec;
    length = new int[rows];
    largestReward = new double[spec.objectives().size()];
    largestCost = new double[spec.costs().size()];
  }

  void add(VectorStep step) {
    steps++;
    largest(step.reward(), largestReward);
    largest(step.cost(), largestCost);
    for (int i = 0; i < length.length; i++) {
      length[i]++;
      if (step.ended(i)) {
        end(length[i], step.terminated()[i], step.truncated()[i]);
        length[i] = 0;
      }
    }
  }

  private static void largest(double[] values, double[] largest) {
    for (int j = 0; j < values.length; j++) {
      int signal = j % largest.length;
      largest[signal] = Math.max(largest[signal], Math.abs(values[j]));
    }
  }

  private void end(int taken, boolean byRules, boolean cut) {
    terminated += byRules ? 1 : 0;
    truncated += cut ? 1 : 0;
    both += byRules && cut ? 1 : 0;
    shortest = Math.min(shortest, taken);
    longest = Math.max(longest, taken);
    if (taken == spec.horizon()) {
      terminatedAtHorizon += byRules && !cut ? 1 : 0;
      truncatedAtHorizon += cut ? 1 : 0;
    }
    if (cut) {
      shortestCut = Math.min(shortestCut, taken);
      longestCut = Math.max(longestCut, taken);
    }
  }

  int ended() {
    return terminated + truncated - both;
  }

  boolean sawHorizon() {
    return spec.horizon() == 0 || truncatedAtHorizon + terminatedAtHorizon > 0;
  }

  /** Whether every signal was other than 0 at least once. */
  Finding signals() {
    List<String> zero = new ArrayList<>();
    for (int j = 0; j < largestReward.length; j++) {
      if (largestReward[j] == 0) {
        zero.add("objective " + spec.objectives().get(j));
      }
    }
    for (int j = 0; j < largestCost.length; j++) {
      if (largestCost[j] == 0) {
        zero.add("cost " + spec.costs().get(j));
      }
    }
    return zero.isEmpty()
        ? Finding.ok(
            "signals",
            "finite, as many as the spec names: %d objectives, %d costs"
                .formatted(largestReward.length, largestCost.length))
        : Finding.remark(
            "signals",
            "%s was 0 in all of %d random steps".formatted(String.join(", ", zero), steps),
            "Maybe it is sparse; else see whether it is set.");
  }

  Finding flags() {
    if (ended() == 0) {
      return Finding.remark(
          "ends",
          "no episode ended in %d random steps".formatted(steps),
          spec.horizon() == 0
              ? "Maybe set environment.timeLimit: without an end nothing can be measured."
              : "Maybe its ends are rare; the horizon of %d cuts it.".formatted(spec.horizon()));
    }
    return Finding.ok(
        "ends",
        "%d episodes of %d to %d steps: %d terminated, %d truncated"
            .formatted(ended(), shortest, longest, terminated, truncated));
  }

  Finding horizon() {
    int horizon = spec.horizon();
    if (horizon == 0 && shortestCut == longestCut && truncated > 1) {
      return Finding.remark(
          "horizon",
          "%d episodes were truncated, each after %d steps, but the spec has no horizon"
              .formatted(truncated, longestCut),
          "Maybe say horizon %d in the spec, for searches and reports.".formatted(longestCut));
    }
    if (horizon == 0) {
      return Finding.ok("horizon", "none");
    }
    if (terminatedAtHorizon > 0 && truncatedAtHorizon == 0) {
      return Finding.remark(
          "horizon",
          "%d episodes ended at the horizon of %d steps as terminated, none as truncated"
              .formatted(terminatedAtHorizon, horizon),
          """
          Maybe a time limit is meant: then truncated is true and terminated false, or the \
          future after it counts as 0.""");
    }
    return truncatedAtHorizon > 0
        ? Finding.ok("horizon", "%d steps, then truncated".formatted(horizon))
        : Finding.ok("horizon", "%d steps, not reached in %d".formatted(horizon, steps));
  }
}
