package org.morl4j.pareto.search;

import java.util.ArrayList;
import java.util.List;
import org.morl4j.constraints.CriterionFactory;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Estimate;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.LimitReading;
import org.morl4j.core.constraint.LimitReading.MultiplierReading;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.state.State;

/** Measured returns against a run's limits. */
final class LimitResults {
  private static final int NUMBERS = 5;

  private LimitResults() {}

  /**
   * Of every limit, beside the multiplier that {@code criterion} has for it.
   *
   * @param measured by the training's discount
   */
  static List<LimitResult> of(CriterionFactory run, Criterion criterion, Returns measured) {
    List<LimitResult> results = new ArrayList<>();
    for (Limit limit : run.limits()) {
      Estimate now = limit.measure(measured.each());
      MultiplierReading multiplier =
          criterion.readings().stream()
              .filter(reading -> reading.name().equals(limit.name()))
              .map(LimitReading::multiplier)
              .findFirst()
              .orElse(MultiplierReading.NONE);
      results.add(
          new LimitResult(
              limit.name(),
              now.value(),
              now.standardError(),
              limit.violation(now),
              multiplier.free(),
              multiplier.capped()));
    }
    return results;
  }

  /** Writes the results of some evaluations. */
  static void save(State out, List<EvaluationResult> evaluations) {
    List<LimitResult> all = evaluations.stream().flatMap(one -> one.limits().stream()).toList();
    double[] values = new double[all.size() * NUMBERS];
    for (int i = 0; i < all.size(); i++) {
      LimitResult one = all.get(i);
      values[i * NUMBERS] = one.value();
      values[i * NUMBERS + 1] = one.standardError();
      values[i * NUMBERS + 2] = one.violation();
      values[i * NUMBERS + 3] = one.multiplier();
      values[i * NUMBERS + 4] = one.capped() ? 1 : 0;
    }
    List<LimitResult> first = evaluations.isEmpty() ? List.of() : evaluations.get(0).limits();
    out.put("names", String.join("\n", first.stream().map(LimitResult::name).toList()));
    out.put("values", values);
  }

  /** Of evaluation {@code i}. */
  static List<LimitResult> restore(State in, int i) {
    List<String> names = in.string("names").lines().toList();
    double[] values = in.doubles("values");
    List<LimitResult> results = new ArrayList<>();
    for (int l = 0; l < names.size(); l++) {
      int v = (i * names.size() + l) * NUMBERS;
      results.add(
          new LimitResult(
              names.get(l),
              values[v],
              values[v + 1],
              values[v + 2],
              values[v + 3],
              values[v + 4] == 1));
    }
    return results;
  }

  /** Multipliers of {@code results}, in order. */
  static Vec multipliers(List<LimitResult> results) {
    return Vec.of(results.stream().map(LimitResult::multiplier).toList());
  }
}
