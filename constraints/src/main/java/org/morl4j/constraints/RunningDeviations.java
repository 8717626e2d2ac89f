package org.morl4j.constraints;

import org.morl4j.core.constraint.Episode;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * Running standard deviations of the signals' discounted returns, over all episodes so far. Nothing
 * is forgotten, and movements of the mean count too: a unit that shrank with a policy that becomes
 * certain would blow up what is left of its signals.
 */
final class RunningDeviations implements Savable {
  private long episodes;
  private double[] mean = {}; // [S]
  private double[] squares = {}; // [S], sum of squared deviations

  /** Takes in the whole episodes that ended since the last time. */
  void add(Returns returns) {
    if (mean.length == 0) {
      mean = new double[returns.mean().size()];
      squares = new double[mean.length];
    }
    for (Episode episode : returns.each()) {
      episodes++;
      for (int s = 0; s < mean.length; s++) {
        double value = episode.discounted().get(s);
        double delta = value - mean[s];
        mean[s] += delta / episodes;
        squares[s] += delta * (value - mean[s]);
      }
    }
  }

  /** Whether anything was told. */
  boolean ready() {
    return episodes > 0;
  }

  /** Of signal {@code s}: positive; the mean's size where it has not deviated, or 1 at 0. */
  double get(int s) {
    double deviation = Math.sqrt(squares[s] / episodes);
    if (deviation > 0) {
      return deviation;
    }
    return mean[s] == 0 ? 1 : Math.abs(mean[s]);
  }

  @Override
  public void save(State out) {
    out.put("episodes", episodes);
    out.put("mean", mean);
    out.put("squares", squares);
  }

  @Override
  public void restore(State in) {
    episodes = in.scalarLong("episodes");
    mean = in.doubles("mean");
    squares = in.doubles("squares");
  }
}
