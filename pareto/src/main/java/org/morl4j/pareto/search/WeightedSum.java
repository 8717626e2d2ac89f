package org.morl4j.pareto.search;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.learn.Requirements;

/**
 * One policy for each weight vector, max_pi w.G(pi): C-MORL's stage one alone.
 *
 * @param transitions training transitions in all, shared evenly
 * @param updates gradient steps on recorded data before them, in all, shared evenly
 * @param divisions grid of all weights that are multiples of 1/divisions
 * @param weights the weights themselves, instead of a grid; null for the grid
 * @param evaluateEvery training transitions of a job, or updates on data, between evaluations
 * @param archiveCapacity most policies kept
 */
public record WeightedSum(
    @Allowed(min = 0, max = 1e15) long transitions,
    @Allowed(min = 0, max = 1e15) long updates,
    @Allowed(min = 1, max = 100_000) int divisions,
    @Allowed(min = 0, max = 1e12, maxItems = 4096) @Nullable List<Vec> weights,
    @Allowed(min = 1, max = 1e15) long evaluateEvery,
    @Allowed(min = 1, max = 1_000_000) int archiveCapacity)
    implements SearchOptions {
  public static final WeightedSum DEFAULT =
      new WeightedSum(1_000_000, 0, 1, null, CMorl.StageOne.DEFAULT.evaluateEvery(), 200);

  public WeightedSum {
    Check.allowed(WeightedSum.class, "transitions", transitions);
    Check.allowed(WeightedSum.class, "updates", updates);
    Check.allowed(WeightedSum.class, "divisions", divisions);
    Check.allowed(WeightedSum.class, "weights", weights);
    Check.allowed(WeightedSum.class, "evaluateEvery", evaluateEvery);
    Check.allowed(WeightedSum.class, "archiveCapacity", archiveCapacity);
    Amounts.check(transitions, updates);
    weights = new CMorl.StageOne(1, divisions, weights, evaluateEvery).weights();
  }

  @Override
  public Budget budget() {
    return new Budget(transitions, updates);
  }

  @Override
  public WeightedSum withBudget(Budget value) {
    return new WeightedSum(
        value.transitions(), value.updates(), divisions, weights, evaluateEvery, archiveCapacity);
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
    if (weights == null) {
      Amounts.requireGrid("search.divisions", divisions, objectives);
    }
    stages().check(objectives, requirements);
  }

  @Override
  public Search create(SearchContext context, JobRunner runner) {
    return new CMorl(stages(), context, runner);
  }

  @Override
  public void checkBudget(int objectives, Turns turns) {
    stages().checkBudget(objectives, turns);
  }

  @Override
  public SearchOptions countedInUpdates(long turn) {
    return new WeightedSum(
        transitions,
        updates,
        divisions,
        weights,
        Amounts.inTransitions(evaluateEvery, turn),
        archiveCapacity);
  }

  private CMorl.Options stages() {
    CMorl.StageOne one = new CMorl.StageOne(1, divisions, weights, evaluateEvery);
    return new CMorl.Options(transitions, updates, one, null, archiveCapacity);
  }

  /** The same with other {@code transitions}. */
  public WeightedSum withTransitions(long value) {
    return new WeightedSum(value, updates, divisions, weights, evaluateEvery, archiveCapacity);
  }

  /** The same with other {@code updates}. */
  public WeightedSum withUpdates(long value) {
    return new WeightedSum(transitions, value, divisions, weights, evaluateEvery, archiveCapacity);
  }

  /** The same with other {@code divisions}. */
  public WeightedSum withDivisions(int value) {
    return new WeightedSum(transitions, updates, value, weights, evaluateEvery, archiveCapacity);
  }

  /** The same with other {@code weights}. */
  public WeightedSum withWeights(@Nullable List<Vec> value) {
    return new WeightedSum(transitions, updates, divisions, value, evaluateEvery, archiveCapacity);
  }

  /** The same with another {@code evaluateEvery}. */
  public WeightedSum withEvaluateEvery(long value) {
    return new WeightedSum(transitions, updates, divisions, weights, value, archiveCapacity);
  }

  /** The same with another {@code archiveCapacity}. */
  public WeightedSum withArchiveCapacity(int value) {
    return new WeightedSum(transitions, updates, divisions, weights, evaluateEvery, value);
  }
}
