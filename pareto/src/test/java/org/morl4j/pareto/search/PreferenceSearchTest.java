package org.morl4j.pareto.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.pareto.archive.Point;

/** One planted learner of every preference on {@link Dive}, and the front it gives. */
class PreferenceSearchTest {
  /** 90 advances of 4 transitions, the first 9 of which only warm up. */
  private static final long TRANSITIONS = 360;

  @TempDir Path temp;

  private static Searches preferences(double noise) {
    Searches searches = new Searches();
    searches.env = () -> new Dive(Diver.TREASURE, noise);
    searches.learners = new Diver.Factory(true, 0, 0);
    searches.options = new PreferenceSearch.Options(TRANSITIONS, 0, 4, 60, 200);
    searches.evaluation = new Evaluation(2, 1, 3);
    return searches;
  }

  @Test
  void oneLearnerGivesAFront() throws IOException {
    Searches searches = preferences(0);
    SearchResult result = searches.run(temp);
    // With w1 / w0 = 3 (12, -3) is better than (8, -2); with no weight on treasure (1, -1) is.
    assertThat(result.results().stream().map(Point::returns))
        .containsExactly(Vec.of(1, -1), Vec.of(12, -3), Vec.of(14, -4), Vec.of(15, -5));
    for (Point<Snapshot> point : result.policies()) {
      Vec w = point.lineage().preference();
      assertThat(w).isNotNull();
      assertThat(point.id()).matches("s1r0j00e00[0-5]p0[0-4]");
    }
    assertThat(result.front()).isTrue();
    assertThat(result.effort().transitions()).isEqualTo(TRANSITIONS);
  }

  @Test
  void everyEvaluationMeasuresTheGrid() throws IOException {
    Searches searches = preferences(0);
    searches.run(temp);
    List<EvaluationResult> all = searches.evaluations();
    assertThat(all).hasSize(6 * 5);
    assertThat(all.get(0).policy()).isEqualTo("s1r0j00e000p00");
    assertThat(all.get(29).policy()).isEqualTo("s1r0j00e005p04");
    assertThat(all.get(29).transitions()).isEqualTo(TRANSITIONS);
    // w = (0, 1), (1/4, 3/4), (1/2, 1/2), (3/4, 1/4), (1, 0): deeper while the gain beats w1/w0.
    assertThat(all.subList(25, 30).stream().map(e -> e.returns().mean()))
        .containsExactly(
            Vec.of(1, -1), Vec.of(12, -3), Vec.of(14, -4), Vec.of(15, -5), Vec.of(15, -5));
  }

  @Test
  void preferencesAreComparedOnTheSameEpisodes() throws IOException {
    Searches searches = preferences(0.5);
    searches.run(temp);
    List<EvaluationResult> all = searches.evaluations();
    double luck = all.get(28).returns().mean().get(0) - 15;
    assertThat(luck).isPositive();
    assertThat(all.get(29).returns().mean().get(0) - 15).isEqualTo(luck);
    assertThat(all.get(26).returns().mean().get(0) - 12)
        .isCloseTo(luck, org.assertj.core.api.Assertions.within(1e-12));
  }

  @Test
  void pointsAreMeasuredAnewUnderTheirPreference() throws IOException {
    SearchResult result = preferences(0).run(temp);
    assertThat(result.measured()).hasSize(4).allMatch(returns -> returns.episodes() == 3);
    for (int i = 0; i < 4; i++) {
      assertThat(result.measured().get(i).returns()).isEqualTo(result.policies().get(i).returns());
    }
  }

  @Test
  void linesAreTheFrontAfterEachEvaluation() throws IOException {
    Searches searches = preferences(0);
    SearchResult result = searches.run(temp);
    assertThat(result.lines().stream().map(line -> line.effort().transitions()))
        .containsExactly(60L, 120L, 180L, 240L, 300L, 360L);
    // 6 updates by transition 60, then 15 more each time: 0, 2, 4, .. deep.
    assertThat(result.lines().get(0).points()).containsExactly(Vec.of(1, -1));
    assertThat(result.lines().get(1).points())
        .containsExactlyInAnyOrder(Vec.of(1, -1), Vec.of(12, -3));
    assertThat(result.lines().get(5).points())
        .containsExactlyElementsOf(result.policies().stream().map(Point::returns).toList());
    assertThat(searches.merged).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9, 10, 15, 44, 75, 89, 90})
  void stoppedAndResumedEqualsUninterrupted(int advances) throws IOException {
    Searches searches = preferences(0.5);
    String expected = searches.textOf(temp.resolve("undisturbed"));
    JobRunner[] runner = new JobRunner[1];
    AtomicInteger left = new AtomicInteger(advances);
    searches.listener =
        new SearchListener() {
          @Override
          public void trained(Effort more) {
            if (left.decrementAndGet() == 0) {
              runner[0].stop();
            }
          }
        };
    Path folder = temp.resolve("stopped");
    SearchContext context = searches.context(folder);
    try (JobRunner jobs = new LocalJobs(context)) {
      runner[0] = jobs;
      assertThatThrownBy(() -> searches.run(context, jobs))
          .isInstanceOf(JobRunner.StoppedException.class);
    }
    assertThat(searches.textOf(folder)).isEqualTo(expected);
    assertThat(searches.textOf(folder)).as("a finished one again").isEqualTo(expected);
  }

  @Test
  void aLearnerOfOnePolicyIsRefused() {
    SearchOptions options = PreferenceSearch.Options.DEFAULT;
    options.check(2, new Diver.Factory(true, 0, 0).requirements());
    assertThatThrownBy(() -> options.check(2, TabularLearner.REQUIREMENTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "search.type is \"preferences\", but the agent is not conditioned on a preference."
                + " Maybe set agent.preference to true where the agent has that key, or"
                + " search.type to \"single\".");
  }
}
