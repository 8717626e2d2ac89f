package org.morl4j.agents.implicit;

import java.util.List;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Estimate;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Signals;
import org.morl4j.core.train.DataEpisodes;

/**
 * Limits on episodes as limits on their steps: an episode whose every step keeps its share keeps
 * the limit.
 *
 * <pre>
 *   share = l / T   of an episode's sum,   l / H   of a discounted sum,   l   of a mean over steps
 * </pre>
 *
 * with T and H of the data's episodes, see {@link DataEpisodes}. A limit of 0 on a cost is the
 * paper's: no step may cost.
 *
 * @param length T
 * @param horizon H of each signal [S]
 */
record StepLimits(double length, Vec horizon) {
  /** Of data that nobody has looked at. */
  static final StepLimits NONE = new StepLimits(1, Vec.of(new double[0]));

  /** By the episodes of data. */
  static StepLimits on(DataView data, Signals signals) {
    DataEpisodes episodes = DataEpisodes.of(data, signals);
    return new StepLimits(episodes.length(), episodes.horizon());
  }

  /** What a step may count at most, at least or exactly. */
  double share(Limit limit) {
    return switch (limit.per()) {
      case EPISODE_SUM -> limit.value() / length;
      case DISCOUNTED -> limit.value() / horizon.get(limit.signal());
      case STEP_MEAN -> limit.value();
    };
  }

  /** Whether a step of {@code value} keeps a limit's share. */
  boolean keeps(Limit limit, double value) {
    return new Limit(
            limit.name(),
            limit.signal(),
            limit.sense(),
            share(limit),
            limit.per(),
            limit.statistic())
        .holds(new Estimate(value, 0, 0));
  }

  /**
   * h of a batch's steps.
   *
   * @param h [B], written
   * @return the share of steps that break one
   */
  double write(Batch batch, List<Limit> limits, FeasibilityGate gate, float[] h) {
    int broken = 0;
    for (int i = 0; i < batch.rows(); i++) {
      boolean keeps = true;
      for (Limit limit : limits) {
        keeps &= keeps(limit, batch.value(i, limit.signal()) / batch.steps()[i]);
      }
      h[i] = (float) (keeps ? -gate.kept() : gate.violated());
      broken += keeps ? 0 : 1;
    }
    return (double) broken / batch.rows();
  }
}
