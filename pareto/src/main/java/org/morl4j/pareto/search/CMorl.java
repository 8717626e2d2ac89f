package org.morl4j.pareto.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.HookUse;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.learn.Phase;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.state.State;
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
      @Allowed(min = 0, max = 1e15) long transitions,
      @Allowed(min = 0, max = 1e15) long updates,
      StageOne stageOne,
      @Nullable StageTwo stageTwo,
      @Allowed(min = 1, max = 1_000_000) int archiveCapacity)
      implements SearchOptions {
    public static final Options DEFAULT =
        new Options(1_000_000, 0, StageOne.DEFAULT, StageTwo.DEFAULT, 200);

    public Options {
      Check.allowed(Options.class, "transitions", transitions);
      Check.allowed(Options.class, "updates", updates);
      Check.allowed(Options.class, "archiveCapacity", archiveCapacity);
      Amounts.check(transitions, updates);
    }

    @Override
    public Budget budget() {
      return new Budget(transitions, updates);
    }

    @Override
    public Options withBudget(Budget value) {
      return new Options(value.transitions(), value.updates(), stageOne, stageTwo, archiveCapacity);
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
      jobs(objectives);
    }

    @Override
    public void checkBudget(int objectives, Turns turns) {
      Amounts.checkShares(
          budget(), stageOneBudget(objectives), jobs(objectives), firstShare(), turns);
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
      return new Budget((long) (transitions * firstShare()), updates).over(jobs(objectives));
    }

    private double firstShare() {
      return stageTwo == null ? 1 : stageOne.share;
    }

    private int jobs(int objectives) {
      return stageOne.weights != null
          ? stageOne.weights.size()
          : Amounts.requireGrid("search.stageOne.divisions", stageOne.divisions, objectives);
    }

    @Override
    public SearchOptions countedInUpdates(long turn) {
      StageOne one = stageOne.evaluatedEvery(Amounts.inTransitions(stageOne.evaluateEvery, turn));
      StageTwo two =
          stageTwo == null
              ? null
              : stageTwo.evaluatedEvery(Amounts.inTransitions(stageTwo.evaluateEvery, turn));
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

    /** The same with other {@code transitions}. */
    public Options withTransitions(long value) {
      return new Options(value, updates, stageOne, stageTwo, archiveCapacity);
    }

    /** The same with other {@code updates}. */
    public Options withUpdates(long value) {
      return new Options(transitions, value, stageOne, stageTwo, archiveCapacity);
    }

    /** The same with another {@code stageOne}. */
    public Options withStageOne(StageOne value) {
      return new Options(transitions, updates, value, stageTwo, archiveCapacity);
    }

    /** The same with another {@code stageTwo}. */
    public Options withStageTwo(@Nullable StageTwo value) {
      return new Options(transitions, updates, stageOne, value, archiveCapacity);
    }

    /** The same with another {@code archiveCapacity}. */
    public Options withArchiveCapacity(int value) {
      return new Options(transitions, updates, stageOne, stageTwo, value);
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
      @Allowed(above = 0, max = 1) double share,
      @Allowed(min = 1, max = 100_000) int divisions,
      @Allowed(min = 0, max = 1e12, maxItems = 4096) @Nullable List<Vec> weights,
      @Allowed(min = 1, max = 1e15) long evaluateEvery) {
    public static final StageOne DEFAULT = new StageOne(0.5, 5, null, 2048);

    public StageOne {
      Check.allowed(StageOne.class, "share", share);
      Check.allowed(StageOne.class, "divisions", divisions);
      Check.allowed(StageOne.class, "weights", weights);
      Check.allowed(StageOne.class, "evaluateEvery", evaluateEvery);
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

    /** The same with another {@code share}. */
    public StageOne withShare(double value) {
      return new StageOne(value, divisions, weights, evaluateEvery);
    }

    /** The same with other {@code divisions}. */
    public StageOne withDivisions(int value) {
      return new StageOne(share, value, weights, evaluateEvery);
    }

    /** The same with other {@code weights}. */
    public StageOne withWeights(@Nullable List<Vec> value) {
      return new StageOne(share, divisions, value, evaluateEvery);
    }

    /** The same with another {@code evaluateEvery}. */
    public StageOne withEvaluateEvery(long value) {
      return new StageOne(share, divisions, weights, value);
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
      @Allowed(min = 1, max = 1_000_000) int rounds,
      @Allowed(min = 1, max = 10_000) int select,
      Thresholds thresholds,
      @Allowed(above = 0, max = 1e12) double barrier,
      @Allowed(min = 1, max = 1_000_000) int episodes,
      @Allowed(min = 1, max = 1e15) long evaluateEvery) {
    public static final StageTwo DEFAULT =
        new StageTwo(5, 5, Thresholds.Relative.DEFAULT, 20, 40, 2048);

    public StageTwo {
      Check.allowed(StageTwo.class, "rounds", rounds);
      Check.allowed(StageTwo.class, "select", select);
      Check.allowed(StageTwo.class, "barrier", barrier);
      Check.allowed(StageTwo.class, "episodes", episodes);
      Check.allowed(StageTwo.class, "evaluateEvery", evaluateEvery);
    }

    private StageTwo evaluatedEvery(long amount) {
      return new StageTwo(rounds, select, thresholds, barrier, episodes, amount);
    }

    /** The same with other {@code rounds}. */
    public StageTwo withRounds(int value) {
      return new StageTwo(value, select, thresholds, barrier, episodes, evaluateEvery);
    }

    /** The same with another {@code select}. */
    public StageTwo withSelect(int value) {
      return new StageTwo(rounds, value, thresholds, barrier, episodes, evaluateEvery);
    }

    /** The same with another {@code thresholds}. */
    public StageTwo withThresholds(Thresholds value) {
      return new StageTwo(rounds, select, value, barrier, episodes, evaluateEvery);
    }

    /** The same with another {@code barrier}. */
    public StageTwo withBarrier(double value) {
      return new StageTwo(rounds, select, thresholds, value, episodes, evaluateEvery);
    }

    /** The same with other {@code episodes}. */
    public StageTwo withEpisodes(int value) {
      return new StageTwo(rounds, select, thresholds, barrier, value, evaluateEvery);
    }

    /** The same with another {@code evaluateEvery}. */
    public StageTwo withEvaluateEvery(long value) {
      return new StageTwo(rounds, select, thresholds, barrier, episodes, value);
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
    record Relative(@Allowed(above = 0, below = 1) double beta) implements Thresholds {
      public static final Relative DEFAULT = new Relative(0.9);

      public Relative {
        Check.allowed(Relative.class, "beta", beta);
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
    record Gap(@Allowed(above = 0, below = 1) double beta) implements Thresholds {
      public static final Gap DEFAULT = new Gap(0.9);

      public Gap {
        Check.allowed(Gap.class, "beta", beta);
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
  private final Set<String> tried = new LinkedHashSet<>();
  private final FrontRounds rounds;

  CMorl(Options options, SearchContext context, JobRunner runner) {
    this.options = options;
    this.context = context;
    rounds = new FrontRounds(context, runner, options.archiveCapacity());
  }

  @Override
  public SearchResult run(Consumer<List<FrontSnapshot>> merged) throws IOException {
    context.checkpoints().read("search").ifPresent(this::restore);
    if (rounds.done() == 0) {
      round(stageOne());
      merged.accept(rounds.lines());
    }
    StageTwo two = options.stageTwo;
    SearchEnd end = SearchEnd.BUDGET;
    while (two != null && rounds.done() <= two.rounds && hasTurn()) {
      List<Job> jobs = stageTwo(two, rounds.done());
      if (jobs.isEmpty()) {
        end = SearchEnd.NOTHING_TO_EXTEND;
        break;
      }
      round(jobs);
      merged.accept(rounds.lines());
    }
    return rounds.end(end);
  }

  /** Whether the budget has room for one more update. */
  private boolean hasTurn() {
    return options.transitions - rounds.effort().transitions() >= context.turns().of(Phase.ONLINE);
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
    long rest = options.transitions - rounds.effort().transitions();
    long share = rest / (two.rounds - round + 1);
    long left = Math.min(rest, Math.max(share, perUpdate));
    int most = (int) Math.min(Integer.MAX_VALUE, left / perUpdate);
    Selection selection = two.thresholds.selection(two);
    List<? extends Task> tasks = selection.next(rounds.findings(), tried, two.select, most);
    List<Job> jobs = new ArrayList<>();
    for (Task task : tasks) {
      Budget each = Budget.transitions(left / tasks.size());
      jobs.add(new Job(new JobId(2, round, jobs.size()), task, each, two.evaluateEvery));
    }
    return jobs;
  }

  private void round(List<Job> jobs) throws IOException {
    List<JobResult> results = rounds.run(jobs);
    if (rounds.points().isEmpty()) {
      warnOfEmptyArchive(results);
    }
    rounds.checkpoint(jobs, this::save);
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
    out.put("tried", String.join("\n", tried));
    PointState.save(out, "archive", rounds.points());
  }

  private void restore(State in) {
    String keys = in.string("tried");
    if (!keys.isEmpty()) {
      tried.addAll(List.of(keys.split("\n", -1)));
    }
    rounds.restore(in, PointState.restore(in, "archive", context));
  }
}
