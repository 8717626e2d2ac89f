package org.morl4j.pareto.search;

import org.morl4j.core.learn.Budget;
import org.morl4j.core.state.State;

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

  /** Writes all of it, its starting policy included: what another process needs to train it. */
  public void save(State out) {
    out.put("id", id.name());
    budget.save(out, "budget");
    out.put("evaluate_every", evaluateEvery);
    chain.save(out.child("chain"));
    TaskState.save(out.child("task"), task);
  }

  /** What {@link #save} wrote. */
  public static Job restore(State in, SearchContext context) {
    return new Job(
        JobId.parse(in.string("id")),
        TaskState.restore(in.child("task"), context),
        Budget.restore(in, "budget"),
        in.scalarLong("evaluate_every"),
        JobChain.restore(in.child("chain")));
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
