package org.morl4j.pareto.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.learn.Requirements;

/**
 * Ordinary training: one learner, max_pi w.G(pi) under fixed weights w. Of all evaluations the
 * policy of the highest w.G and the last one are kept, named {@code best} and {@code last}, and
 * measured anew in the end.
 */
public final class Single implements Search {
  /**
   * The run's knobs.
   *
   * @param weights of the objectives [m]; null for 1 each. Costs are measured but don't count
   * @param transitions training transitions
   * @param updates gradient steps on recorded data before them
   * @param evaluateEvery training transitions, or updates on data, between evaluations; there is
   *     one at the end of either too
   */
  public record Options(
      @Allowed(min = 0, max = 1e12, maxItems = 64) @Nullable Vec weights,
      @Allowed(min = 0, max = 1e15) long transitions,
      @Allowed(min = 0, max = 1e15) long updates,
      @Allowed(min = 1, max = 1e15) long evaluateEvery)
      implements SearchOptions {
    public static final Options DEFAULT = new Options(null, 1_000_000, 0, 10_000);

    public Options {
      Check.allowed(Options.class, "weights", weights);
      Check.allowed(Options.class, "transitions", transitions);
      Check.allowed(Options.class, "updates", updates);
      Check.allowed(Options.class, "evaluateEvery", evaluateEvery);
      if (weights != null) {
        Weights.check(weights);
      }
      Amounts.check(transitions, updates);
    }

    @Override
    public Budget budget() {
      return new Budget(transitions, updates);
    }

    @Override
    public Options withBudget(Budget value) {
      return new Options(weights, value.transitions(), value.updates(), evaluateEvery);
    }

    @Override
    public boolean oneLearner() {
      return true;
    }

    @Override
    public boolean front() {
      return false;
    }

    @Override
    public void check(int objectives, Requirements requirements) {
      Weights.checkUnconditioned("single", requirements);
      if (weights != null) {
        Weights.checkSize(weights, objectives);
      }
    }

    @Override
    public Search create(SearchContext context, JobRunner runner) {
      return new Single(this, context, runner);
    }

    /** The same with other {@code weights}. */
    public Options withWeights(@Nullable Vec value) {
      return new Options(value, transitions, updates, evaluateEvery);
    }

    /** The same with other {@code transitions}. */
    public Options withTransitions(long value) {
      return new Options(weights, value, updates, evaluateEvery);
    }

    /** The same with other {@code updates}. */
    public Options withUpdates(long value) {
      return new Options(weights, transitions, value, evaluateEvery);
    }

    /** The same with another {@code evaluateEvery}. */
    public Options withEvaluateEvery(long value) {
      return new Options(weights, transitions, updates, value);
    }
  }

  private final Options options;
  private final SearchContext context;
  private final JobRunner runner;

  Single(Options options, SearchContext context, JobRunner runner) {
    this.options = options;
    this.context = context;
    this.runner = runner;
  }

  @Override
  public SearchResult run(Consumer<List<FrontSnapshot>> merged) throws IOException {
    options.checkBudget(context.objectives(), context.turns());
    int m = context.objectives();
    Vec weights = options.weights == null ? Vec.filled(m, 1) : options.weights;
    Task task = new Task.Fixed(weights);
    context.listener().phase("training");
    JobResult result =
        runner
            .run(
                List.of(new Job(new JobId(1, 0, 0), task, options.budget(), options.evaluateEvery)))
            .get(0);
    List<FrontSnapshot> lines = new ArrayList<>();
    for (EvaluationResult evaluated : result.evaluated()) {
      lines.add(
          new FrontSnapshot(
              1,
              0,
              evaluated.effort(),
              evaluated.evaluationTransitions(),
              List.of(evaluated.returns().mean().head(m))));
    }
    merged.accept(List.copyOf(lines));
    FinalEvaluation last = FinalEvaluation.alike(result.kept(), context, runner);
    return new SearchResult(
        result.kept(),
        last.measured(),
        last.otherwise(),
        false,
        result.effort(),
        result.evaluationTransitions() + last.transitions(),
        lines,
        result.exact());
  }
}
