package org.morl4j.configs.set;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The {@link MedianRule} at work. A run that comes to a step waits until all runs before it with
 * the same seed have come there or ended: what is stopped then depends on nothing but the runs. It
 * can't wait for ever, as runs start in their order and none waits for a later one.
 */
final class MedianWatch {
  private final MedianRule rule;
  private final List<NamedRun> runs;
  private final Map<String, NavigableMap<Long, Double>> scores = new HashMap<>();
  private final Map<String, Double> best = new HashMap<>();
  private final Set<String> ended = new HashSet<>();
  private boolean stopped;

  MedianWatch(MedianRule rule, List<NamedRun> runs) {
    this.rule = rule;
    this.runs = runs;
  }

  /** A run ended in an earlier process, with these scores by step. */
  synchronized void earlier(String run, NavigableMap<Long, Double> its) {
    scores.put(run, new TreeMap<>(its));
    ended.add(run);
  }

  /**
   * A run was evaluated; again for those of before a resume.
   *
   * @return whether it is to be stopped
   */
  synchronized boolean stops(NamedRun run, long step, double score) {
    double top = Math.max(score, best.getOrDefault(run.name(), Double.NEGATIVE_INFINITY));
    best.put(run.name(), top);
    NavigableMap<Long, Double> own = scores.computeIfAbsent(run.name(), name -> new TreeMap<>());
    if (own.putIfAbsent(step, score) != null) {
      return false; // the evaluation at the end, beyond the last step
    }
    notifyAll();
    List<Double> others = new ArrayList<>();
    for (NamedRun other : runs.subList(0, runs.indexOf(run))) {
      if (other.seed() == run.seed()) {
        if (!awaitStep(other.name(), step)) {
          return false;
        }
        at(other.name(), step).ifPresent(others::add);
      }
    }
    return rule.stops(top, others);
  }

  /** The score of a run at a step; none of one that ended before. */
  private Optional<Double> at(String run, long step) {
    NavigableMap<Long, Double> its = scores.get(run);
    if (its == null || its.isEmpty() || its.lastKey() < step) {
      return Optional.empty();
    }
    return Optional.ofNullable(its.floorEntry(step)).map(Map.Entry::getValue);
  }

  private boolean awaitStep(String run, long step) {
    while (!stopped && !ended.contains(run)) {
      NavigableMap<Long, Double> its = scores.get(run);
      if (its != null && !its.isEmpty() && its.lastKey() >= step) {
        return true;
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return !stopped;
  }

  /** A run ended: nobody waits for it any more. */
  synchronized void ended(String run) {
    ended.add(run);
    notifyAll();
  }

  /** Lets all go on that wait: the set stops, and what they came to is asked again later. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  synchronized NavigableMap<Long, Double> scores(String run) {
    return new TreeMap<>(scores.getOrDefault(run, new TreeMap<>()));
  }
}
