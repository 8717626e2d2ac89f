package org.morl4j.pareto.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.RateClock;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;
import org.morl4j.pareto.archive.Lineage;
import org.morl4j.pareto.archive.ParetoArchive;
import org.morl4j.pareto.archive.Point;

/** Jobs that go on from others, or share a clock of rates. */
class JobChainTest {
  private static final JobId FIRST = new JobId(1, 0, 0);
  private static final JobId SECOND = new JobId(3, 7, 12);

  @TempDir Path temp;

  private static Job job(JobId id, long transitions, JobChain chain) {
    return new Job(id, new Task.Preference(Vec.of(1, 0)), Budget.transitions(transitions), 20)
        .with(chain);
  }

  private static Searches diving() {
    Searches searches = new Searches();
    searches.learners = new Diver.Factory(false, 0, 0);
    return searches;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(temp)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Of 4 transitions each, the first job's turns 1 to 9 only warm up; the second's none. */
  @Test
  void aJobGoesOnWithLearnerAndReplay() throws IOException {
    SearchContext context = diving().context(temp);
    List<Job> first = List.of(job(FIRST, 80, JobChain.NONE.keptForLater()));
    List<Job> second = List.of(job(SECOND, 40, JobChain.NONE.goingOnFrom(FIRST)));
    try (LocalJobs jobs = new LocalJobs(context)) {
      JobResult one = jobs.run(first).get(0);
      assertThat(one.effort()).isEqualTo(new Effort(80, 11));
      jobs.merged(first);
      assertThat(files()).containsExactly("merged.safetensors", "s1r0j00-trainer.safetensors");
      JobResult two = jobs.run(second).get(0);
      assertThat(two.effort()).as("no warm-up").isEqualTo(new Effort(40, 10));
      float[] weights = two.kept().get(two.kept().size() - 1).policy().state().floats("weights");
      assertThat(weights[0]).as("updates of both, as the learner counts them").isEqualTo(21);
      jobs.merged(second);
      assertThat(files()).containsExactly("merged.safetensors");
    }
    assertThat(LocalJobs.resumesFrom(context.checkpoints(), "s3r7j12")).isEqualTo(Effort.ALL);
    assertThat(LocalJobs.resumesFrom(context.checkpoints(), "s3r7j13")).isEqualTo(Effort.NONE);
  }

  @Test
  void aTrainerThatIsNotKeptIsTold() throws IOException {
    try (LocalJobs jobs = new LocalJobs(diving().context(temp))) {
      jobs.run(List.of(job(FIRST, 40, JobChain.NONE)));
      assertThatThrownBy(() -> jobs.run(List.of(job(SECOND, 40, JobChain.NONE.goingOnFrom(FIRST)))))
          .isInstanceOf(StateException.class)
          .hasMessage(
              "Job s3r7j12 goes on from job s1r0j00, whose trainer is not kept. Maybe its"
                  + " checkpoint was deleted.");
    }
  }

  /** Writes down what learners are made for. */
  private record Clocks(List<RateClock> clocks) implements LearnerFactory {
    private static final LearnerFactory TABULAR = new TabularLearner.Factory();

    @Override
    public Requirements requirements() {
      return TABULAR.requirements();
    }

    @Override
    public Learner<?> create(Setup setup) {
      clocks.add(setup.clock());
      return TABULAR.create(setup);
    }
  }

  /** One update takes a rollout of 32 transitions. */
  @Test
  void ratesCanStretchOverAWholeSearch() throws IOException {
    Searches searches = new Searches();
    List<RateClock> clocks = new ArrayList<>();
    searches.learners = new Clocks(clocks);
    long update = Searches.PER_UPDATE;
    JobChain chain =
        JobChain.NONE.withRates(Budget.transitions(3 * update), Budget.transitions(10 * update));
    try (LocalJobs jobs = new LocalJobs(searches.context(temp))) {
      jobs.run(List.of(job(FIRST, 2 * update, JobChain.NONE)));
      jobs.run(List.of(job(SECOND, 2 * update, chain)));
    }
    assertThat(clocks.get(0).updates().values()).containsExactly(2L);
    assertThat(clocks.get(0).before()).isZero();
    RateClock later = clocks.get(clocks.size() - 1);
    assertThat(later).isEqualTo(new RateClock(Map.of(org.morl4j.core.learn.Phase.ONLINE, 10L), 3));
  }

  /** Another weight from an archived policy on, and what later rounds can see of it. */
  @Test
  void aWeightCanStartFromAPolicy() throws IOException {
    SearchContext context = diving().context(temp);
    try (LocalJobs jobs = new LocalJobs(context)) {
      JobResult first = jobs.run(List.of(job(FIRST, 80, JobChain.NONE))).get(0);
      Point<Snapshot> from = first.kept().get(0);
      Task next = new Task.Preference(Vec.of(0, 1), from);
      Job job = new Job(SECOND, next, Budget.transitions(60), 20);
      JobResult second = jobs.run(List.of(job)).get(0);
      List<EvaluationResult> all = new ArrayList<>(first.evaluated());
      all.addAll(second.evaluated());
      Findings found =
          new Findings(ParetoArchive.<Snapshot>empty(Vec.of(0, -10), 9).withAll(first.kept()), all);
      EvaluationResult last = found.history().get(all.size() - 1);
      assertThat(last.lineage())
          .isEqualTo(new Lineage(3, 7, 12, Vec.of(0, 1), from.id(), null, new Effort(60, 6)));
      assertThat(found.parent(last).orElseThrow().policy()).isEqualTo(from.id());
      assertThat(found.parent(found.history().get(0))).isEmpty();
      float[] counted =
          second.kept().get(second.kept().size() - 1).policy().state().floats("weights");
      assertThat(counted[0]).as("updates since the first").isGreaterThan(6);

      State state = new State();
      second.save(state, context);
      assertThat(JobResult.restore(state, context).evaluated()).isEqualTo(second.evaluated());
    }
  }

  @Test
  void placesAreNamedAndOrdered() {
    assertThat(SECOND.name()).isEqualTo("s3r7j12");
    assertThat(JobId.parse("s3r7j12")).isEqualTo(SECOND);
    assertThat(SECOND.phase()).isEqualTo("stage 3 round 7");
    assertThat(new JobId(2, 0, 1).phase()).isEqualTo("stage 2");
    assertThat(Stream.of(SECOND, new JobId(3, 7, 2), new JobId(2, 9, 0), FIRST).sorted())
        .containsExactly(FIRST, new JobId(2, 9, 0), new JobId(3, 7, 2), SECOND);
  }
}
