package org.morl4j.offline;

import java.util.Arrays;
import java.util.List;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvSpec;

/**
 * One episode of T steps. Row t of obs is what was seen before action t; row T the last
 * observation. Only the last step may end it; an episode that neither terminated nor was truncated
 * is a piece of one.
 *
 * @param obs raw observations [T + 1, obsSize]
 * @param act raw actions [T, actSize]
 * @param reward [T, m]
 * @param cost [T, k]
 * @param terminated whether the last step ended it for good
 * @param truncated whether a time limit cut it
 */
@SuppressWarnings("ArrayRecordComponent") // data by the million; equality is never asked for
public record Episode(
    double[] obs,
    double[] act,
    double[] reward,
    double[] cost,
    boolean terminated,
    boolean truncated) {
  /** T. */
  public int steps(EnvSpec spec) {
    return reward.length / spec.objectives().size();
  }

  /** Undiscounted returns [m]. */
  public double[] returns(EnvSpec spec) {
    return sums(reward, spec.objectives().size());
  }

  /** Mean undiscounted returns of several [m]. */
  public static Vec meanReturns(List<Episode> episodes, EnvSpec spec) {
    double[] mean = new double[spec.objectives().size()];
    for (Episode episode : episodes) {
      double[] returns = episode.returns(spec);
      for (int j = 0; j < mean.length; j++) {
        mean[j] += returns[j] / episodes.size();
      }
    }
    return Vec.of(mean);
  }

  /** Sums of costs [k]. */
  public double[] costs(EnvSpec spec) {
    return sums(cost, spec.costs().size());
  }

  private static double[] sums(double[] values, int width) {
    double[] sums = new double[width];
    for (int i = 0; i < values.length; i++) {
      sums[i % width] += values[i];
    }
    return sums;
  }

  /** Steps {@code from} to {@code to} of it: a piece, unless they are its last. */
  public Episode part(EnvSpec spec, int from, int to) {
    int obsSize = spec.observationSpace().size();
    int actSize = spec.actionSpace().size();
    int m = spec.objectives().size();
    int k = spec.costs().size();
    boolean last = to == steps(spec);
    return new Episode(
        Arrays.copyOfRange(obs, from * obsSize, (to + 1) * obsSize),
        Arrays.copyOfRange(act, from * actSize, to * actSize),
        Arrays.copyOfRange(reward, from * m, to * m),
        Arrays.copyOfRange(cost, from * k, to * k),
        last && terminated,
        last && truncated);
  }
}
