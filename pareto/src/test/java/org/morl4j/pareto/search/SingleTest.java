package org.morl4j.pareto.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.train.Bias;
import org.morl4j.pareto.archive.Point;

/** Ordinary training on {@link Dive}: what is kept of it, and that pieces equal the whole. */
class SingleTest {
  private static final long UPDATE = Searches.PER_UPDATE;

  @TempDir Path temp;

  private static Searches single(@Nullable Vec weights, long updates, long evaluateEvery) {
    Searches searches = new Searches();
    searches.options = new Single.Options(weights, updates * UPDATE, 0, evaluateEvery);
    searches.reference = null;
    return searches;
  }

  @Test
  void theBestAndTheLastPolicyAreKept() throws IOException {
    Vec weights = Vec.of(1, 0.5);
    Searches searches = single(weights, 23, UPDATE);
    searches.evaluation = new Evaluation(1, 1, 4);
    SearchResult result = searches.run(temp);
    List<EvaluationResult> all = searches.evaluations();
    assertThat(all).hasSize(23);
    EvaluationResult best = all.get(0);
    for (EvaluationResult evaluated : all) {
      if (weights.dot(returns(evaluated)) > weights.dot(returns(best))) {
        best = evaluated;
      }
    }
    assertThat(best).as("noisy evaluations differ").isNotEqualTo(all.get(22));
    assertThat(result.policies().stream().map(Point::id)).containsExactly("best", "last");
    Point<Snapshot> first = result.policies().get(0);
    assertThat(first.returns()).isEqualTo(returns(best));
    assertThat(first.lineage().effort().transitions()).isEqualTo(best.transitions());
    assertThat(first.lineage().preference()).isEqualTo(weights);
    Point<Snapshot> last = result.policies().get(1);
    assertThat(last.returns()).isEqualTo(returns(all.get(22)));
    assertThat(last.lineage().effort().transitions()).isEqualTo(23 * UPDATE);
    assertThat(Searches.text(first.policy().state()))
        .isNotEqualTo(Searches.text(last.policy().state()));
  }

  private static Vec returns(EvaluationResult evaluated) {
    return evaluated.returns().mean().head(2);
  }

  @Test
  void bothAreMeasuredAnewAndBothAreResults() throws IOException {
    Searches searches = single(null, 24, 3 * UPDATE);
    searches.evaluation = new Evaluation(1, 1, 4);
    SearchResult result = searches.run(temp);
    assertThat(result.measured()).hasSize(2).allMatch(returns -> returns.episodes() == 4);
    assertThat(result.results().stream().map(Point::id)).containsExactly("best", "last");
    for (int i = 0; i < 2; i++) {
      assertThat(result.results().get(i).returns())
          .isEqualTo(result.measured().get(i).returns())
          .isNotEqualTo(result.policies().get(i).returns());
    }
    assertThat(result.policies().get(0).lineage().preference()).isEqualTo(Vec.of(1, 1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 31, 32, 33, 64, 70, 100, 1_000_000})
  void evaluationsComeEverySoManyTransitionsAndAtTheEnd(long every) throws IOException {
    Searches searches = single(Vec.of(1, 0), 10, every);
    searches.run(temp);
    List<Long> at = searches.evaluations().stream().map(EvaluationResult::transitions).toList();
    List<Long> expected = new java.util.ArrayList<>();
    for (long t = UPDATE; t <= 10 * UPDATE; t += UPDATE) {
      if (t / every > (t - UPDATE) / every || t == 10 * UPDATE) {
        expected.add(t);
      }
    }
    assertThat(at).isEqualTo(expected);
  }

  @Test
  void itsLinesAreItsEvaluations() throws IOException {
    Searches searches = single(Vec.of(1, 0), 6, 2 * UPDATE);
    SearchResult result = searches.run(temp);
    assertThat(result.lines()).hasSize(3);
    for (int e = 0; e < 3; e++) {
      EvaluationResult evaluated = searches.evaluations().get(e);
      assertThat(evaluated.job()).isEqualTo("s1r0j00");
      assertThat(evaluated.policy()).isEqualTo("s1r0j00e00" + e);
      FrontSnapshot line = result.lines().get(e);
      assertThat(line.points()).containsExactly(returns(evaluated));
      assertThat(line.effort().transitions()).isEqualTo(2 * UPDATE * (e + 1));
      assertThat(line.evaluationTransitions()).isEqualTo(evaluated.evaluationTransitions());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 13, 23, 24})
  void stoppedAndResumedEqualsUninterrupted(int updates) throws IOException {
    Searches searches = single(Vec.of(1, 0.5), 24, 2 * UPDATE);
    searches.evaluation = new Evaluation(2, 1, 3).withBias(updates % 2 == 1);
    String expected = searches.textOf(temp.resolve("undisturbed"));
    JobRunner[] runner = new JobRunner[1];
    AtomicInteger left = new AtomicInteger(updates);
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
    assertThat(LocalJobs.resumesFrom(context.checkpoints(), "s1r0j00"))
        .isEqualTo(new Effort(24 * UPDATE, 24));
  }

  @Test
  void criticsAreLookedAtWhereAskedFor() throws IOException {
    Searches searches = single(null, 40, 10 * UPDATE);
    searches.env = () -> new Dive(0, "air");
    searches.run(temp.resolve("without"));
    List<EvaluationResult> without = searches.evaluations();
    assertThat(without).allMatch(e -> e.bias() == null);
    searches.evaluation = new Evaluation(2, 1, 3).withBias(true);
    searches.run(temp.resolve("with"));
    List<EvaluationResult> with = searches.evaluations();
    assertThat(with).extracting(EvaluationResult::returns).isEqualTo(returns(without));
    long before = 0;
    for (int e = 0; e < 4; e++) {
      Bias bias = with.get(e).bias();
      assertThat(bias).isNotNull();
      List<Bias.OfSignal> all = bias == null ? List.of() : bias.signals();
      assertThat(all).extracting(Bias.OfSignal::name).containsExactly("treasure", "time", "air");
      assertThat(all.get(0).samples()).isPositive();
      assertThat(all.get(0).bias())
          .isCloseTo(all.get(0).predicted() - all.get(0).measured(), within(1e-9));
      assertThat(with.get(e).evaluationTransitions())
          .isGreaterThan(without.get(e).evaluationTransitions() + before);
      before = with.get(e).evaluationTransitions() - without.get(e).evaluationTransitions();
    }
  }

  private static List<Returns> returns(List<EvaluationResult> evaluations) {
    return evaluations.stream().map(EvaluationResult::returns).toList();
  }

  @Test
  void costsAreMeasuredBehindTheObjectives() throws IOException {
    Searches searches = single(null, 4, UPDATE);
    searches.env = () -> new Dive(0, "air");
    searches.run(temp);
    assertThat(searches.evaluations())
        .allMatch(e -> e.returns().mean().size() == 3 && e.returns().mean().get(2) >= 100);
  }

  @Test
  void mistakesAreRefused() {
    assertThatThrownBy(() -> new Single.Options(Vec.of(0, 0), 1, 0, 1))
        .hasMessageContaining("weights has [0.0, 0.0]");
    assertThatThrownBy(() -> new Single.Options(null, 0, 0, 1)).hasMessageContaining("transitions");
    assertThatThrownBy(() -> new Single.Options(null, 1, 0, 0))
        .hasMessageContaining("evaluateEvery");
    assertThatThrownBy(
            () -> new Single.Options(Vec.of(1), 1, 0, 1).check(2, TabularLearner.REQUIREMENTS))
        .hasMessageContaining("1 entries, but the environment has 2 objectives");
    assertThatThrownBy(() -> single(null, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    Searches small = new Searches();
    small.options = new Single.Options(null, UPDATE - 1, 0, 1);
    assertThatThrownBy(() -> small.run(temp))
        .hasMessage(
            "search.transitions is 31, but the first update comes after 32. Maybe set"
                + " search.transitions to 32 or more, or lower agent.rolloutLength or"
                + " environment.rows.");
  }

  @Test
  void learnersOfEveryPreferenceAreRefused() {
    Requirements every = Requirements.replay(ReplayOptions.DEFAULT).withPreference(true);
    for (SearchOptions options :
        List.of(Single.Options.DEFAULT, CMorl.Options.DEFAULT, WeightedSum.DEFAULT)) {
      assertThatThrownBy(() -> options.check(2, every))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("but the agent learns one policy for every preference. Maybe");
    }
  }
}
