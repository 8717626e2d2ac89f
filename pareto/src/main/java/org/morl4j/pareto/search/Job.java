package org.morl4j.pareto.search;

import org.morl4j.core.learn.Budget;

/**
 * One policy's training, independent of every other job of its round.
 *
 * @param id its place in the run
 * @param task what it trains for
 * @param budget what it may take
 * @param evaluateEvery between evaluations, in the unit of each phase: transitions, or updates on
 *     data
 * @param chain how it hangs together with jobs of other rounds
 */
public record Job(JobId id, Task task, Budget budget, long evaluateEvery, JobChain chain) {
  /** A job that begins its trainer and its rates anew, and that none goes on from. */
  public Job(JobId id, Task task, Budget budget, long evaluateEvery) {
    this(id, task, budget, evaluateEvery, JobChain.NONE);
  }

  /** The same with another chain. */
  public Job with(JobChain other) {
    return new Job(id, task, budget, evaluateEvery, other);
  }

  int stage() {
    return id.stage();
  }

  int round() {
    return id.round();
  }

  int index() {
    return id.index();
  }

  /** Unique within a run, e.g. {@code s2r1j04}. */
  public String name() {
    return id.name();
  }
}
