package org.morl4j.constraints;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Estimate;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.LimitReading;
import org.morl4j.core.constraint.LimitReading.MultiplierReading;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * What a {@link Constraint} stands at: its value over the latest episodes, pooled until there are
 * enough. What was told last is in the pool whole; of what was told before, the newest that it
 * takes to have so many episodes. A time without an ended episode changes nothing. The first
 * telling fixes the limit where it is relative to a starting policy.
 */
final class Estimator implements Savable {
  private final Constraint constraint;
  private final int least;
  private final Deque<Part> pool = new ArrayDeque<>(); // oldest first
  private Optional<Limit> limit = Optional.empty();
  private double start = Double.NaN;
  private Estimate estimate = new Estimate(Double.NaN, 0, 0);
  private double worth = 1;

  /**
   * Some episodes.
   *
   * @param values of what the limit counts, one an episode
   * @param steps of all of them
   * @param horizons sum over them of sum_t gamma^t
   */
  private record Part(Vec values, double steps, double horizons) {}

  /**
   * @param least episodes to pool
   */
  Estimator(Constraint constraint, int least) {
    this.constraint = constraint;
    this.least = Check.atLeast("episodes", least, 1);
  }

  Constraint constraint() {
    return constraint;
  }

  /** Takes in the whole episodes that ended since the last time. */
  void add(Returns returns) {
    int s = constraint.signal();
    double[] values =
        returns.each().stream().mapToDouble(episode -> constraint.per().of(episode, s)).toArray();
    double episodes = returns.episodes();
    pool.addLast(
        new Part(
            Vec.of(values),
            episodes * returns.length(),
            episodes * returns.discountedLength().get(s)));
    int pooled = pool.stream().mapToInt(part -> part.values().size()).sum();
    while (pooled - pool.getFirst().values().size() >= least) {
      pooled -= pool.removeFirst().values().size();
    }
    estimate();
    if (limit.isEmpty()) {
      start = estimate.value();
      limit = Optional.of(constraint.limit(start));
    }
  }

  private void estimate() {
    double[] values =
        pool.stream().flatMapToDouble(part -> DoubleStream.of(part.values().toArray())).toArray();
    double steps = 0;
    double horizons = 0;
    for (Part part : pool) {
      steps += part.steps();
      horizons += part.horizons();
    }
    worth = constraint.per().worth(steps / values.length, horizons / values.length);
    estimate = constraint.statistic().of(values, constraint.sense());
  }

  /** Whether anything was told. */
  boolean ready() {
    return limit.isPresent();
  }

  /** The limit, once it is known. */
  Optional<Limit> limit() {
    return limit;
  }

  /**
   * Value beyond the limit, in its units; negative with room left; NaN so far.
   *
   * @param change of the signal's discounted return since it was measured
   */
  double violation(double change) {
    return limit
        .map(is -> is.sense().violation(estimate.value() + worth * change, is.value()))
        .orElse(Double.NaN);
  }

  /** The derivative of {@link #violation} with respect to the change. */
  double slope() {
    return constraint.sense().slope() * worth;
  }

  /** What violations are divided by to be free of units; NaN so far. */
  double scale() {
    return limit
        .map(is -> constraint.threshold().scale(start, is.scale(estimate)))
        .orElse(Double.NaN);
  }

  LimitReading reading(MultiplierReading multiplier) {
    double value = limit.map(Limit::value).orElseGet(() -> constraint.threshold().value(start));
    return new LimitReading(
        constraint.name(), estimate.value(), value, scale(), violation(0), multiplier);
  }

  @Override
  public void save(State out) {
    out.put("start", start);
    out.put("parts", (long) pool.size());
    int i = 0;
    for (Part part : pool) {
      State to = out.child(Integer.toString(i++));
      to.put("values", part.values().toArray());
      to.put("sums", new double[] {part.steps(), part.horizons()});
    }
  }

  @Override
  public void restore(State in) {
    pool.clear();
    start = in.scalarDouble("start");
    limit = Double.isNaN(start) ? Optional.empty() : Optional.of(constraint.limit(start));
    for (int i = 0; i < in.scalarLong("parts"); i++) {
      State from = in.child(Integer.toString(i));
      double[] sums = from.doubles("sums", 2);
      pool.addLast(new Part(Vec.of(from.doubles("values")), sums[0], sums[1]));
    }
    if (!pool.isEmpty()) {
      estimate();
    }
  }
}
