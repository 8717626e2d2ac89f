package org.morl4j.constraints;

import java.util.ArrayDeque;
import java.util.Deque;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * H of each signal, the mean over episodes of sum_t gamma^t, pooled over the latest: what was told
 * last whole, of what was told before as many tellings as it takes to have enough episodes.
 */
final class Horizon implements Savable {
  private final int least;
  private final Deque<Part> pool = new ArrayDeque<>(); // oldest first

  private record Part(int episodes, Vec mean) {}

  /**
   * @param least episodes to pool
   */
  Horizon(int least) {
    this.least = least;
  }

  /** Takes in the episodes that ended since the last time. */
  void add(Returns returns) {
    pool.addLast(new Part(returns.episodes(), returns.discountedLength()));
    int pooled = pool.stream().mapToInt(Part::episodes).sum();
    while (pooled - pool.getFirst().episodes() >= least) {
      pooled -= pool.removeFirst().episodes();
    }
  }

  /** That of a signal; 1 while nothing was told. */
  double of(int signal) {
    if (pool.size() <= 1) {
      return pool.isEmpty() ? 1 : pool.getFirst().mean().get(signal);
    }
    double sum = 0;
    int episodes = 0;
    for (Part part : pool) {
      sum += part.episodes() * part.mean().get(signal);
      episodes += part.episodes();
    }
    return sum / episodes;
  }

  @Override
  public void save(State out) {
    out.put("episodes", pool.stream().mapToInt(Part::episodes).toArray());
    int i = 0;
    for (Part part : pool) {
      out.put("mean" + i++, part.mean().toArray());
    }
  }

  @Override
  public void restore(State in) {
    pool.clear();
    int[] episodes = in.ints("episodes");
    for (int i = 0; i < episodes.length; i++) {
      pool.addLast(new Part(episodes[i], Vec.of(in.doubles("mean" + i))));
    }
  }
}
