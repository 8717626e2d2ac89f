package org.morl4j.pareto.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.DataView;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.state.State;
import org.morl4j.pareto.archive.Point;

/**
 * A front of two objectives from recorded data, after specialists: MAPEX (Thakar, Dixit and Tumer
 * 2026, arXiv 2603.02628). No training acts in an environment.
 *
 * <pre>
 *   specialists   for each objective j, on the data:   max_pi  G_j(pi)
 *   a round       draws gaps of the front by their lengths, and for each, with the weights w of a
 *                 place in it, clones recorded actions weighed by the specialists' advantages under w
 * </pre>
 *
 * Specialists and clones are evaluated once, when they are done, and offered to the archive. See
 * {@link FrontGap}, {@link AdvantageWeights} and docs/data-fronts.md.
 */
public final class ExtractionSearch implements Search {
  private static final int OBJECTIVES = 2;

  /**
   * The search's knobs.
   *
   * @param updates gradient steps on recorded data in all
   * @param share of the updates that the specialists get, evenly; clones get the rest
   * @param rounds of drawing and cloning
   * @param select gaps a round
   * @param beta temperature of the weights, in deviations of the advantage
   * @param maxWeight largest weight of a row
   * @param scaled whether an objective's advantages count in units of its range on the front, as
   *     the weights do; else as they are
   * @param archiveCapacity most policies kept
   */
  public record Options(
      @Allowed(min = 1, max = 1e15) long updates,
      @Allowed(above = 0, below = 1) double share,
      @Allowed(min = 1, max = 1_000_000) int rounds,
      @Allowed(min = 1, max = 10_000) int select,
      @Allowed(above = 0, max = 1e6) double beta,
      @Allowed(above = 0, max = 1e12) double maxWeight,
      boolean scaled,
      @Allowed(min = 1, max = 1_000_000) int archiveCapacity)
      implements SearchOptions {
    public static final Options DEFAULT = new Options(200_000, 0.5, 10, 1, 1, 20, true, 200);

    public Options {
      Check.allowed(Options.class, "updates", updates);
      Check.allowed(Options.class, "share", share);
      Check.allowed(Options.class, "rounds", rounds);
      Check.allowed(Options.class, "select", select);
      Check.allowed(Options.class, "beta", beta);
      Check.allowed(Options.class, "maxWeight", maxWeight);
      Check.allowed(Options.class, "archiveCapacity", archiveCapacity);
    }

    @Override
    public Budget budget() {
      return new Budget(0, updates);
    }

    @Override
    public Options withBudget(Budget value) {
      if (value.transitions() > 0) {
        throw new IllegalArgumentException(
            "search.type is \"extraction\", which takes no transitions, but is given %d. Maybe give it updates alone."
                .formatted(value.transitions()));
      }
      return withUpdates(value.updates());
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
      Weights.checkUnconditioned("extraction", requirements);
      if (objectives != OBJECTIVES) {
        throw new IllegalArgumentException(
            "search.type is \"extraction\", which looks for policies between neighbours of two objectives, but the environment has %d. Maybe take the search preferences."
                .formatted(objectives));
      }
    }

    @Override
    public void checkBudget(int objectives, Turns turns) {
      long least = Math.min(specialist().updates(), copy().updates());
      if (least < 1) {
        throw new IllegalArgumentException(
            "search.updates is %d, which leaves none for each of %d specialists and %d clones. Maybe set it to %d or more."
                .formatted(updates, OBJECTIVES, clones(), enough()));
      }
    }

    private long clones() {
      return (long) rounds * select;
    }

    private long enough() {
      return (long) Math.ceil(Math.max(OBJECTIVES / share, clones() / (1 - share))) + 1;
    }

    /** What a specialist gets. */
    Budget specialist() {
      return new Budget(0, (long) (updates * share) / OBJECTIVES);
    }

    /** What a clone gets. */
    Budget copy() {
      return new Budget(0, (updates - (long) (updates * share)) / clones());
    }

    @Override
    public Search create(SearchContext context, JobRunner runner) {
      return new ExtractionSearch(this, context, runner);
    }

    /** The same with other {@code updates}. */
    public Options withUpdates(long value) {
      return new Options(value, share, rounds, select, beta, maxWeight, scaled, archiveCapacity);
    }

    /** The same with another {@code share}. */
    public Options withShare(double value) {
      return new Options(updates, value, rounds, select, beta, maxWeight, scaled, archiveCapacity);
    }

    /** The same with other {@code rounds}. */
    public Options withRounds(int value) {
      return new Options(updates, share, value, select, beta, maxWeight, scaled, archiveCapacity);
    }

    /** The same with another {@code select}. */
    public Options withSelect(int value) {
      return new Options(updates, share, rounds, value, beta, maxWeight, scaled, archiveCapacity);
    }

    /** The same with another {@code beta}. */
    public Options withBeta(double value) {
      return new Options(updates, share, rounds, select, value, maxWeight, scaled, archiveCapacity);
    }

    /** The same with another {@code maxWeight}. */
    public Options withMaxWeight(double value) {
      return new Options(updates, share, rounds, select, beta, value, scaled, archiveCapacity);
    }

    /** The same with another {@code scaled}. */
    public Options withScaled(boolean value) {
      return new Options(updates, share, rounds, select, beta, maxWeight, value, archiveCapacity);
    }

    /** The same with another {@code archiveCapacity}. */
    public Options withArchiveCapacity(int value) {
      return new Options(updates, share, rounds, select, beta, maxWeight, scaled, value);
    }
  }

  private final Options options;
  private final SearchContext context;
  private final FrontRounds rounds;
  private final Map<String, Integer> visits = new TreeMap<>(); // of gaps, by their keys
  private List<Point<Snapshot>> specialists = List.of();

  ExtractionSearch(Options options, SearchContext context, JobRunner runner) {
    this.options = options;
    this.context = context;
    rounds = new FrontRounds(context, runner, options.archiveCapacity);
  }

  @Override
  public SearchResult run(Consumer<List<FrontSnapshot>> merged) throws IOException {
    options.checkBudget(context.objectives(), context.turns());
    requireClones();
    context.checkpoints().read("search").ifPresent(this::restore);
    SearchEnd end = SearchEnd.BUDGET;
    while (rounds.done() <= options.rounds) {
      List<Job> jobs = rounds.done() == 0 ? specialists() : clones();
      if (jobs.isEmpty()) {
        end = SearchEnd.NOTHING_TO_EXTEND;
        break;
      }
      round(jobs);
      merged.accept(rounds.lines());
    }
    return rounds.end(end);
  }

  /** Asked before specialists are trained for nothing. */
  private void requireClones() {
    DataView data = context.required();
    context.cloning(data);
    if (!context.criteria().limits().isEmpty()) {
      throw new IllegalArgumentException(
          "search.type is \"extraction\", whose clones keep no limits, but the run has some. Maybe"
              + " take the search preferences.");
    }
  }

  private List<Job> specialists() {
    List<Job> jobs = new ArrayList<>();
    Budget each = options.specialist();
    for (int j = 0; j < OBJECTIVES; j++) {
      double[] one = new double[OBJECTIVES];
      one[j] = 1;
      Task task = new Task.Preference(Vec.of(one));
      jobs.add(new Job(new JobId(1, 0, j), task, each, each.updates()));
    }
    return jobs;
  }

  private List<Job> clones() {
    List<Vec> front = rounds.front();
    Rng rng = context.seeds().child("gaps").child(rounds.done()).generator();
    List<FrontGap> gaps = FrontGap.draw(FrontGap.of(front), options.select, rng);
    Vec least = each(front, Math::min);
    Vec most = each(front, Math::max);
    Vec range = Vec.of(most.get(0) - least.get(0), most.get(1) - least.get(1));
    Vec units = options.scaled ? range : Vec.filled(OBJECTIVES, 1);
    List<Job> jobs = new ArrayList<>();
    Budget each = options.copy();
    for (FrontGap gap : gaps) {
      AdvantageWeights rule =
          new AdvantageWeights(
              gap.target(
                  GapSelection.vanDerCorput(visits.merge(gap.key(), 1, Integer::sum)),
                  least,
                  range),
              units,
              new AdvantageWeights.Temperature(options.beta, options.maxWeight));
      Task task = new Task.Extraction(rule, specialists);
      jobs.add(new Job(new JobId(2, rounds.done(), jobs.size()), task, each, each.updates()));
    }
    return jobs;
  }

  private static Vec each(List<Vec> front, DoubleBinaryOperator of) {
    double[] all = new double[OBJECTIVES];
    for (int j = 0; j < all.length; j++) {
      int at = j;
      all[j] = front.stream().mapToDouble(point -> point.get(at)).reduce(of).orElse(0);
    }
    return Vec.of(all);
  }

  private void round(List<Job> jobs) throws IOException {
    boolean first = rounds.done() == 0;
    List<JobResult> results = rounds.run(jobs);
    if (first) {
      specialists = results.stream().flatMap(result -> result.kept().stream()).toList();
    }
    rounds.checkpoint(jobs, this::save);
  }

  private void save(State out) {
    PointState.save(out, "specialists", specialists);
    PointState.save(out, "archive", members(1)); // apart: clones have no critics to restore
    PointState.save(out, "clones", members(2));
    List<String> order = rounds.points().stream().map(Point::id).toList();
    out.put("order", String.join("\n", order));
    out.put("gaps", String.join("\n", visits.keySet()));
    out.put("visits", visits.values().stream().mapToInt(Integer::intValue).toArray());
  }

  private List<Point<Snapshot>> members(int stage) {
    return rounds.points().stream().filter(p -> p.lineage().stage() == stage).toList();
  }

  private void restore(State in) {
    specialists = PointState.restore(in, "specialists", context);
    SearchContext cloning = context.cloning(context.required());
    Map<String, Point<Snapshot>> members =
        Stream.concat(
                PointState.restore(in, "archive", context).stream(),
                PointState.restore(in, "clones", cloning).stream())
            .collect(Collectors.toMap(Point::id, Function.identity()));
    List<String> gaps = in.string("gaps").lines().toList();
    int[] counts = in.ints("visits", gaps.size());
    for (int i = 0; i < counts.length; i++) {
      visits.put(gaps.get(i), counts[i]);
    }
    rounds.restore(in, in.string("order").lines().map(members::get).toList());
  }
}
