package org.morl4j.agents.part;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.Sense;
import org.morl4j.core.constraint.Statistic;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Signals;
import org.morl4j.core.train.DataEpisodes;

/**
 * Limits that an agent keeps itself, and a batch's costs under them: what is to stay low, of a
 * limit from below the negative.
 *
 * <pre>
 *   discounted = l H / T   of an episode's sum,   l   of a discounted sum,   l H   of a mean over steps
 *   threshold  = (1 - gamma) discounted, of a mean over the visits of a policy
 * </pre>
 *
 * with T and H of the data's episodes, see {@link DataEpisodes}. B rows.
 */
public final class CostLimits {
  private final double gamma;
  private double length = 1;
  private double horizon = 1;
  private List<Limit> limits = List.of();
  private @Nullable Batch batch;

  /**
   * @param gamma of every signal
   */
  public CostLimits(double gamma) {
    this.gamma = gamma;
  }

  /** Reads data through. */
  public void read(DataView data, Signals signals) {
    DataEpisodes episodes = DataEpisodes.of(data, signals);
    length = episodes.length();
    horizon = episodes.horizon().get(0);
  }

  /**
   * Takes a batch over.
   *
   * @throws IllegalArgumentException if a limit is not on a mean, or has two sides
   */
  public void load(Batch rows, List<Limit> now) {
    if (!limits.equals(now)) {
      now.forEach(limit -> require(limit, now));
      limits = List.copyOf(now);
    }
    batch = rows;
  }

  private static void require(Limit limit, List<Limit> all) {
    boolean alone = all.stream().filter(other -> other.signal() == limit.signal()).count() == 1;
    if (limit.sense() == Sense.EQUALS || !(limit.statistic() instanceof Statistic.Mean) || !alone) {
      throw new IllegalArgumentException(
          """
          %s is a limit that this agent can't keep: it takes one of each signal, atMost or atLeast, \
          on the mean. Maybe use iql with a lagrange handler.\
          """
              .formatted(limit.name()));
    }
  }

  /** How many. */
  public int size() {
    return limits.size();
  }

  /** The signal of limit {@code k}. */
  public int signal(int k) {
    return limits.get(k).signal();
  }

  /** What the mean cost over visits of limit {@code k} may be. */
  public double threshold(int k) {
    return (1 - gamma) * discounted(k);
  }

  /** What the discounted sum of costs of limit {@code k} may be. */
  public double discounted(int k) {
    Limit limit = limits.get(k);
    return limit.sense().slope() * limit.value() / limit.per().worth(length, horizon);
  }

  /** What row {@code i} costs under limit {@code k}. */
  public double cost(int k, int i) {
    Limit limit = limits.get(k);
    return limit.sense().slope() * loaded().value(i, limit.signal());
  }

  private Batch loaded() {
    if (batch == null) {
      throw new IllegalStateException("Costs are of a batch, and none was loaded.");
    }
    return batch;
  }

  /**
   * E[p w c] of limit {@code k}.
   *
   * @param w [B]
   * @param p [B], or null for 1
   */
  public double mean(int k, float[] w, float @Nullable [] p) {
    double sum = 0;
    for (int i = 0; i < w.length; i++) {
      sum += (p == null ? 1 : p[i]) * w[i] * cost(k, i);
    }
    return sum / w.length;
  }
}
