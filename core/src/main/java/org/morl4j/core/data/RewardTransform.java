package org.morl4j.core.data;

import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvSpec;

/**
 * Scales and shifts rewards: r'_j = scale_j r_j + shift_j in every step, as IQL does for AntMaze
 * (Kostrikov et al. 2021, arXiv 2110.06169, appendix: r - 1). Of a row that spans n steps, whose
 * rewards are summed under gamma, the sum becomes scale_j R + shift_j (1 + gamma + .. +
 * gamma^(n-1)).
 *
 * @param scale of each objective [m]
 * @param shift of each objective [m]
 */
public record RewardTransform(
    @Allowed(min = -1e12, max = 1e12, maxItems = 1024) Vec scale,
    @Allowed(min = -1e12, max = 1e12, maxItems = 1024) Vec shift)
    implements DataTransform {
  public RewardTransform {
    Check.allowed(RewardTransform.class, "scale", scale);
    Check.allowed(RewardTransform.class, "shift", shift);
    if (scale.size() != shift.size() || !scale.isFinite() || !shift.isFinite()) {
      throw new IllegalArgumentException(
          "scale is %s and shift is %s, but both must have one finite number an objective."
              .formatted(scale, shift));
    }
  }

  @Override
  public DataView apply(DataView view, EnvSpec spec, Signals signals) {
    int m = signals.count(Signal.Kind.OBJECTIVE);
    if (scale.size() != m) {
      throw new IllegalArgumentException(
          "data.transforms scales %d objectives, but there are %d. Maybe one number is missing or too many."
              .formatted(scale.size(), m));
    }
    if (view.columns().contains(Column.RETURN_TO_GO)) {
      throw new IllegalArgumentException(
          "data.transforms shifts rewards, but the data has returns already. Maybe leave the transform out.");
    }
    return new ChangedView(view, this::change, "rewards changed");
  }

  private void change(Batch batch) {
    double[] reward = batch.reward();
    int m = scale.size();
    for (int i = 0; i < batch.rows(); i++) {
      for (int j = 0; j < m; j++) {
        double weight = weight(batch.signals().get(j).gamma(), batch.steps()[i]);
        reward[i * m + j] = scale.get(j) * reward[i * m + j] + shift.get(j) * weight;
      }
    }
  }

  /** 1 + gamma + .. + gamma^(steps - 1). */
  private static double weight(double gamma, int steps) {
    double weight = 0;
    for (int t = 0; t < steps; t++) {
      weight = 1 + gamma * weight;
    }
    return weight;
  }
}
