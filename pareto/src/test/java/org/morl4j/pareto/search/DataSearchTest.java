package org.morl4j.pareto.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionTable;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.metrics.MetricsSink;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.testkit.Recordings;

/** Searches on recorded data, alone and before they act. */
class DataSearchTest {
  @TempDir Path temp;

  private static TransitionTable data() {
    try (VectorEnv env = VectorEnv.of(() -> new Dive(0.5), Searches.ROWS)) {
      Signals signals = Signals.of(env.spec(), 0.95, 1);
      return Recordings.random(env, signals, Set.of(), 20, new SeedTree(5));
    }
  }

  private static Searches diving(SearchOptions options) {
    Searches searches = new Searches();
    searches.learners = new Diver.Factory(false, 0, 0);
    searches.options = options;
    searches.reference = Vec.of(0, -10);
    searches.data = data();
    return searches;
  }

  private static List<Effort> evaluated(Searches searches) {
    return searches.evaluations().stream().map(EvaluationResult::effort).toList();
  }

  /** Counted in updates, and no environment is opened but the one that measures. */
  @Test
  void dataAloneIsCountedInUpdates() throws IOException {
    Searches searches = diving(new Single.Options(null, 0, 50, 20));
    List<Integer> opened = new ArrayList<>();
    TreeMap<String, Double> logged = new TreeMap<>();
    searches.opening = opened::add;
    searches.logEvery = 25;
    searches.metrics =
        new MetricsSink() {
          @Override
          public void scalar(String job, Effort effort, String metric, double value) {
            if (metric.startsWith("losses/") || metric.startsWith("eval/")) {
              logged.put(effort.transitions() + " " + effort.updates() + " " + metric, value);
            }
          }

          @Override
          public void close() {}
        };
    SearchResult result = searches.run(temp);
    assertThat(result.effort()).isEqualTo(new Effort(0, 50));
    assertThat(evaluated(searches))
        .containsExactly(new Effort(0, 20), new Effort(0, 40), new Effort(0, 50));
    assertThat(result.policies().get(1).lineage().effort()).isEqualTo(new Effort(0, 50));
    assertThat(opened).as("rows of environments opened: to measure, and at the end").hasSize(2);
    assertThat(logged.keySet())
        .containsExactly(
            "0 20 eval/time",
            "0 20 eval/treasure",
            "0 25 losses/critic",
            "0 25 losses/mixed",
            "0 40 eval/time",
            "0 40 eval/treasure",
            "0 50 eval/time",
            "0 50 eval/treasure",
            "0 50 losses/critic",
            "0 50 losses/mixed");
    assertThat(logged).containsEntry("0 25 losses/critic", 13.0);
    assertThat(logged).containsEntry("0 50 losses/critic", 38.0);
  }

  /** 30 updates, then 80 transitions, of which 10 turns of 4 only warm up. */
  @Test
  void offlineToOnlineIsOneJob() throws IOException {
    Searches searches = diving(new Single.Options(null, 80, 30, 20));
    SearchResult result = searches.run(temp);
    assertThat(result.effort()).isEqualTo(new Effort(80, 41));
    assertThat(evaluated(searches))
        .containsExactly(
            new Effort(0, 20),
            new Effort(0, 30),
            new Effort(20, 30),
            new Effort(40, 31),
            new Effort(60, 36),
            new Effort(80, 41));
  }

  @Test
  void updatesAreSharedByWeights() throws IOException {
    Searches searches = diving(new WeightedSum(0, 95, 2, null, 30, 200));
    searches.threads = 2;
    SearchResult result = searches.run(temp);
    assertThat(result.effort()).as("three weights, 31 each").isEqualTo(new Effort(0, 93));
    assertThat(result.policies()).isNotEmpty();
  }

  /** Stopped in the data's phase or in the other, and resumed: the same as in one go. */
  @ParameterizedTest
  @ValueSource(ints = {7, 30, 35, 45})
  void piecesEqualTheWhole(int turns) throws IOException {
    Single.Options options = new Single.Options(null, 80, 30, 20);
    String whole = diving(options).textOf(temp.resolve("whole"));

    Searches searches = diving(options);
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
    Effort at = turns <= 30 ? new Effort(0, turns) : new Effort(4L * (turns - 30), resumed(turns));
    assertThat(LocalJobs.resumesFrom(context.checkpoints(), "s1r0j00")).isEqualTo(at);
    searches.listener = SearchListener.NONE;
    assertThat(searches.textOf(folder)).isEqualTo(whole);
  }

  /** 30 on data, and one a turn from the tenth on. */
  private static long resumed(int turns) {
    return 30 + Math.max(0, turns - 30 - 9);
  }

  @Test
  void amountsThatGiveNothingAreRefused() {
    assertThatThrownBy(() -> new Single.Options(null, 0, 0, 1))
        .hasMessage("transitions is 0, but must be at least 1.");
    assertThatThrownBy(() -> new Single.Options(null, 1, -1, 1))
        .hasMessage("updates is -1, but must lie between 0 and 1e15.");
    assertThat(new Single.Options(null, 0, 5, 1).budget()).isEqualTo(new Budget(0, 5));
    Searches onPolicy = diving(new Single.Options(null, 0, 5, 1));
    onPolicy.learners = new TabularLearner.Factory();
    assertThatThrownBy(() -> onPolicy.run(temp))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The agent learns only from what its own policy does, not from recorded data. Maybe"
                + " set search.updates to 0.");
    Searches shared = diving(new WeightedSum(0, 2, 2, null, 30, 200));
    assertThatThrownBy(() -> shared.run(temp))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "search.updates gives each of 3 stage-one jobs 0 updates, but the first update comes"
                + " after 1. Maybe set search.updates to 3 or more, or lower the number of weights.");
  }
}
