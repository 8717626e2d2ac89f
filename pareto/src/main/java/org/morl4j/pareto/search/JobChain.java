package org.morl4j.pareto.search;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.state.State;

/**
 * How a job hangs together with jobs of other rounds.
 *
 * @param from the job it goes on from: with that one's learner, moments and all, and its replay;
 *     null to begin anew, or from the snapshot its task names
 * @param continued whether a later job goes on from it, so that its trainer is kept at its end
 * @param rates what its schedules of rates stretch over; null for the job alone
 */
public record JobChain(@Nullable JobId from, boolean continued, @Nullable Rates rates) {
  /** Of a job by itself. */
  public static final JobChain NONE = new JobChain(null, false, null);

  /**
   * Rates that decay once over a whole search.
   *
   * @param before what the search's learner was trained for before this job
   * @param total what it will be trained for in all
   */
  public record Rates(Budget before, Budget total) {}

  void save(State out) {
    out.put("from", from == null ? "" : from.name());
    out.put("continued", continued ? 1L : 0L);
    if (rates != null) {
      rates.before.save(out, "before");
      rates.total.save(out, "total");
    }
  }

  static JobChain restore(State in) {
    String from = in.string("from");
    return new JobChain(
        from.isEmpty() ? null : JobId.parse(from),
        in.scalarLong("continued") == 1,
        in.has("total")
            ? new Rates(Budget.restore(in, "before"), Budget.restore(in, "total"))
            : null);
  }

  /** Goes on from another job, which must be {@link #continued}. */
  public JobChain goingOnFrom(JobId earlier) {
    return new JobChain(earlier, continued, rates);
  }

  /** Kept for a later job to go on from. */
  public JobChain keptForLater() {
    return new JobChain(from, true, rates);
  }

  /** With rates that stretch over more than this job. */
  public JobChain withRates(Budget before, Budget total) {
    return new JobChain(from, continued, new Rates(before, total));
  }
}
