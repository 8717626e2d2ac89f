package org.morl4j.pareto.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.pareto.archive.ParetoArchive;
import org.morl4j.pareto.archive.Point;
import org.morl4j.pareto.indicator.SimplexGrid;

/**
 * One learner for every preference: it is conditioned on w, trains on w drawn anew for each
 * episode, and maximises w.Q(s, a, w), as in CAPQL (Lu et al. 2023, arXiv 2208.07914). Each
 * evaluation measures it under a grid of preferences, and each of these points is offered to the
 * archive: a policy there is a snapshot and the preference it was measured under.
 */
public final class PreferenceSearch implements Search {
  /**
   * The search's knobs.
   *
   * @param transitions training transitions
   * @param updates gradient steps on recorded data before them
   * @param divisions preferences to measure: all multiples of 1/divisions that sum to 1
   * @param evaluateEvery training transitions, or updates on data, between evaluations; there is
   *     one at the end of either too
   * @param archiveCapacity most policies kept
   */
  public record Options(
      @Allowed(min = 0, max = 1e15) long transitions,
      @Allowed(min = 0, max = 1e15) long updates,
      @Allowed(min = 1, max = 100_000) int divisions,
      @Allowed(min = 1, max = 1e15) long evaluateEvery,
      @Allowed(min = 1, max = 1_000_000) int archiveCapacity)
      implements SearchOptions {
    public static final Options DEFAULT = new Options(1_000_000, 0, 10, 10_000, 200);

    public Options {
      Check.allowed(Options.class, "transitions", transitions);
      Check.allowed(Options.class, "updates", updates);
      Check.allowed(Options.class, "divisions", divisions);
      Check.allowed(Options.class, "evaluateEvery", evaluateEvery);
      Check.allowed(Options.class, "archiveCapacity", archiveCapacity);
      Amounts.check(transitions, updates);
    }

    @Override
    public Budget budget() {
      return new Budget(transitions, updates);
    }

    @Override
    public Options withBudget(Budget value) {
      return new Options(
          value.transitions(), value.updates(), divisions, evaluateEvery, archiveCapacity);
    }

    @Override
    public boolean oneLearner() {
      return true;
    }

    @Override
    public boolean front() {
      return true;
    }

    @Override
    public void check(int objectives, Requirements requirements) {
      if (!requirements.preference()) {
        throw new IllegalArgumentException(
            "search.type is \"preferences\", but the agent is not conditioned on a preference."
                + " Maybe set agent.preference to true where the agent has that key, or"
                + " search.type to \"single\".");
      }
      Amounts.requireGrid("search.divisions", divisions, objectives);
    }

    @Override
    public Search create(SearchContext context, JobRunner runner) {
      return new PreferenceSearch(this, context, runner);
    }

    /** The same with other {@code transitions}. */
    public Options withTransitions(long value) {
      return new Options(value, updates, divisions, evaluateEvery, archiveCapacity);
    }

    /** The same with other {@code updates}. */
    public Options withUpdates(long value) {
      return new Options(transitions, value, divisions, evaluateEvery, archiveCapacity);
    }

    /** The same with other {@code divisions}. */
    public Options withDivisions(int value) {
      return new Options(transitions, updates, value, evaluateEvery, archiveCapacity);
    }

    /** The same with another {@code evaluateEvery}. */
    public Options withEvaluateEvery(long value) {
      return new Options(transitions, updates, divisions, value, archiveCapacity);
    }

    /** The same with another {@code archiveCapacity}. */
    public Options withArchiveCapacity(int value) {
      return new Options(transitions, updates, divisions, evaluateEvery, value);
    }
  }

  private final Options options;
  private final SearchContext context;
  private final JobRunner runner;

  PreferenceSearch(Options options, SearchContext context, JobRunner runner) {
    this.options = options;
    this.context = context;
    this.runner = runner;
  }

  @Override
  public SearchResult run(Consumer<List<FrontSnapshot>> merged) throws IOException {
    options.checkBudget(context.objectives(), context.turns());
    int m = context.objectives();
    List<Vec> grid = new ArrayList<>();
    for (double[] w : SimplexGrid.weights(m, options.divisions)) {
      grid.add(Vec.of(w));
    }
    ParetoArchive<Snapshot> empty =
        ParetoArchive.empty(context.archiveReference(), options.archiveCapacity);
    Task task = new Task.EveryPreference(grid, m, empty);
    context.listener().phase("training");
    Job job = new Job(new JobId(1, 0, 0), task, options.budget(), options.evaluateEvery);
    JobResult result = runner.run(List.of(job)).get(0);
    List<FrontSnapshot> lines = lines(result.evaluated(), grid.size());
    merged.accept(lines);
    List<Point<Snapshot>> kept;
    long evaluationTransitions = result.evaluationTransitions();
    try (ArchiveRace race = new ArchiveRace(context, runner)) {
      kept = race.take(empty, result.kept(), result.episodes()).points();
      evaluationTransitions += race.transitions();
    }
    FinalEvaluation last = FinalEvaluation.of(kept, context, runner);
    return new SearchResult(
        kept,
        last.measured(),
        last.otherwise(),
        true,
        result.effort(),
        evaluationTransitions + last.transitions(),
        lines,
        result.exact());
  }

  /** The front after each evaluation, which measures {@code width} preferences. */
  private List<FrontSnapshot> lines(List<EvaluationResult> evaluated, int width) {
    List<FrontSnapshot> lines = new ArrayList<>();
    ParetoCurve curve =
        new ParetoCurve(ParetoArchive.empty(context.archiveReference(), options.archiveCapacity));
    for (int i = 0; i < evaluated.size(); i++) {
      EvaluationResult one = evaluated.get(i);
      curve.offer(one);
      if ((i + 1) % width == 0) {
        lines.add(
            new FrontSnapshot(1, 0, one.effort(), one.evaluationTransitions(), curve.points()));
      }
    }
    return lines;
  }
}
