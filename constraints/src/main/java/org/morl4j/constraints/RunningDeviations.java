package org.morl4j.constraints;

import java.util.List;
import org.morl4j.core.constraint.Episode;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * Running standard deviations of the signals' discounted returns over about the last so many
 * episodes: what an episode told counts whole, and what came before at most as {@code memory} of
 * them. Movements of the mean within the memory count as deviation too, so that a policy that
 * becomes certain doesn't blow its signals up at once.
 */
final class RunningDeviations implements Savable {
  private final double memory;
  private double weight;
  private double[] mean = {}; // [S]
  private double[] squares = {}; // [S], weight times the variance

  /**
   * @param memory episodes
   */
  RunningDeviations(double memory) {
    this.memory = memory;
  }

  /** Takes in the whole episodes that ended since the last time. */
  void add(Returns returns) {
    List<Episode> episodes = returns.each();
    if (mean.length == 0) {
      mean = new double[returns.mean().size()];
      squares = new double[mean.length];
    }
    double before = Math.min(weight, memory);
    double shrink = weight == 0 ? 0 : before / weight;
    weight = before;
    for (int s = 0; s < mean.length; s++) {
      squares[s] *= shrink;
    }
    for (Episode episode : episodes) {
      weight++;
      for (int s = 0; s < mean.length; s++) {
        double value = episode.discounted().get(s);
        double delta = value - mean[s];
        mean[s] += delta / weight;
        squares[s] += delta * (value - mean[s]);
      }
    }
  }

  /** Whether anything was told. */
  boolean ready() {
    return weight > 0;
  }

  /** Of signal {@code s}: positive; the mean's size where it has not deviated, or 1 at 0. */
  double get(int s) {
    double deviation = Math.sqrt(squares[s] / weight);
    if (deviation > 0) {
      return deviation;
    }
    return mean[s] == 0 ? 1 : Math.abs(mean[s]);
  }

  @Override
  public void save(State out) {
    out.put("weight", weight);
    out.put("mean", mean);
    out.put("squares", squares);
  }

  @Override
  public void restore(State in) {
    weight = in.scalarDouble("weight");
    mean = in.doubles("mean");
    squares = in.doubles("squares");
  }
}
