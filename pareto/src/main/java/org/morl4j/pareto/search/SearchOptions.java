package org.morl4j.pareto.search;

import org.morl4j.core.check.Vec;

/** What a config's {@code search} may be; every kind is run by {@link CMorl}. */
public sealed interface SearchOptions permits CMorl.Options, WeightedSum {
  /** The search as C-MORL runs it. */
  CMorl.Options stages();

  /** Training transitions in all. */
  long transitions();

  /** Checks what only the number of objectives can tell. */
  default void check(int objectives) {
    if (stages().stageOne().weights() == null) {
      return;
    }
    for (Vec w : stages().stageOne().weights()) {
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
  }
}
