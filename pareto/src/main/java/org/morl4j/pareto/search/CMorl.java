package org.morl4j.pareto.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.HookUse;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.learn.Phase;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.state.State;
import org.morl4j.pareto.archive.ParetoArchive;
import org.morl4j.pareto.archive.Point;
import org.morl4j.pareto.indicator.SimplexGrid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * C-MORL: Pareto-front discovery by constrained policy optimisation (Liu et al. 2025, arXiv
 * 2410.02236).
 *
 * <pre>
 *   stage one   for each weight w of a grid, in parallel:   max_pi  w.G(pi)
 *   stage two   for each selected pi_r and objective l:     max_pi  G_l(pi)
 *                                                           s.t.    G_j(pi) &gt;= b_j,  j != l
 * </pre>
 *
 * Policies are evaluated on the way and offered to the archive, so intermediate ones count. Follows
 * the paper where the released code departs from it: every (policy, objective) job starts from the
 * same snapshot (T1), bounds are fixed at the start and relative to the snapshot's own returns (T2,
 * T3), learning rates start anew (T5), weights come from integer compositions (T7), a round without
 * work ends the search (T9), the final archive is evaluated anew (T10). Bounds in the archive's
 * gaps are this library's own alternative, see {@link Thresholds.Gap}.
 */
public final class CMorl implements Search {
  /**
   * The search's knobs.
   *
   * @param transitions training transitions in all, evaluation ones not counted
   * @param updates gradient steps on recorded data that stage one begins with, in all
   * @param stageOne the weight grid
   * @param stageTwo the extension; null for stage one alone
   * @param archiveCapacity most policies kept
   */
  public record Options(
      long transitions,
      long updates,
      StageOne stageOne,
      @Nullable StageTwo stageTwo,
      int archiveCapacity)
      implements SearchOptions {
    public static final Options DEFAULT =
        new Options(1_000_000, 0, StageOne.DEFAULT, StageTwo.DEFAULT, 200);

    public Options {
      Amounts.check(transitions, updates);
      Check.atLeast("archiveCapacity", archiveCapacity, 1);
    }

    @Override
    public Budget budget() {
      return new Budget(transitions, updates);
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
      Weights.checkUnconditioned("c-morl", requirements);
      if (stageOne.weights != null) {
        stageOne.weights.forEach(w -> Weights.checkSize(w, objectives));
      }
    }

    @Override
    public void checkBudget(int objectives, Turns turns) {
      Amounts.checkShares(budget(), stageOneBudget(objectives), turns);
    }

    /** The weights of stage one. */
    private List<Vec> weights(int objectives) {
      List<Vec> given = stageOne.weights;
      return given != null
          ? given
          : Arrays.stream(SimplexGrid.weights(objectives, stageOne.divisions))
              .map(Vec::of)
              .toList();
    }

    /** What each job of stage one gets. */
    private Budget stageOneBudget(int objectives) {
      double share = stageTwo == null ? 1 : stageOne.share;
      return new Budget((long) (transitions * share), updates).over(weights(objectives).size());
    }

    @Override
    public SearchOptions countedInUpdates(long turn) {
      StageOne one = stageOne.evaluatedEvery(turn * stageOne.evaluateEvery);
      StageTwo two =
          stageTwo == null ? null : stageTwo.evaluatedEvery(turn * stageTwo.evaluateEvery);
      return new Options(transitions, updates, one, two, archiveCapacity);
    }

    @Override
    public List<HookUse> hooks() {
      return stageTwo == null
          ? List.of()
          : List.of(new HookUse("search.stageTwo", Hook.LOSS, "search.stageTwo to null"));
    }

    @Override
    public Search create(SearchContext context, JobRunner runner) {
      return new CMorl(this, context, runner);
    }
  }

  /**
   * Stage one.
   *
   * @param share of the transitions that stage one gets; all of them where there is no stage two
   * @param divisions grid of all weights that are multiples of 1/divisions
   * @param weights the weights themselves, instead of a grid; null for the grid
   * @param evaluateEvery training transitions of a job, or updates on data, between evaluations
   */
  public record StageOne(
      double share, int divisions, @Nullable List<Vec> weights, long evaluateEvery) {
    public static final StageOne DEFAULT = new StageOne(0.5, 5, null, 2048);

    public StageOne {
      Check.positiveUpTo1("share", share);
      Check.atLeast("divisions", divisions, 1);
      Check.atLeast("evaluateEvery", evaluateEvery, 1);
      weights = weights == null ? null : checked(weights);
    }

    private StageOne evaluatedEvery(long amount) {
      return new StageOne(share, divisions, weights, amount);
    }

    private static List<Vec> checked(List<Vec> weights) {
      if (weights.isEmpty()) {
        throw new IllegalArgumentException(
            "weights is [], but must hold at least one vector. Maybe leave it out for a grid.");
      }
      weights.forEach(Weights::check);
      return List.copyOf(weights);
    }
  }

  /**
   * Stage two.
   *
   * @param rounds of selecting and extending
   * @param select policies (or gaps) a round
   * @param thresholds where the bounds are
   * @param barrier t of the log barrier, see {@link org.morl4j.constraints.LogBarrier}
   * @param episodes of the policy a job starts from, acting as in training, that fix its bounds;
   *     what it stands at later is the mean of the latest, at least as many
   * @param evaluateEvery training transitions of a job, or updates on data, between evaluations
   */
  public record StageTwo(
      int rounds,
      int select,
      Thresholds thresholds,
      double barrier,
      int episodes,
      long evaluateEvery) {
    public static final StageTwo DEFAULT =
        new StageTwo(5, 5, Thresholds.Relative.DEFAULT, 20, 40, 2048);

    public StageTwo {
      Check.atLeast("rounds", rounds, 1);
      Check.atLeast("select", select, 1);
      Check.positive("barrier", barrier);
      Check.atLeast("episodes", episodes, 1);
      Check.atLeast("evaluateEvery", evaluateEvery, 1);
    }

    private StageTwo evaluatedEvery(long amount) {
      return new StageTwo(rounds, select, thresholds, barrier, episodes, amount);
    }
  }

  /** Where stage two's bounds are. */
  public sealed interface Thresholds {
    /**
     * Which policies are extended under bounds there.
     *
     * @param two what else says how they are extended
     */
    Selection selection(StageTwo two);

    /**
     * The paper's: a share of the starting policy's own return.
     *
     * @param beta the share
     */
    record Relative(double beta) implements Thresholds {
      public static final Relative DEFAULT = new Relative(0.9);

      public Relative {
        Check.open01("beta", beta);
      }

      @Override
      public Selection selection(StageTwo two) {
        return new CrowdingSelection(beta, two.barrier, two.episodes);
      }
    }

    /**
     * Absolute, inside the largest gaps between neighbours of the archive (epsilon-constraint
     * method).
     *
     * @param beta share for objectives that neither are maximised nor span the gap
     */
    record Gap(double beta) implements Thresholds {
      public static final Gap DEFAULT = new Gap(0.9);

      public Gap {
        Check.open01("beta", beta);
      }

      @Override
      public Selection selection(StageTwo two) {
        return new GapSelection(beta, two.barrier, two.episodes);
      }
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(CMorl.class);

  private final Options options;
  private final SearchContext context;
  private final JobRunner runner;
  private final Set<String> tried = new LinkedHashSet<>();
  private final List<FrontSnapshot> lines = new ArrayList<>();
  private final List<EvaluationResult> evaluations = new ArrayList<>();
  private ParetoArchive<Snapshot> archive;
  private int roundsDone;
  private Effort effort = Effort.NONE;
  private long evaluationTransitions;
  private boolean exact = true;

  CMorl(Options options, SearchContext context, JobRunner runner) {
    this.options = options;
    this.context = context;
    this.runner = runner;
    archive = ParetoArchive.empty(context.archiveReference(), options.archiveCapacity());
  }

  @Override
  public SearchResult run(Consumer<List<FrontSnapshot>> merged) throws IOException {
    context.checkpoints().read("search").ifPresent(this::restore);
    if (roundsDone == 0) {
      round(stageOne());
      merged.accept(List.copyOf(lines));
    }
    StageTwo two = options.stageTwo;
    SearchEnd end = SearchEnd.BUDGET;
    while (two != null && roundsDone <= two.rounds && hasTurn()) {
      List<Job> jobs = stageTwo(two, roundsDone);
      if (jobs.isEmpty()) {
        end = SearchEnd.NOTHING_TO_EXTEND;
        break;
      }
      round(jobs);
      merged.accept(List.copyOf(lines));
    }
    FinalEvaluation last = FinalEvaluation.of(archive.points(), context, runner);
    return new SearchResult(
            archive.points(),
            last.measured(),
            last.otherwise(),
            true,
            effort,
            evaluationTransitions + last.transitions(),
            lines,
            exact)
        .endedBy(end);
  }

  /** Whether the budget has room for one more update. */
  private boolean hasTurn() {
    return options.transitions - effort.transitions() >= context.turns().of(Phase.ONLINE);
  }

  private List<Job> stageOne() {
    options.checkBudget(context.objectives(), context.turns());
    StageOne one = options.stageOne;
    List<Vec> weights = options.weights(context.objectives());
    Budget each = options.stageOneBudget(context.objectives());
    List<Job> jobs = new ArrayList<>();
    for (Vec w : weights) {
      jobs.add(
          new Job(new JobId(1, 0, jobs.size()), new Task.Preference(w), each, one.evaluateEvery));
    }
    return jobs;
  }

  private List<Job> stageTwo(StageTwo two, int round) {
    long perUpdate = context.turns().of(Phase.ONLINE);
    long rest = options.transitions - effort.transitions();
    long share = rest / (two.rounds - round + 1);
    long left = Math.min(rest, Math.max(share, perUpdate));
    int most = (int) Math.min(Integer.MAX_VALUE, left / perUpdate);
    Selection selection = two.thresholds.selection(two);
    Findings found = new Findings(archive, evaluations);
    List<? extends Task> tasks = selection.next(found, tried, two.select, most);
    List<Job> jobs = new ArrayList<>();
    for (Task task : tasks) {
      Budget each = Budget.transitions(left / tasks.size());
      jobs.add(new Job(new JobId(2, round, jobs.size()), task, each, two.evaluateEvery));
    }
    return jobs;
  }

  private void round(List<Job> jobs) throws IOException {
    Job first = jobs.get(0);
    context.listener().phase(first.id().phase());
    List<JobResult> results = runner.run(jobs);
    int most = 0;
    for (JobResult result : results) {
      most = Math.max(most, result.evaluated().size());
    }
    ParetoCurve curve = new ParetoCurve(archive);
    for (int e = 0; e + 1 < most; e++) {
      FrontSnapshot line = curve.advance(first, results, e, effort, evaluationTransitions);
      lines.add(line);
    }
    takeUp(results);
    for (JobResult result : results) {
      evaluations.addAll(result.evaluated());
      effort = effort.plus(result.effort());
      evaluationTransitions += result.evaluationTransitions();
      exact &= result.exact();
    }
    lines.add(
        new FrontSnapshot(
            first.stage(),
            first.round(),
            effort,
            evaluationTransitions,
            archive.points().stream().map(Point::returns).toList()));
    if (archive.points().isEmpty()) {
      warnOfEmptyArchive(results);
    }
    roundsDone++;
    State state = new State();
    save(state);
    context.checkpoints().write("search", state);
    runner.merged(jobs);
  }

  /** Into the archive, in job order. */
  private void takeUp(List<JobResult> results) {
    List<Point<Snapshot>> offered = new ArrayList<>();
    results.forEach(result -> offered.addAll(result.kept()));
    long episodes = results.stream().mapToLong(JobResult::episodes).sum();
    try (ArchiveRace race = new ArchiveRace(context, runner)) {
      archive = race.take(archive, offered, episodes);
      evaluationTransitions += race.transitions();
    }
  }

  private void warnOfEmptyArchive(List<JobResult> results) {
    double[] best = new double[context.objectives()];
    Arrays.fill(best, Double.NEGATIVE_INFINITY);
    for (JobResult result : results) {
      for (EvaluationResult evaluated : result.evaluated()) {
        for (int j = 0; j < best.length; j++) {
          best[j] = Math.max(best[j], evaluated.returns().mean().get(j));
        }
      }
    }
    LOG.warn(
        "No policy reached the reference point {} in every objective, so the front is empty; the"
            + " best returns of each objective alone were {}. Maybe lower reference, or raise"
            + " search.transitions.",
        context.reference(),
        Vec.of(best));
  }

  private void save(State out) {
    out.put("rounds", (long) roundsDone);
    effort.save(out, "effort");
    out.put("evaluation_transitions", evaluationTransitions);
    out.put("exact", exact ? 1L : 0L);
    out.put("tried", String.join("\n", tried));
    PointState.save(out, "archive", archive.points());
    FrontSnapshotState.save(out, "lines", lines);
    EvaluationState.save(out, "evaluations", evaluations, context.measures());
  }

  private void restore(State in) {
    roundsDone = (int) in.scalarLong("rounds");
    effort = Effort.restore(in, "effort");
    evaluationTransitions = in.scalarLong("evaluation_transitions");
    exact = in.scalarLong("exact") == 1;
    String keys = in.string("tried");
    if (!keys.isEmpty()) {
      tried.addAll(List.of(keys.split("\n", -1)));
    }
    archive =
        new ParetoArchive<>(
            archive.reference(),
            options.archiveCapacity(),
            PointState.restore(in, "archive", context));
    lines.addAll(FrontSnapshotState.restore(in, "lines", context.objectives()));
    context.listener().resumed(effort);
    evaluations.addAll(EvaluationState.restore(in, "evaluations", context.measures()));
    evaluations.forEach(context.listener()::evaluated);
  }
}
