package org.morl4j.configs.run;

import org.morl4j.pareto.search.EvaluationResult;
import org.morl4j.pareto.search.LimitResult;
import org.morl4j.pareto.search.SearchListener;

/** Watches a search for limits out of reach: whose multiplier stood at its cap for long. */
final class Reach implements SearchListener {
  private volatile boolean feasible = true;

  @Override
  public void evaluated(EvaluationResult evaluated) {
    if (evaluated.limits().stream().anyMatch(LimitResult::capped)) {
      feasible = false;
    }
  }

  /** Whether none was so far. */
  boolean feasible() {
    return feasible;
  }
}
