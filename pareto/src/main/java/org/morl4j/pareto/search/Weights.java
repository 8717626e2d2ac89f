package org.morl4j.pareto.search;

import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Requirements;

/** Checks of what several kinds of search share: weight vectors, and who is conditioned on them. */
final class Weights {
  private Weights() {}

  /** Requires entries that are finite and not negative, one of them positive. */
  static void check(Vec w) {
    double sum = 0;
    boolean negative = false;
    for (int j = 0; j < w.size(); j++) {
      sum += w.get(j);
      negative |= w.get(j) < 0;
    }
    if (negative || !w.isFinite() || !(sum > 0)) {
      throw new IllegalArgumentException(
          "weights has "
              + w
              + ", but the entries must be finite and not negative, and one positive. Maybe"
              + " turn the reward's sign round by the wrapper reward-scale.");
    }
  }

  /** Requires one entry an objective. */
  static void checkSize(Vec w, int objectives) {
    if (w.size() != objectives) {
      throw new IllegalArgumentException(
          "search has the weights "
              + w
              + " with "
              + w.size()
              + " entries, but the environment has "
              + objectives
              + " objectives. Maybe one weight is missing or too many.");
    }
  }

  /** Requires a learner of one policy, as opposed to one policy for every preference. */
  static void checkUnconditioned(String search, Requirements requirements) {
    if (requirements.preference()) {
      throw new IllegalArgumentException(
          "search.type is \""
              + search
              + "\", but the agent learns one policy for every preference. Maybe set search.type to"
              + " \"preferences\", or agent.preference to false.");
    }
  }
}
