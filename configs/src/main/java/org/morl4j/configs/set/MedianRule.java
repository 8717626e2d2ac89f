package org.morl4j.configs.set;

import java.util.List;
import org.morl4j.core.check.Check;

/**
 * Stops a run that does worse than most, as Optuna's MedianPruner: at an evaluation, a run whose
 * best score so far is below the median of the others' scores at the same step is stopped.
 *
 * <p>The others are the runs of the same seed before it in the set that came so far, so what is
 * stopped does not depend on how many runs are trained side by side.
 *
 * @param warmup others that must have come to a step before it stops anything there
 */
public record MedianRule(int warmup) {
  public static final MedianRule DEFAULT = new MedianRule(5);

  public MedianRule {
    Check.atLeast("warmup", warmup, 1);
  }

  /**
   * @param best score of the run so far
   * @param others scores of others at this step
   */
  boolean stops(double best, List<Double> others) {
    if (others.size() < warmup) {
      return false;
    }
    double[] sorted = others.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : 0.5 * (sorted[half - 1] + sorted[half]);
    return best < median;
  }
}
