package org.morl4j.pareto.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.metrics.MetricsSink;
import org.morl4j.core.state.Checkpoints;

/** What a job of an off-policy learner logs, and how it ends where a number is none. */
class JobTrainingTest {
  @TempDir Path temp;

  private static Searches diving(int nanLoss, int nanParameter) {
    Searches searches = new Searches();
    searches.env = () -> new Dive(Diver.TREASURE, 0.5);
    searches.learners = new Diver.Factory(false, nanLoss, nanParameter);
    searches.options = new Single.Options(null, 200, 0, 100);
    searches.reference = null;
    searches.logEvery = 64;
    return searches;
  }

  /** Keeps values under "transitions metric", but not what differs from run to run. */
  private record Recorder(Map<String, Double> values, Map<String, Double> clocks)
      implements MetricsSink {
    Recorder() {
      this(new TreeMap<>(), new TreeMap<>());
    }

    @Override
    public void scalar(String job, Effort effort, String metric, double value) {
      boolean clock = metric.startsWith("time/") || metric.startsWith("memory/");
      (clock ? clocks : values).put(effort.transitions() + " " + metric, value);
    }

    @Override
    public void close() {}
  }

  @Test
  void lossesAreMeansOverSoManyTransitions() throws IOException {
    Searches searches = diving(0, 0);
    Recorder recorder = new Recorder();
    searches.metrics = recorder;
    searches.run(temp);
    // Of 4 transitions each, advances 1 to 9 only warm up. Loss of update u is u: 7 updates by 64,
    // 16 by 128 and 192, and the last 2.
    assertThat(recorder.values)
        .containsEntry("64 losses/critic", 4.0)
        .containsEntry("128 losses/critic", 15.5)
        .containsEntry("192 losses/critic", 31.5)
        .containsEntry("200 losses/critic", 40.5)
        .containsEntry("64 losses/mixed", 4.0); // weights 1 and 1
    assertThat(recorder.values.keySet().stream().filter(key -> key.endsWith("losses/critic")))
        .hasSize(4);
    assertThat(recorder.values).containsKeys("64 rollout/treasure", "64 rollout/length");
    assertThat(recorder.values).containsKeys("100 eval/treasure", "200 eval/time");
  }

  @Test
  void ratesAndMemoryAreLogged() throws IOException {
    Searches searches = diving(0, 0);
    Recorder recorder = new Recorder();
    searches.metrics = recorder;
    searches.run(temp);
    for (String metric :
        new String[] {"time/steps_per_second", "time/updates_per_second", "memory/heap_mb"}) {
      assertThat(recorder.clocks.get("128 " + metric)).as(metric).isPositive();
    }
    assertThat(recorder.clocks.get("128 time/steps_per_second"))
        .isEqualTo(
            4 * recorder.clocks.get("128 time/updates_per_second"),
            org.assertj.core.api.Assertions.within(1e-6));
    if (Files.exists(Path.of("/proc/self/status"))) {
      assertThat(recorder.clocks.get("128 memory/resident_mb")).isGreaterThan(10);
    }
  }

  private static SearchListener stopAfter(int advances, JobRunner[] runner) {
    AtomicInteger left = new AtomicInteger(advances);
    return new SearchListener() {
      @Override
      public void trained(Effort more) {
        if (left.decrementAndGet() == 0) {
          runner[0].stop();
        }
      }
    };
  }

  private static void stop(Searches searches, Path folder, int advances) {
    JobRunner[] runner = new JobRunner[1];
    searches.listener = stopAfter(advances, runner);
    SearchContext context = searches.context(folder);
    try (JobRunner jobs = new JobRunner(context)) {
      runner[0] = jobs;
      assertThatThrownBy(() -> searches.run(context, jobs))
          .isInstanceOf(JobRunner.StoppedException.class);
    }
    searches.listener = SearchListener.NONE;
  }

  @Test
  void aResumeLogsTheSame() throws IOException {
    Searches searches = diving(0, 0);
    Recorder whole = new Recorder();
    searches.metrics = whole;
    String expected = searches.textOf(temp.resolve("whole"));
    Recorder pieces = new Recorder();
    searches.metrics = pieces;
    Path folder = temp.resolve("pieces");
    stop(searches, folder, 13);
    stop(searches, folder, 8);
    stop(searches, folder, 20);
    assertThat(searches.textOf(folder)).isEqualTo(expected);
    assertThat(pieces.values).isEqualTo(whole.values);
  }

  @Test
  void aLossThatIsNoNumberStopsTheRunAndLeavesTheLastCheckpoint() throws IOException {
    Path folder = temp.resolve("nan");
    stop(diving(0, 0), folder, 20);
    byte[] good = Files.readAllBytes(folder.resolve("s1r0j00.safetensors"));
    // The 30th update comes with advance 39; the checkpoint is of advance 20.
    assertThatThrownBy(() -> diving(30, 0).run(folder))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage(
            "Job s1r0j00 stopped after 156 transitions and 30 updates: losses: critic is NaN, but must be finite."
                + " Its last checkpoint, after 80 transitions and 11 updates, is good. Maybe lower the agent's"
                + " learning rate: a resume would end the same way.");
    assertThat(Files.readAllBytes(folder.resolve("s1r0j00.safetensors"))).isEqualTo(good);
    assertThat(diving(0, 0).textOf(folder)).isEqualTo(diving(0, 0).textOf(temp.resolve("whole")));
  }

  @Test
  void aParameterThatIsNoNumberStopsTheRunBeforeItIsSaved() throws IOException {
    Path folder = temp.resolve("nan");
    Searches searches = diving(0, 30);
    searches.checkpointEvery = Duration.ZERO;
    searches.options = new Single.Options(null, 200, 0, 156);
    assertThatThrownBy(() -> searches.run(folder))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageMatching(
            "Job s1r0j00 stopped after 156 transitions and 30 updates: parameters: weights\\[0\\] is NaN, but"
                + " must be finite\\. Its last checkpoint, after \\d+ transitions and \\d+ updates, is good\\..*");
    float[] saved =
        new Checkpoints(folder, "test")
            .read("s1r0j00")
            .orElseThrow()
            .child("trainer.learner")
            .floats("weights", 1);
    assertThat(saved[0]).isBetween(0f, 29f);
  }

  @Test
  void checkpointsTakeATenthOfTheTimeAtMost() {
    long second = 1_000_000_000L;
    assertThat(JobTraining.pause(30 * second, 0)).isEqualTo(30 * second);
    assertThat(JobTraining.pause(30 * second, second)).isEqualTo(30 * second);
    assertThat(JobTraining.pause(30 * second, 8 * second)).isEqualTo(80 * second);
  }
}
