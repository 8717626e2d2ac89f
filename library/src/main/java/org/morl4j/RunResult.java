package org.morl4j;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.morl4j.configs.run.Run;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.pareto.archive.Point;
import org.morl4j.policy.Policies;

/**
 * What a run gave.
 *
 * @param folder of the run, which the command reads too: {@code ./morl4j report FOLDER}
 * @param objectives names [m]
 * @param costs names [k]
 * @param policies of the front, ascending by the first objective; the best and the last one where
 *     no front was searched
 * @param weights what {@link #best()} goes by: those that all policies were trained with, or 1 each
 */
public record RunResult(
    Path folder,
    List<String> objectives,
    List<String> costs,
    List<RunPolicy> policies,
    Vec weights) {
  public RunResult {
    objectives = List.copyOf(objectives);
    costs = List.copyOf(costs);
    policies = List.copyOf(policies);
  }

  static RunResult of(Run run, Run.Outcome outcome) throws IOException {
    List<RunPolicy> policies = new ArrayList<>();
    for (Point<Snapshot> point : outcome.policies()) {
      Path folder = run.policyFolder(point.id());
      policies.add(new RunPolicy(point.id(), folder, point.measure(), Policies.load(folder)));
    }
    return new RunResult(
        run.path(), outcome.objectives(), run.spec().costs(), policies, weights(outcome));
  }

  private static Vec weights(Run.Outcome outcome) {
    Vec one = Vec.filled(outcome.objectives().size(), 1);
    List<Vec> trained =
        outcome.policies().stream()
            .map(point -> point.lineage().preference() == null ? one : point.lineage().preference())
            .distinct()
            .toList();
    return trained.size() == 1 ? trained.get(0) : one;
  }

  /**
   * The policy of the highest weighted return; of those within limits, where any is.
   *
   * @throws IllegalStateException if the run found none
   */
  public RunPolicy best() {
    return best(weights.toArray());
  }

  /**
   * The same by other weights.
   *
   * @param weights of the objectives [m]
   * @throws IllegalArgumentException if their number is another
   * @throws IllegalStateException if the run found none
   */
  public RunPolicy best(double... weights) {
    if (weights.length != objectives.size()) {
      throw new IllegalArgumentException(
          "There are %d weights, but %d objectives: %s. Maybe give 0 to those that don't count."
              .formatted(weights.length, objectives.size(), String.join(", ", objectives)));
    }
    Vec by = Vec.of(weights);
    return policies.stream()
        .max(
            Comparator.comparing(RunPolicy::withinLimits)
                .thenComparingDouble(policy -> by.dot(policy.returns())))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The run in %s found no policy. Maybe give it a larger budget."
                        .formatted(folder)));
  }
}
