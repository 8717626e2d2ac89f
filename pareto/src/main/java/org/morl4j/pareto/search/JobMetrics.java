package org.morl4j.pareto.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.metrics.RecordMeans;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.core.train.Trainer;

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
  private final Criterion criterion;
  private final RecordMeans losses = new RecordMeans();
  private final double[] sums; // [S + 1] returns and length, times episodes
  private long episodes;
  private @Nullable Returns last;
  private Effort written = Effort.NONE; // what the rates begin at
  private long nanos;

  JobMetrics(String job, SearchContext context, Criterion criterion) {
    this.job = job;
    this.context = context;
    this.criterion = criterion;
    sums = new double[context.signals().size() + 1];
  }

  /**
   * Takes in one turn of the trainer, and writes when {@link SearchContext#logEvery} is full.
   *
   * @param update the losses, or null if nothing was learned yet
   * @param took nanoseconds
   * @throws ArithmeticException naming the loss that is not finite
   */
  void advanced(Trainer trainer, @Nullable Record update, long took) {
    if (update != null) {
      losses.add(update);
    }
    // The same object while no episode has ended since.
    Returns returns = trainer.returns();
    if (returns != null && returns != last) {
      last = returns;
      add(returns);
    }
    nanos += took;
    long every = context.logEvery();
    long spent = trainer.spent();
    if (!trainer.hasRoom() || spent / every > (spent - trainer.turn()) / every) {
      write(trainer.effort());
    }
  }

  private void add(Returns returns) {
    for (int s = 0; s < sums.length - 1; s++) {
      sums[s] += returns.episodes() * returns.mean().get(s);
    }
    sums[sums.length - 1] += returns.episodes() * returns.length();
    episodes += returns.episodes();
  }

  private void write(Effort at) {
    losses.drain((name, mean) -> scalar(at, "losses/" + name, mean));
    if (episodes > 0) {
      for (int s = 0; s < sums.length - 1; s++) {
        scalar(at, "rollout/" + context.signals().get(s).name(), sums[s] / episodes);
      }
      scalar(at, "rollout/length", sums[sums.length - 1] / episodes);
    }
    criterion
        .readings()
        .forEach(limit -> limit.metrics().forEach((name, now) -> scalar(at, name, now)));
    Arrays.fill(sums, 0);
    episodes = 0;
    rate(at, "time/steps_per_second", at.transitions() - written.transitions());
    rate(at, "time/updates_per_second", at.updates() - written.updates());
    written = at;
    nanos = 0;
    Runtime runtime = Runtime.getRuntime();
    scalar(at, "memory/heap_mb", (runtime.totalMemory() - runtime.freeMemory()) / MEGABYTE);
    double resident = residentMegabytes();
    if (resident > 0) {
      scalar(at, "memory/resident_mb", resident);
    }
  }

  private void rate(Effort at, String metric, long count) {
    if (nanos > 0) {
      scalar(at, metric, count * 1e9 / nanos);
    }
  }

  private void scalar(Effort at, String metric, double value) {
    context.metrics().scalar(job, at, metric, value);
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

  /** Says what was counted already, after {@code trainer} was restored. */
  void counted(Trainer trainer) {
    last = trainer.returns();
    written = trainer.effort();
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
