package org.morl4j.pareto.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.pareto.archive.Measure;
import org.morl4j.pareto.archive.Point;
import org.morl4j.pareto.indicator.MeasuredFront;

/**
 * What a search found.
 *
 * @param policies those kept, with the returns they were selected by
 * @param measured each of them, in order, measured anew with fresh seeds
 * @param otherwise the same of policies that act the other way, greedily or sampled; empty without
 *     limits
 * @param front true where the policies approximate a front, so that dominated ones don't count;
 *     false where each stands for itself
 * @param effort what training took
 * @param evaluationTransitions evaluation transitions, the final ones included
 * @param lines the indicator curves
 * @param exact false if a resumed environment did not reproduce its episode
 * @param end why it went no further
 */
public record SearchResult(
    List<Point<Snapshot>> policies,
    List<Measure> measured,
    List<Measure> otherwise,
    boolean front,
    Effort effort,
    long evaluationTransitions,
    List<FrontSnapshot> lines,
    boolean exact,
    SearchEnd end) {
  public SearchResult {
    policies = List.copyOf(policies);
    measured = List.copyOf(measured);
    otherwise = List.copyOf(otherwise);
    lines = List.copyOf(lines);
  }

  /** Of a search that trained for all of its budget. */
  SearchResult(
      List<Point<Snapshot>> policies,
      List<Measure> measured,
      List<Measure> otherwise,
      boolean front,
      Effort effort,
      long evaluationTransitions,
      List<FrontSnapshot> lines,
      boolean exact) {
    this(
        policies,
        measured,
        otherwise,
        front,
        effort,
        evaluationTransitions,
        lines,
        exact,
        SearchEnd.BUDGET);
  }

  /** The same of a search that ended so. */
  SearchResult endedBy(SearchEnd why) {
    return new SearchResult(
        policies, measured, otherwise, front, effort, evaluationTransitions, lines, exact, why);
  }

  /**
   * What may be claimed of the front by the new measurements: of the policies in {@link #results}.
   *
   * @param reference of the hypervolume [m]
   */
  public MeasuredFront claim(Vec reference) {
    Set<String> on = results().stream().map(Point::id).collect(Collectors.toSet());
    List<Measure> front =
        IntStream.range(0, measured.size())
            .filter(i -> on.contains(policies.get(i).id()))
            .mapToObj(measured::get)
            .toList();
    return MeasuredFront.of(
        front.stream().map(one -> one.returns().toArray()).toArray(double[][]::new),
        front.stream().map(one -> one.standardError().toArray()).toArray(double[][]::new),
        reference.toArray());
  }

  /**
   * The policies with their measured returns. Of a front only those that are non-dominated by them,
   * ascending by the first objective, then the next; else all, in order.
   */
  public List<Point<Snapshot>> results() {
    List<Point<Snapshot>> results = new ArrayList<>();
    for (int i = 0; i < measured.size(); i++) {
      Point<Snapshot> old = policies.get(i);
      Point<Snapshot> point = new Point<>(old.id(), measured.get(i), old.lineage(), old.policy());
      if (front) {
        JobResult.offer(results, point);
      } else {
        results.add(point);
      }
    }
    return front ? results.stream().sorted(ASCENDING).toList() : List.copyOf(results);
  }

  private static final Comparator<Point<Snapshot>> ASCENDING =
      (a, b) -> {
        for (int j = 0; j < a.returns().size(); j++) {
          int c = Double.compare(a.returns().get(j), b.returns().get(j));
          if (c != 0) {
            return c;
          }
        }
        return a.id().compareTo(b.id());
      };
}
