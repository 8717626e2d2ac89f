package org.morl4j.cli.bench;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.morl4j.cli.compare.Curve;

/**
 * What a run of a benchmark came to, one of ours or one that was joined.
 *
 * @param key what it is
 * @param reached its scores
 * @param measured what was measured of its policy last
 * @param spent what it took
 */
public record BenchResult(Key key, Reached reached, Measured measured, Spent spent) {
  /**
   * Which run it is.
   *
   * @param source its folder's name, or the file it was joined from
   * @param joined whether another library trained it
   */
  public record Key(String method, String dataset, String seed, String source, boolean joined) {}

  /**
   * How far it came.
   *
   * @param lastReturn w.G of the policy last; NaN where only the score is known
   * @param bestReturn w.G of the policy best, measured anew; NaN where it is not known
   * @param last score of the policy last
   * @param best score of the policy best; NaN where it is not known
   * @param curve score over updates
   */
  public record Reached(
      double lastReturn, double bestReturn, double last, double best, Curve curve) {}

  /**
   * The policy last.
   *
   * @param returns by objective
   * @param costs by cost
   * @param within whether it keeps the limits; null where there are none
   */
  public record Measured(
      Map<String, Double> returns, Map<String, Double> costs, @Nullable Boolean within) {
    static final Measured NOTHING = new Measured(Map.of(), Map.of(), null);
  }

  /**
   * What it took.
   *
   * @param updates on data
   * @param transitions of training, in the environment
   * @param seconds of the whole run, evaluations included; NaN where they are not known
   */
  public record Spent(long updates, long transitions, double seconds) {
    double updatesPerSecond() {
      return seconds > 0 ? updates / seconds : Double.NaN;
    }
  }
}
