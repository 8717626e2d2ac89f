package org.morl4j.pareto.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.constraints.CriterionFactory;
import org.morl4j.constraints.Threshold;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Episode;
import org.morl4j.core.constraint.LimitReading;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.Signals;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.metrics.MetricsSink;
import org.morl4j.core.state.State;
import org.morl4j.pareto.archive.Lineage;
import org.morl4j.pareto.archive.Measure;
import org.morl4j.pareto.archive.Point;

/** Searches under a limit on the mean time of a dive, which is otherwise worth going deep. */
class LimitedSearchTest {
  @TempDir Path temp;

  private static Searches treasureOnly() {
    Searches searches = new Searches();
    searches.options = new Single.Options(Vec.of(1, 0), 1200L * Searches.PER_UPDATE, 0, 3200);
    searches.reference = null;
    searches.evaluation = new Evaluation(20, 1, 100);
    return searches;
  }

  @Test
  void withoutALimitItDivesDeep() throws IOException {
    SearchResult result = treasureOnly().run(temp);
    assertThat(result.measured().get(1).returns().get(1)).isEqualTo(-5);
    assertThat(result.measured().get(1).withinLimits()).isTrue();
    assertThat(result.otherwise()).isEmpty();
  }

  @Test
  void theLimitIsKeptAndTheBestPolicyIsWithinIt() throws IOException {
    Searches searches = treasureOnly();
    searches.limitTime(-3);
    Map<String, Double> metrics = new TreeMap<>();
    searches.metrics =
        new MetricsSink() {
          @Override
          public void scalar(String job, Effort at, String name, double value) {
            metrics.put(name, value);
          }

          @Override
          public void close() {}
        };
    SearchResult result = searches.run(temp);
    List<EvaluationResult> all = searches.evaluations();
    Point<Snapshot> best = result.policies().get(0);
    assertThat(best.measure().withinLimits()).isTrue();
    double most = Double.NEGATIVE_INFINITY;
    for (EvaluationResult evaluated : all) {
      LimitResult time = evaluated.limits().get(0);
      assertThat(time.name()).isEqualTo("time");
      assertThat(time.value()).isEqualTo(evaluated.returns().mean().get(1));
      assertThat(time.violation()).isCloseTo(-3 - time.value(), within(1e-12));
      assertThat(evaluated.violation() == 0).isEqualTo(time.violation() <= 0);
      if (evaluated.violation() == 0) {
        most = Math.max(most, evaluated.returns().mean().get(0));
      }
    }
    assertThat(all).as("it tries deeper ones").anyMatch(each -> each.violation() > 0);
    assertThat(all.subList(6, 12).stream().mapToDouble(each -> each.returns().mean().get(1)))
        .as("in the end it is about at its limit")
        .allMatch(time -> Math.abs(time + 3) < 1);
    assertThat(best.returns().get(0)).isEqualTo(most);
    assertThat(best.lineage().multipliers().get(0)).isPositive();
    assertThat(metrics)
        .containsEntry("constraint/time/limit", -3.0)
        .containsKeys("constraint/time/value", "constraint/time/multiplier_raw");
    // The other way to act is measured beside it.
    assertThat(result.otherwise()).hasSize(2);
    assertThat(result.otherwise().get(0).returns().get(1))
        .as("greedy dives are all of one depth")
        .isIn(-1.0, -2.0, -3.0, -4.0, -5.0);
  }

  @Test
  void policiesAreMeasuredAsTheyActInTraining() {
    Searches searches = treasureOnly();
    assertThat(searches.context(temp).mode()).isEqualTo(Mode.EXPLOIT);
    searches.limitTime(-3);
    assertThat(searches.context(temp).mode()).isEqualTo(Mode.EXPLORE);
    searches.evaluation = searches.evaluation.withMode(EvaluationMode.GREEDY);
    assertThat(searches.context(temp).mode()).isEqualTo(Mode.EXPLOIT);
  }

  @Test
  void violationsAddUpOverTheirScales() {
    Searches searches = treasureOnly();
    searches.limitTime(-2);
    List<Episode> each = new ArrayList<>();
    each.add(new Episode(Vec.of(4, -3, 7), Vec.of(4, -3, 7), 3));
    each.add(new Episode(Vec.of(2, -5, 9), Vec.of(2, -5, 9), 5));
    Returns returns = new Returns(Vec.of(3, -4, 8), Vec.of(1, 1, 1), Vec.of(4, 4, 4), 2, 4, each);
    Measure measure = searches.context(temp).measure(returns, returns);
    // 2 too deep over max(|-2|, sqrt 2).
    assertThat(measure.violation()).isCloseTo(1, within(1e-12));
    assertThat(measure.returns()).isEqualTo(Vec.of(3, -4));
    assertThat(measure.costs()).isEqualTo(Vec.of(8));
    assertThat(measure.costError()).isEqualTo(Vec.of(1));
    assertThat(measure.episodes()).isEqualTo(2);
  }

  @Test
  void anExtensionInheritsItsParentsMultipliers() {
    Searches searches = treasureOnly();
    searches.limitTime(-3);
    CriterionFactory factory = searches.context(temp).criteria();
    Snapshot nobody =
        new Snapshot(
            (n, mode, generators) -> {
              throw new AssertionError("nobody acts here");
            },
            new State());
    Lineage lineage =
        new Lineage(1, 0, 0, null, null, null, Effort.NONE).withMultipliers(Vec.of(0.75));
    Point<Snapshot> parent = new Point<>("p", Measure.exact(Vec.of(1, -1), 0), lineage, nobody);
    Task.Bound bound = new Task.Bound(1, new Threshold.Relative(0.9, 1));
    Criterion criterion = new Task.Extension(parent, 0, List.of(bound), 20, 4).criterion(factory);
    List<LimitReading> readings = criterion.readings();
    assertThat(readings.stream().map(LimitReading::name)).containsExactly("kept-time", "time");
    assertThat(readings.get(1).multiplier().free()).isEqualTo(0.75);
    assertThat(readings.get(1).value()).as("its window is empty").isNaN();
    CriterionFactory none =
        CriterionFactory.unconstrained(Signals.of(searches.env.get().spec(), 0.95, 1));
    assertThat(new Task.Fixed(Vec.of(1, 0)).criterion(none).readings()).isEmpty();
  }

  @Test
  void aFrontIsOfPoliciesWithinTheLimit() throws IOException {
    Searches searches = new Searches();
    searches.limitTime(-2.3);
    searches.evaluation = new Evaluation(10, 1, 0);
    SearchResult result = searches.run(temp);
    assertThat(result.policies()).isNotEmpty().allMatch(p -> p.measure().withinLimits());
    assertThat(searches.evaluations())
        .as("others were found")
        .anyMatch(evaluated -> evaluated.violation() > 0);
  }
}
