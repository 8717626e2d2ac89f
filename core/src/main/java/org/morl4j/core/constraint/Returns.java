package org.morl4j.core.constraint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.morl4j.core.check.Vec;
import org.morl4j.core.state.State;

/**
 * Measured returns J of a policy, over whole episodes.
 *
 * @param mean per signal, discounted by the measurer's gamma [S]
 * @param standardError of the mean per signal; 0 for a single episode [S]
 * @param discountedLength H: mean over episodes of sum_t gamma^t, per signal [S]
 * @param episodes how many
 * @param length mean steps of an episode
 * @param each the episodes themselves; empty where only the statistics were kept
 */
public record Returns(
    Vec mean,
    Vec standardError,
    Vec discountedLength,
    int episodes,
    double length,
    List<Episode> each) {
  public Returns {
    each = List.copyOf(each);
  }

  /** The statistics alone. */
  public Returns(Vec mean, Vec standardError, Vec discountedLength, int episodes, double length) {
    this(mean, standardError, discountedLength, episodes, length, List.of());
  }

  /**
   * Statistics of at least one episode.
   *
   * @param length their mean steps
   * @param discountedLength H [S]
   */
  public static Returns of(List<Episode> each, double length, Vec discountedLength) {
    int n = each.size();
    double[] mean = new double[discountedLength.size()];
    double[] error = new double[mean.length];
    for (int s = 0; s < mean.length; s++) {
      int signal = s;
      double m = each.stream().mapToDouble(one -> one.discounted().get(signal)).sum() / n;
      double squares =
          each.stream()
              .mapToDouble(one -> one.discounted().get(signal) - m)
              .map(off -> off * off)
              .sum();
      mean[s] = m;
      error[s] = n < 2 ? 0 : Math.sqrt(squares / (n - 1) / n);
    }
    return new Returns(Vec.of(mean), Vec.of(error), discountedLength, n, length, each);
  }

  /** Of these episodes and {@code more} of the same policy together. */
  public Returns and(Returns more) {
    int n = episodes + more.episodes;
    double[] pooled = new double[mean.size()];
    double[] error = new double[pooled.length];
    double[] horizon = new double[pooled.length];
    for (int s = 0; s < pooled.length; s++) {
      pooled[s] = (episodes * mean.get(s) + more.episodes * more.mean.get(s)) / n;
      double apart = mean.get(s) - more.mean.get(s);
      double squares =
          squares(s) + more.squares(s) + (double) episodes * more.episodes / n * apart * apart;
      error[s] = Math.sqrt(squares / (n - 1) / n);
      horizon[s] =
          (episodes * discountedLength.get(s) + more.episodes * more.discountedLength.get(s)) / n;
    }
    double steps = episodes * length + more.episodes * more.length;
    List<Episode> both = new ArrayList<>(each);
    both.addAll(more.each);
    return new Returns(Vec.of(pooled), Vec.of(error), Vec.of(horizon), n, steps / n, both);
  }

  /** Sum of squared distances from the mean. */
  private double squares(int s) {
    double error = standardError.get(s);
    return error * error * episodes * (episodes - 1);
  }

  /** The same without the episodes, which can be many. */
  public Returns summary() {
    return new Returns(mean, standardError, discountedLength, episodes, length);
  }

  /** Writes all of it under names of its own. */
  public void save(State out) {
    out.put("mean", mean.toArray());
    out.put("standard_error", standardError.toArray());
    out.put("discounted_length", discountedLength.toArray());
    out.put("episodes", episodes);
    out.put("length", length);
    int width = 2 * mean.size() + 1;
    double[] numbers = new double[each.size() * width];
    for (int e = 0; e < each.size(); e++) {
      Episode episode = each.get(e);
      System.arraycopy(episode.discounted().toArray(), 0, numbers, e * width, mean.size());
      System.arraycopy(episode.sum().toArray(), 0, numbers, e * width + mean.size(), mean.size());
      numbers[e * width + width - 1] = episode.length();
    }
    out.put("each", numbers);
  }

  /** What {@link #save} wrote. */
  public static Returns restore(State in) {
    Vec mean = Vec.of(in.doubles("mean"));
    int size = mean.size();
    int width = 2 * size + 1;
    double[] numbers = in.doubles("each");
    List<Episode> each = new ArrayList<>();
    for (int at = 0; at < numbers.length; at += width) {
      each.add(
          new Episode(
              Vec.of(Arrays.copyOfRange(numbers, at, at + size)),
              Vec.of(Arrays.copyOfRange(numbers, at + size, at + 2 * size)),
              (int) numbers[at + 2 * size]));
    }
    return new Returns(
        mean,
        Vec.of(in.doubles("standard_error")),
        Vec.of(in.doubles("discounted_length")),
        (int) in.scalarLong("episodes"),
        in.scalarDouble("length"),
        each);
  }
}
