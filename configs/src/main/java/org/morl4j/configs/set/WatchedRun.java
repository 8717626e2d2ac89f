package org.morl4j.configs.set;

import org.jspecify.annotations.Nullable;
import org.morl4j.configs.run.Run;
import org.morl4j.configs.run.RunListener;
import org.morl4j.core.check.Vec;
import org.morl4j.pareto.search.Single;

/** Tells a set of one of its runs, and stops it where the median rule says so. */
final class WatchedRun implements RunListener {
  private final NamedRun named;
  private final Run run;
  private final @Nullable MedianWatch watch;
  private final SetListener listener;
  private volatile String stoppedAt = "";

  WatchedRun(NamedRun named, Run run, @Nullable MedianWatch watch, SetListener listener) {
    this.named = named;
    this.run = run;
    this.watch = watch;
    this.listener = listener;
  }

  /** Where the rule has stopped it, in words; empty if it has not. */
  String stoppedAt() {
    return stoppedAt;
  }

  @Override
  public void progress(Progress progress) {
    listener.progress(named, progress);
  }

  @Override
  public void evaluated(long done, Vec returns) {
    if (watch == null || !stoppedAt.isEmpty()) {
      return;
    }
    Single.Options search = (Single.Options) run.config().search(); // the plan was checked
    double score = weighted(search.weights(), returns.head(run.spec().objectives().size()));
    if (watch.stops(named, done / search.evaluateEvery(), score)) {
      stoppedAt = "after %,d: its best return is below the median".formatted(done);
      run.stop();
    }
  }

  /** w.G, weights of null standing for 1 each. */
  private static double weighted(@Nullable Vec weights, Vec returns) {
    return (weights == null ? Vec.filled(returns.size(), 1) : weights).dot(returns);
  }
}
