package org.morl4j.core.train;

import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Episode;
import org.morl4j.core.constraint.Returns;

/**
 * What discounted returns that critics expect are in episodes of recorded data.
 *
 * <pre>
 *   sum_s = J_s T / H_s          of an even spread over the steps
 * </pre>
 *
 * @param length mean steps of an episode: T
 * @param horizon what critics count them as: H, see {@link DataEpisodes#horizon} [S]
 */
public record EpisodeUnits(double length, Vec horizon) {
  /**
   * Expected returns as if they were measured: an episode of T steps for each, which has a sum too.
   *
   * @param expected J of each beginning of an episode [n, S]
   */
  public Returns returns(double[][] expected) {
    List<Episode> each = new ArrayList<>(expected.length);
    int steps = (int) Math.max(1, Math.round(length));
    for (double[] discounted : expected) {
      double[] sum = new double[discounted.length];
      for (int s = 0; s < sum.length; s++) {
        sum[s] = discounted[s] * length / horizon.get(s);
      }
      each.add(new Episode(Vec.of(discounted), Vec.of(sum), steps));
    }
    return Returns.of(each, length, horizon);
  }
}
