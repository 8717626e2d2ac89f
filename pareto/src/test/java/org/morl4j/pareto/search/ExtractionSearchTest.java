package org.morl4j.pareto.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.pareto.archive.Point;
import org.morl4j.testkit.Recordings;

class ExtractionSearchTest {
  private static final ExtractionSearch.Options OPTIONS =
      ExtractionSearch.Options.DEFAULT
          .withUpdates(160)
          .withRounds(3)
          .withSelect(2)
          .withBeta(0.2)
          .withMaxWeight(1000);

  @TempDir Path temp;

  private static Searches diving(ExtractionSearch.Options options) {
    Searches searches = new Searches();
    searches.env = () -> new Dive(Diver.TREASURE, 0);
    searches.learners = new Judge.Factory(false);
    searches.options = options;
    searches.gamma = 1;
    searches.reference = Vec.of(0, -10);
    try (VectorEnv env = VectorEnv.of(searches.env, Searches.ROWS)) {
      Signals signals = Signals.of(env.spec(), 1, 1);
      searches.data = Recordings.random(env, signals, Set.of(), 2500, new SeedTree(5));
    }
    return searches;
  }

  private static List<Vec> returns(SearchResult result) {
    return result.results().stream().map(Point::returns).toList();
  }

  /**
   * By hand: between the shallowest and the deepest treasure, (1, -1) and (15, -5), weights are
   * (1/2, 1/2). Diving to depth 1 then gains .125 over the specialist for time, whose half is more
   * than what the other says, and taking the treasure there gains .125 over the one that goes on.
   */
  @Test
  void theFirstCloneLiesBetweenTheSpecialists() throws IOException {
    Searches searches = diving(OPTIONS.withRounds(1).withSelect(1));
    SearchResult result = searches.run(temp);
    assertThat(returns(result)).containsExactly(Vec.of(1, -1), Vec.of(8, -2), Vec.of(15, -5));
    Point<?> clone = result.results().get(1);
    assertThat(clone.id()).isEqualTo("s2r1j00e000");
    assertThat(clone.lineage().preference()).isEqualTo(Vec.of(0.5, 0.5));
  }

  /** Two specialists of 40 updates, clones of 80 / 6; no transition is trained on. */
  @Test
  void theFrontFillsWithoutATransition() throws IOException {
    Searches searches = diving(OPTIONS);
    SearchResult result = searches.run(temp);
    assertThat(returns(result)).contains(Vec.of(8, -2), Vec.of(12, -3));
    assertThat(result.effort().transitions()).isZero();
    assertThat(searches.evaluations().get(0).effort()).isEqualTo(new Effort(0, 40));
    assertThat(searches.evaluations().get(2).effort()).isEqualTo(new Effort(0, 13));
    assertThat(result.evaluationTransitions()).isPositive();
    assertThat(result.lines()).hasSize(4);
  }

  @Test
  void threadsDontMatter() throws IOException {
    String one = diving(OPTIONS).textOf(temp.resolve("one"));
    Searches searches = diving(OPTIONS);
    searches.threads = 3;
    assertThat(searches.textOf(temp.resolve("three"))).isEqualTo(one);
  }

  /** Stopped among the specialists or the clones, and resumed: the same as in one go. */
  @ParameterizedTest
  @ValueSource(ints = {5, 60, 85, 100, 130})
  void piecesEqualTheWhole(int turns) throws IOException {
    String whole = diving(OPTIONS).textOf(temp.resolve("whole"));
    Searches searches = diving(OPTIONS);
    AtomicInteger left = new AtomicInteger(turns);
    JobRunner[] runner = new JobRunner[1];
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
    searches.listener = SearchListener.NONE;
    assertThat(searches.textOf(folder)).isEqualTo(whole);
  }

  @Test
  void whatCantBeExtractedIsRefused() {
    Searches conditioned = diving(OPTIONS);
    conditioned.learners = new Diver.Factory(false, 0, 0);
    assertThatThrownBy(() -> conditioned.run(temp))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not one that recorded actions can be cloned into")
        .hasMessageContaining("Maybe take the agent iql.");
    Searches limited = diving(OPTIONS);
    limited.limitTime(-3);
    assertThatThrownBy(() -> limited.run(temp))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("whose clones keep no limits");
    assertThatThrownBy(() -> diving(OPTIONS.withUpdates(7)).run(temp))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "search.updates is 7, which leaves none for each of 2 specialists and 6 clones. Maybe"
                + " set it to 13 or more.");
    assertThatThrownBy(() -> OPTIONS.withBudget(new Budget(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("takes no transitions, but is given 1");
    assertThatThrownBy(() -> OPTIONS.check(3, new Judge.Factory(false).requirements()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the environment has 3");
  }
}
