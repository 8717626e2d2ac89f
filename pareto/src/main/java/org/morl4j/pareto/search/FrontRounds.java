package org.morl4j.pareto.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.state.State;
import org.morl4j.pareto.archive.ParetoArchive;
import org.morl4j.pareto.archive.Point;

/**
 * Rounds of jobs whose policies go into an archive: what came of them so far, which is the part of
 * a search's checkpoint that all such searches have.
 */
final class FrontRounds {
  private final SearchContext context;
  private final JobRunner runner;
  private final List<FrontSnapshot> lines = new ArrayList<>();
  private final List<EvaluationResult> evaluations = new ArrayList<>();
  private ParetoArchive<Snapshot> archive;
  private int done;
  private Effort effort = Effort.NONE;
  private long evaluationTransitions;
  private boolean exact = true;

  /**
   * @param capacity most policies kept
   */
  FrontRounds(SearchContext context, JobRunner runner, int capacity) {
    this.context = context;
    this.runner = runner;
    archive = ParetoArchive.empty(context.archiveReference(), capacity);
  }

  /** How many. */
  int done() {
    return done;
  }

  /** What training took. */
  Effort effort() {
    return effort;
  }

  /** The front after each evaluation. */
  List<FrontSnapshot> lines() {
    return List.copyOf(lines);
  }

  /** The policies kept. */
  List<Point<Snapshot>> points() {
    return archive.points();
  }

  /** Their returns [m]. */
  List<Vec> front() {
    return points().stream().map(Point::returns).toList();
  }

  /** What is known of all policies. */
  Findings findings() {
    return new Findings(archive, evaluations);
  }

  /**
   * Runs a round and takes up what came of it, in job order.
   *
   * @param jobs at least one
   */
  List<JobResult> run(List<Job> jobs) throws IOException {
    Job first = jobs.get(0);
    context.listener().phase(first.id().phase());
    List<JobResult> results = runner.run(jobs);
    replay(first, results);
    List<Point<Snapshot>> offered = new ArrayList<>();
    long episodes = 0;
    for (JobResult result : results) {
      offered.addAll(result.kept());
      episodes += result.episodes();
      evaluations.addAll(result.evaluated());
      effort = effort.plus(result.effort());
      evaluationTransitions += result.evaluationTransitions();
      exact &= result.exact();
    }
    try (ArchiveRace race = new ArchiveRace(context, runner)) {
      archive = race.take(archive, offered, episodes);
      evaluationTransitions += race.transitions();
    }
    lines.add(
        new FrontSnapshot(first.stage(), first.round(), effort, evaluationTransitions, front()));
    done++;
    return results;
  }

  /** Lines of all evaluations but the last, whose front is the archive. */
  private void replay(Job first, List<JobResult> results) {
    int most = results.stream().mapToInt(result -> result.evaluated().size()).max().orElse(0);
    ParetoCurve curve = new ParetoCurve(archive);
    for (int e = 0; e + 1 < most; e++) {
      lines.add(curve.advance(first, results, e, effort, evaluationTransitions));
    }
  }

  /**
   * Writes the search's checkpoint once it has taken up a round.
   *
   * @param jobs of the round, whose own checkpoints are needed no more
   * @param save writes what the search has beside this, its policies too
   */
  void checkpoint(List<Job> jobs, Consumer<State> save) throws IOException {
    State out = new State();
    out.put("rounds", (long) done);
    effort.save(out, "effort");
    out.put("evaluation_transitions", evaluationTransitions);
    out.put("exact", exact ? 1L : 0L);
    save.accept(out);
    FrontSnapshotState.save(out, "lines", lines);
    EvaluationState.save(out, "evaluations", evaluations, context.measures());
    context.checkpoints().write("search", out);
    runner.merged(jobs);
  }

  /**
   * Reads what {@link #checkpoint} wrote.
   *
   * @param points the policies kept
   */
  void restore(State in, List<Point<Snapshot>> points) {
    done = (int) in.scalarLong("rounds");
    effort = Effort.restore(in, "effort");
    evaluationTransitions = in.scalarLong("evaluation_transitions");
    exact = in.scalarLong("exact") == 1;
    archive = new ParetoArchive<>(archive.reference(), archive.capacity(), points);
    lines.addAll(FrontSnapshotState.restore(in, "lines", context.objectives()));
    context.listener().resumed(effort);
    evaluations.addAll(EvaluationState.restore(in, "evaluations", context.measures()));
    evaluations.forEach(context.listener()::evaluated);
  }

  /** Measures the policies kept anew and ends. */
  SearchResult end(SearchEnd end) throws IOException {
    FinalEvaluation last = FinalEvaluation.of(points(), context, runner);
    return new SearchResult(
            points(),
            last.measured(),
            last.otherwise(),
            true,
            effort,
            evaluationTransitions + last.transitions(),
            lines,
            exact)
        .endedBy(end);
  }
}
