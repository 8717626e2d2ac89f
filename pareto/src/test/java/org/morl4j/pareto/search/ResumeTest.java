package org.morl4j.pareto.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.State;
import org.morl4j.testkit.Unsaved;

/** A search is the same whoever runs it, in however many pieces. */
class ResumeTest {
  @TempDir Path temp;

  private String undisturbed(Searches searches) throws IOException {
    return searches.textOf(temp.resolve("undisturbed"));
  }

  /**
   * Stops after the given number of updates in this process; true if the search came to its end.
   */
  private static String untilStopped(Searches searches, Path folder, int updates)
      throws IOException {
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
    SearchContext context = searches.context(folder);
    try (JobRunner jobs = new LocalJobs(context)) {
      runner[0] = jobs;
      return Searches.text(searches.run(context, jobs)) + searches.evaluations();
    } catch (JobRunner.StoppedException e) {
      return "stopped";
    } finally {
      searches.listener = SearchListener.NONE;
    }
  }

  @Test
  void threadsDoNotMatter() throws IOException {
    Searches searches = new Searches();
    String one = undisturbed(searches);
    for (int threads : new int[] {2, 8}) {
      searches.threads = threads;
      assertThat(searches.textOf(temp.resolve("threads" + threads))).isEqualTo(one);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 9, 23, 24, 25, 30, 41})
  void stoppedAndResumedEqualsUninterrupted(int updates) throws IOException {
    Searches searches = new Searches();
    Path folder = temp.resolve("stopped");
    assertThat(untilStopped(searches, folder, updates)).isEqualTo("stopped");
    assertThat(searches.textOf(folder)).isEqualTo(undisturbed(searches));
  }

  /** Multipliers, their windows and what was measured of limits go on too. */
  @ParameterizedTest
  @ValueSource(ints = {3, 9, 25, 30})
  void limitsGoOnAsIfNothingHadHappened(int updates) throws IOException {
    Searches searches = new Searches();
    searches.limitTime(-3.5);
    Path folder = temp.resolve("stopped");
    assertThat(untilStopped(searches, folder, updates)).isEqualTo("stopped");
    assertThat(searches.textOf(folder)).isEqualTo(undisturbed(searches)).contains("name=time");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void stoppedAgainAndAgain(int threads) throws IOException {
    Searches searches = new Searches();
    searches.threads = threads;
    Path folder = temp.resolve("pieces");
    String end = "stopped";
    int processes = 0;
    while (end.equals("stopped")) {
      end = untilStopped(searches, folder, 3);
      assertThat(++processes).isLessThan(50);
    }
    assertThat(processes).isGreaterThan(5);
    assertThat(end).isEqualTo(undisturbed(searches));
  }

  @Test
  void environmentsThatCannotBeSavedAreReplayed() throws IOException {
    Searches searches = new Searches();
    String expected = undisturbed(searches);
    searches.env = () -> new Unsaved(new Dive(0.5));
    Path folder = temp.resolve("replayed");
    assertThat(untilStopped(searches, folder, 11)).isEqualTo("stopped");
    assertThat(searches.textOf(folder)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000_000})
  void killedWithoutSavingGoesOnFromTheLastCheckpoint(long checkpointMillis) throws IOException {
    Searches searches = new Searches();
    String expected = undisturbed(searches);
    searches.checkpointEvery = Duration.ofMillis(checkpointMillis);
    Path folder = temp.resolve("killed");
    for (int updates : new int[] {5, 14, 26}) {
      AtomicInteger left = new AtomicInteger(updates);
      searches.listener =
          new SearchListener() {
            @Override
            public void trained(Effort more) {
              if (left.decrementAndGet() == 0) {
                throw new Killed(); // nothing is saved from here on
              }
            }
          };
      assertThatThrownBy(() -> searches.run(folder)).isInstanceOf(Killed.class);
    }
    searches.listener = SearchListener.NONE;
    assertThat(searches.textOf(folder)).isEqualTo(expected);
  }

  @Test
  void aFailingJobLetsTheOthersSaveThemselves() throws IOException {
    Searches searches = new Searches();
    String expected = undisturbed(searches);
    SeedTree second = new SeedTree(7).child("s1r0j01").child("learner");
    searches.threads = 3;
    searches.learners = new Failing(second, 2);
    Path folder = temp.resolve("failed");
    assertThatThrownBy(() -> searches.run(folder))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("the loss is not finite");
    assertThat(Files.list(folder).map(f -> f.getFileName().toString()))
        .doesNotContain("search.safetensors")
        .anyMatch(name -> name.matches("s1r0j0[02].safetensors"));
    searches.learners = new TabularLearner.Factory();
    assertThat(searches.textOf(folder)).isEqualTo(expected);
  }

  @Test
  void aFinishedSearchTrainsNoMore() throws IOException {
    Searches searches = new Searches();
    Path folder = temp.resolve("done");
    String first = searches.textOf(folder);
    searches.learners = new Failing(null, 0);
    assertThat(searches.textOf(folder)).isEqualTo(first);
    assertThat(Files.list(folder).map(f -> f.getFileName().toString()))
        .containsExactlyInAnyOrder("search.safetensors", "merged.safetensors");
  }

  @Test
  void logsGoOnWhereTheJobsDo() throws IOException {
    Searches searches = new Searches();
    Path folder = temp.resolve("logs");
    untilStopped(searches, folder, 11);
    var checkpoints = searches.context(folder).checkpoints();
    assertThat(LocalJobs.resumesFrom(checkpoints, "s1r0j00"))
        .isEqualTo(new Effort(8 * Searches.PER_UPDATE, 8));
    assertThat(LocalJobs.resumesFrom(checkpoints, "s1r0j01"))
        .isEqualTo(new Effort(3 * Searches.PER_UPDATE, 3));
    assertThat(LocalJobs.resumesFrom(checkpoints, "s1r0j02")).isEqualTo(Effort.NONE);
    searches.run(folder);
    assertThat(LocalJobs.resumesFrom(checkpoints, "s1r0j00")).isEqualTo(Effort.ALL);
    assertThat(LocalJobs.resumesFrom(checkpoints, "s2r2j01")).isEqualTo(Effort.ALL);
  }

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Learners that fail in an update: one, given by its seeds, or all of them. One fails only when
   * another is there, however late its thread comes.
   */
  private record Failing(
      @org.jspecify.annotations.Nullable SeedTree which, int update, CountDownLatch others)
      implements LearnerFactory {
    Failing(@org.jspecify.annotations.Nullable SeedTree which, int update) {
      this(which, update, new CountDownLatch(which == null ? 0 : 1));
    }

    @Override
    public Requirements requirements() {
      return TabularLearner.REQUIREMENTS;
    }

    @Override
    public Learner<?> create(Setup setup) {
      if (which != null && !which.equals(setup.seeds())) {
        others.countDown();
        return new TabularLearner(setup.signals(), setup.updates(), setup.seeds().generator());
      }
      return new FailingLearner(
          new TabularLearner(setup.signals(), setup.updates(), setup.seeds().generator()),
          new AtomicInteger(update),
          others);
    }

    @Override
    public Snapshot restore(Setup setup, State state) {
      return new TabularLearner.Factory().restore(setup, state);
    }
  }

  private record FailingLearner(TabularLearner learner, AtomicInteger left, CountDownLatch others)
      implements Learner<TabularLearner.Losses> {
    @Override
    public Requirements requirements() {
      return learner.requirements();
    }

    @Override
    public TabularLearner.Losses update(
        org.morl4j.core.data.Batch batch, org.morl4j.core.constraint.Criterion criterion) {
      if (left.decrementAndGet() < 0) {
        try {
          assertThat(others.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        throw new ArithmeticException("the loss is not finite");
      }
      return learner.update(batch, criterion);
    }

    @Override
    public org.morl4j.core.learn.Policy policy() {
      return learner.policy();
    }

    @Override
    public Snapshot snapshot() {
      return learner.snapshot();
    }

    @Override
    public void start(Snapshot snapshot) {
      learner.start(snapshot);
    }

    @Override
    public void save(State out) {
      learner.save(out);
    }

    @Override
    public void restore(State in) {
      learner.restore(in);
    }
  }
}
