package org.morl4j.configs.set;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rule by hand, and who is held against whom. */
class MedianRuleTest {
  private final List<NamedRun> runs =
      IntStream.range(0, 4).mapToObj(i -> new NamedRun("t" + i, "", List.of(), 1)).toList();
  private final MedianWatch watch = new MedianWatch(new MedianRule(2), runs);

  @Test
  void aRunBelowTheMedianOfEnoughOthersIsStopped() {
    MedianRule rule = new MedianRule(3);
    assertThat(rule.stops(0, List.of(1.0, 2.0))).as("too few others").isFalse();
    assertThat(rule.stops(1.9, List.of(3.0, 1.0, 2.0))).isTrue();
    assertThat(rule.stops(2, List.of(3.0, 1.0, 2.0))).as("as good as the median").isFalse();
    assertThat(rule.stops(2.4, List.of(4.0, 1.0, 2.0, 3.0))).as("median 2.5").isTrue();
  }

  @Test
  void theBestSoFarCountsAgainstTheOthersAtTheStep() {
    watch.earlier("t0", scores(10, 0));
    watch.earlier("t1", scores(10, 0));
    assertThat(watch.stops(runs.get(2), 1, 11)).isFalse();
    assertThat(watch.stops(runs.get(2), 2, -5)).as("11 before, others 0").isFalse();
    watch.ended("t2");
    assertThat(watch.stops(runs.get(3), 1, 9)).isTrue();
  }

  @Test
  void aRunThatEndedBeforeAStepIsNoneOfTheOthers() {
    watch.earlier("t0", scores(10, 10));
    watch.earlier("t1", scores(10));
    watch.earlier("t2", new TreeMap<>());
    assertThat(watch.stops(runs.get(3), 2, 0)).as("one other").isFalse();
  }

  @Test
  @Timeout(30)
  void aRunWaitsForThoseBeforeIt() throws Exception {
    watch.earlier("t0", scores(10));
    CompletableFuture<Boolean> later =
        CompletableFuture.supplyAsync(() -> watch.stops(runs.get(2), 1, 5));
    Thread.sleep(50);
    assertThat(later).isNotDone();
    assertThat(watch.stops(runs.get(1), 1, 6)).as("one other").isFalse();
    assertThat(later.get(20, TimeUnit.SECONDS)).as("median 8").isTrue();
  }

  @Test
  @Timeout(30)
  void aStopLetsThemGoOnUndecided() throws Exception {
    CompletableFuture<Boolean> later =
        CompletableFuture.supplyAsync(() -> watch.stops(runs.get(2), 1, 5));
    Thread.sleep(20);
    watch.stop();
    assertThat(later.get(20, TimeUnit.SECONDS)).isFalse();
  }

  private static TreeMap<Long, Double> scores(double... at) {
    TreeMap<Long, Double> scores = new TreeMap<>();
    for (int i = 0; i < at.length; i++) {
      scores.put(i + 1L, at[i]);
    }
    return scores;
  }
}
