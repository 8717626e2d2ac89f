package org.morl4j.cli;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.morl4j.configs.run.RunListener;
import org.morl4j.configs.set.NamedRun;
import org.morl4j.configs.set.RunSet;
import org.morl4j.configs.set.RunState;
import org.morl4j.configs.set.SetListener;
import org.morl4j.core.learn.Budget;

/** Tells of all runs of a set as of one. */
final class SetProgress implements SetListener {
  private final Progress progress;
  private final int runs;
  private final Budget counted;
  private final Map<String, Long> total = new HashMap<>();
  private final Map<String, Long> done = new HashMap<>();
  private final Map<String, Long> resumed = new HashMap<>();
  private final int[] ended = new int[RunState.values().length];

  SetProgress(RunSet set, Progress progress) {
    this.progress = progress;
    runs = set.plan().runs().size();
    for (NamedRun run : set.plan().runs()) {
      total.put(run.name(), set.plan().config(run).search().budget().sum());
    }
    counted = set.plan().config(set.plan().runs().get(0)).search().budget(); // all are alike
  }

  @Override
  public synchronized void progress(NamedRun run, RunListener.Progress now) {
    done.put(run.name(), now.done());
    resumed.put(run.name(), now.resumed());
    tell();
  }

  @Override
  public synchronized void ended(NamedRun run, RunState state, String why) {
    ended[state.ordinal()]++;
    // A run of an earlier process was never told of: all of it counts as resumed.
    if (!done.containsKey(run.name())) {
      resumed.put(run.name(), total.getOrDefault(run.name(), 0L));
      done.put(run.name(), total.getOrDefault(run.name(), 0L));
    }
    total.put(run.name(), done.getOrDefault(run.name(), 0L));
    tell();
  }

  private void tell() {
    StringJoiner phase = new StringJoiner(", ");
    phase.add(String.format(Locale.ROOT, "%d/%d done", ended[RunState.DONE.ordinal()], runs));
    if (ended[RunState.PRUNED.ordinal()] > 0) {
      phase.add(ended[RunState.PRUNED.ordinal()] + " stopped early");
    }
    if (ended[RunState.FAILED.ordinal()] > 0) {
      phase.add(ended[RunState.FAILED.ordinal()] + " failed");
    }
    progress.at(
        new Progress.Snapshot(
                phase.toString(), sum(done), sum(resumed), sum(total), 0, Double.NaN, null)
            .of(counted));
  }

  private static long sum(Map<String, Long> values) {
    return values.values().stream().mapToLong(Long::longValue).sum();
  }
}
