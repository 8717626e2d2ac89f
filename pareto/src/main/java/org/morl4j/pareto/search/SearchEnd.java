package org.morl4j.pareto.search;

/** Why a search came to its end. */
public enum SearchEnd {
  /** All training it was to do is done, but for a rest that holds no update in each job. */
  BUDGET,
  /** No policy was left that it had not extended yet. */
  NOTHING_TO_EXTEND;
}
