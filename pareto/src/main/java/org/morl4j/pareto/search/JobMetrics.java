package org.morl4j.pareto.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.metrics.RecordMeans;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * What a job tells the metrics while it trains: means of its losses and of its episodes' returns
 * over some transitions, the rates of training, and memory. An off-policy learner updates every few
 * transitions: a line for each would be more than the training itself.
 */
final class JobMetrics implements Savable {
  private static final double MEGABYTE = 1 << 20;
  private static final Path STATUS = Path.of("/proc/self/status");

  private final String job;
  private final SearchContext context;
  private final RecordMeans losses = new RecordMeans();
  private final double[] sums; // [S + 1] returns and length, times episodes
  private long episodes;
  private @Nullable Returns last;
  private long steps;
  private long updates;
  private long nanos;

  JobMetrics(String job, SearchContext context) {
    this.job = job;
    this.context = context;
    sums = new double[context.signals().size() + 1];
  }

  /**
   * Takes in one advance of the trainer, and writes when {@link SearchContext#logEvery} is full.
   *
   * @param transitions of the job so far
   * @param update the losses, or null if nothing was learned yet
   * @param returns of the episodes that ended last: the same object while none did since
   * @param took nanoseconds
   * @param end whether the job ends here
   * @throws ArithmeticException naming the loss that is not finite
   */
  void advanced(
      long transitions,
      @Nullable Record update,
      @Nullable Returns returns,
      long took,
      boolean end) {
    if (update != null) {
      losses.add(update);
      updates += context.updatesInARow();
    }
    if (returns != null && returns != last) {
      last = returns;
      add(returns);
    }
    long perAdvance = context.perUpdate();
    steps += perAdvance;
    nanos += took;
    long every = context.logEvery();
    if (end || transitions / every > (transitions - perAdvance) / every) {
      write(transitions);
    }
  }

  private void add(Returns returns) {
    for (int s = 0; s < sums.length - 1; s++) {
      sums[s] += returns.episodes() * returns.mean().get(s);
    }
    sums[sums.length - 1] += returns.episodes() * returns.length();
    episodes += returns.episodes();
  }

  private void write(long t) {
    losses.drain((name, mean) -> context.metrics().scalar(job, t, "losses/" + name, mean));
    if (episodes > 0) {
      for (int s = 0; s < sums.length - 1; s++) {
        scalar(t, "rollout/" + context.signals().get(s).name(), sums[s] / episodes);
      }
      scalar(t, "rollout/length", sums[sums.length - 1] / episodes);
    }
    Arrays.fill(sums, 0);
    episodes = 0;
    if (nanos > 0) {
      scalar(t, "time/steps_per_second", steps * 1e9 / nanos);
      scalar(t, "time/updates_per_second", updates * 1e9 / nanos);
    }
    steps = 0;
    updates = 0;
    nanos = 0;
    Runtime runtime = Runtime.getRuntime();
    scalar(t, "memory/heap_mb", (runtime.totalMemory() - runtime.freeMemory()) / MEGABYTE);
    double resident = residentMegabytes();
    if (resident > 0) {
      scalar(t, "memory/resident_mb", resident);
    }
  }

  private void scalar(long transitions, String metric, double value) {
    context.metrics().scalar(job, transitions, metric, value);
  }

  /** The process's resident set, native memory included; 0 on systems that don't tell. */
  private static double residentMegabytes() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
        }
      }
      return 0;
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  /** Says which returns were counted already, after those were restored. */
  void counted(@Nullable Returns returns) {
    last = returns;
  }

  /** Rates are of one process, and not saved. */
  @Override
  public void save(State out) {
    out.put("losses", losses);
    out.put("sums", sums);
    out.put("episodes", episodes);
  }

  @Override
  public void restore(State in) {
    in.restore("losses", losses);
    System.arraycopy(in.doubles("sums", sums.length), 0, sums, 0, sums.length);
    episodes = in.scalarLong("episodes");
  }
}
