package org.morl4j.core.data;

import java.util.List;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.env.EnvSpec;

/**
 * Scales rewards by the range of episode returns, each objective by its own: r'_j = r_j span /
 * (max_e R_ej - min_e R_ej), with a span of 1000 the rule of IQL and its family for locomotion
 * (Kostrikov et al. 2021, arXiv 2110.06169, appendix).
 *
 * @param span between the least and the greatest return afterwards
 */
public record ReturnNormalise(@Allowed(above = 0, max = 1e12) double span)
    implements DataTransform {
  /** The published one. */
  public static final ReturnNormalise DEFAULT = new ReturnNormalise(1000);

  public ReturnNormalise {
    Check.allowed(ReturnNormalise.class, "span", span);
  }

  @Override
  public DataView apply(DataView view, EnvSpec spec, Signals signals) {
    if (view.columns().contains(Column.RETURN_TO_GO)) {
      throw new IllegalArgumentException(
          "data.transforms scales rewards, but the data has returns already. Maybe leave the transform out.");
    }
    List<EpisodeReturns.Part> episodes = EpisodeReturns.of(view, signals);
    double[] scale = new double[spec.objectives().size()];
    for (int j = 0; j < scale.length; j++) {
      int objective = j;
      double low = episodes.stream().mapToDouble(e -> e.returns().get(objective)).min().orElse(0);
      double high = episodes.stream().mapToDouble(e -> e.returns().get(objective)).max().orElse(0);
      if (!(high > low) || !Double.isFinite(span / (high - low))) {
        throw new IllegalArgumentException(
            "data.transforms normalises returns, but those of %s lie between %s and %s. Maybe use the transform \"reward\" with a scale instead."
                .formatted(spec.objectives().get(j), low, high));
      }
      scale[j] = span / (high - low);
    }
    return new ChangedView(view, batch -> scale(batch, scale), "rewards scaled by returns");
  }

  private static void scale(Batch batch, double[] scale) {
    double[] reward = batch.reward();
    for (int i = 0; i < reward.length; i++) {
      reward[i] *= scale[i % scale.length];
    }
  }
}
