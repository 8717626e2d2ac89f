package org.morl4j.pareto.search;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Requirements;

/**
 * One policy for each weight vector, max_pi w.G(pi): C-MORL's stage one alone.
 *
 * @param transitions training transitions in all, shared evenly
 * @param divisions grid of all weights that are multiples of 1/divisions
 * @param weights the weights themselves, instead of a grid; null for the grid
 * @param evaluateEvery updates between evaluations
 * @param archiveCapacity most policies kept
 */
public record WeightedSum(
    long transitions,
    int divisions,
    @Nullable List<Vec> weights,
    int evaluateEvery,
    int archiveCapacity)
    implements SearchOptions {
  public static final WeightedSum DEFAULT = new WeightedSum(1_000_000, 1, null, 1, 200);

  public WeightedSum {
    weights =
        stages(transitions, divisions, weights, evaluateEvery, archiveCapacity)
            .stageOne()
            .weights();
  }

  @Override
  public boolean oneLearner() {
    return false;
  }

  @Override
  public boolean front() {
    return true;
  }

  @Override
  public void check(int objectives, Requirements requirements) {
    Weights.checkUnconditioned("weighted-sum", requirements);
    stages().check(objectives, requirements);
  }

  @Override
  public Search create(SearchContext context, JobRunner runner) {
    return new CMorl(stages(), context, runner);
  }

  private CMorl.Options stages() {
    return stages(transitions, divisions, weights, evaluateEvery, archiveCapacity);
  }

  private static CMorl.Options stages(
      long transitions,
      int divisions,
      @Nullable List<Vec> weights,
      int evaluateEvery,
      int archiveCapacity) {
    return new CMorl.Options(
        transitions,
        new CMorl.StageOne(1, divisions, weights, evaluateEvery),
        null,
        archiveCapacity);
  }
}
