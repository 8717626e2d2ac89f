package org.morl4j.pareto.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.constraints.Threshold;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.state.Safetensors;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;
import org.morl4j.pareto.archive.ParetoArchive;
import org.morl4j.pareto.archive.Point;

/** A job that went through a file is trained to the same result, as in another process. */
class JobStateTest {
  private static final Budget BUDGET = Budget.transitions(4L * Searches.PER_UPDATE);

  @TempDir Path temp;

  private static Point<Snapshot> policy(LocalJobs jobs) {
    Task task = new Task.Preference(Vec.of(1, 1));
    Job job = new Job(new JobId(1, 0, 0), task, BUDGET, Searches.PER_UPDATE);
    return jobs.run(List.of(job)).get(0).kept().get(0);
  }

  private static Task task(String kind, Point<Snapshot> from) {
    List<Task.Bound> bounds =
        List.of(
            new Task.Bound(0, new Threshold.Relative(0.9, 0.1)),
            new Task.Bound(1, new Threshold.Shifted(-2, 3)));
    return switch (kind) {
      case "preference" -> new Task.Preference(Vec.of(0.25, 0.75));
      case "preference from" -> new Task.Preference(Vec.of(0.25, 0.75), from);
      case "fixed" -> new Task.Fixed(Vec.of(2, 1));
      default -> new Task.Extension(from, 1, bounds.subList(0, 1), 20, 8);
    };
  }

  private State throughFile(State state) throws IOException {
    Path file = temp.resolve("job.safetensors");
    Safetensors.write(file, state, Map.of());
    return Safetensors.read(file);
  }

  private static String text(JobResult result, SearchContext context) {
    State state = new State();
    result.save(state, context);
    return Searches.text(state);
  }

  @ParameterizedTest
  @ValueSource(strings = {"preference", "preference from", "fixed", "extension"})
  void aJobGoesThroughAFile(String kind) throws IOException {
    SearchContext here = new Searches().context(temp.resolve("here"));
    SearchContext there = new Searches().context(temp.resolve("there"));
    JobChain chain = JobChain.NONE.keptForLater().withRates(Budget.transitions(32), BUDGET);
    try (LocalJobs jobs = new LocalJobs(here);
        LocalJobs others = new LocalJobs(there)) {
      Point<Snapshot> from = policy(jobs);
      Job job = new Job(new JobId(2, 3, 1), task(kind, from), BUDGET, Searches.PER_UPDATE, chain);
      State state = new State();
      job.save(state);
      Job restored = Job.restore(throughFile(state), there);
      assertThat(restored.id()).isEqualTo(job.id());
      assertThat(restored.budget()).isEqualTo(job.budget());
      assertThat(restored.chain()).isEqualTo(job.chain());
      JobResult expected = jobs.run(List.of(job)).get(0);
      JobResult actual = others.run(List.of(restored)).get(0);
      assertThat(text(actual, there)).isEqualTo(text(expected, here));
      assertThat(actual.evaluated()).hasSize(4).isEqualTo(expected.evaluated());
    }
  }

  @Test
  void tasksComeBackAsTheyWere() throws IOException {
    SearchContext context = new Searches().context(temp.resolve("a"));
    ParetoArchive<Snapshot> empty = ParetoArchive.empty(Vec.of(0, -10), 7);
    List<Task> tasks =
        List.of(
            new Task.EveryPreference(List.of(Vec.of(1, 0), Vec.of(0.5, 0.5)), 2, empty),
            new Task.Fixed(Vec.of(1, 2)),
            new Task.Preference(Vec.of(3, 4)));
    for (Task task : tasks) {
      State state = new State();
      TaskState.save(state, task);
      assertThat(TaskState.restore(throughFile(state), context)).isEqualTo(task);
    }
    JobChain after = JobChain.NONE.goingOnFrom(new JobId(1, 0, 4));
    State state = new State();
    after.save(state);
    assertThat(JobChain.restore(state)).isEqualTo(after);
    for (Threshold threshold :
        List.of(
            new Threshold.Absolute(4),
            new Threshold.Relative(0.9, 0.1),
            new Threshold.Shifted(-1, 2))) {
      State saved = new State();
      threshold.save(saved);
      assertThat(Threshold.restore(saved)).isEqualTo(threshold);
    }
  }

  @Test
  void thePlanOfARunComesBackAsItWas() throws IOException {
    Searches searches = new Searches();
    searches.evaluation = new Evaluation(3, 0.9, 7).withBias(true).withMode(EvaluationMode.SAMPLED);
    for (Vec reference : new Vec[] {Vec.of(0, -10), null}) {
      searches.reference = reference;
      RunPlan plan = searches.context(temp.resolve("a")).plan();
      State state = new State();
      plan.save(state);
      assertThat(RunPlan.restore(throughFile(state))).isEqualTo(plan);
    }
  }

  @Test
  void unknownKindsAreRefused() throws IOException {
    SearchContext context = new Searches().context(temp.resolve("a"));
    State state = new State();
    state.put("kind", "sideways");
    state.put("numbers", new double[1]);
    assertThatThrownBy(() -> TaskState.restore(state, context))
        .isInstanceOf(StateException.class)
        .hasMessageStartingWith("The saved job has a task of the kind sideways, which");
    assertThatThrownBy(() -> Threshold.restore(state))
        .isInstanceOf(StateException.class)
        .hasMessageStartingWith("The saved threshold is of the kind sideways, which");
  }
}
