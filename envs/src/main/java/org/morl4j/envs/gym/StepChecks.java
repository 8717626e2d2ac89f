package org.morl4j.envs.gym;

import java.util.function.IntFunction;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.DictSpace;
import org.morl4j.core.space.Space;
import org.morl4j.core.space.TupleSpace;

/** What a step may take and give; Python environments often pass on anything. */
final class StepChecks {
  private final EnvSpec spec;
  private final int n;
  private final int obsSize;
  private final int actSize;
  private final boolean checkMembership;
  private final IntFunction<Worker> workerOf;
  private final ObsRange range;

  StepChecks(EnvSpec spec, int n, IntFunction<Worker> workerOf) {
    this.spec = spec;
    this.n = n;
    this.workerOf = workerOf;
    obsSize = spec.observationSpace().size();
    actSize = spec.actionSpace().size();
    // Boxes may be left: whoever acts clips or not, and MuJoCo environments charge for it.
    range = new ObsRange(spec);
    checkMembership = !hasBox(spec.actionSpace());
  }

  /** Requires finite values and, where there is no Box among them, members of the space. */
  void actions(double[] act) {
    if (act.length != n * actSize) {
      throw new IllegalArgumentException(
          spec.id()
              + ": "
              + act.length
              + " action values were given, but "
              + n
              + " rows of "
              + actSize
              + " are needed.");
    }
    for (int i = 0; i < act.length; i++) {
      if (!Double.isFinite(act[i])) {
        throw new IllegalArgumentException(
            spec.id() + " row " + i / actSize + ": the action has a value " + act[i] + ".");
      }
    }
    for (int i = 0; checkMembership && i < n; i++) {
      if (!spec.actionSpace().contains(act, i * actSize)) {
        throw new IllegalArgumentException(
            spec.id()
                + " row "
                + i
                + ": the action that begins with "
                + act[i * actSize]
                + " is no member of "
                + spec.actionSpace()
                + ".");
      }
    }
  }

  /** Requires finite rewards, costs and observations. */
  void step(VectorStep step) {
    finite("reward", step.reward(), spec.objectives().size());
    finite("cost", step.cost(), spec.costs().size());
    observations(step.obs());
    for (int i = 0; i < n; i++) {
      for (int j = 0; step.ended(i) && j < obsSize; j++) {
        if (!isFinite(step.finalObs()[i * obsSize + j])) {
          throw notFinite("last observation", i, j, step.finalObs()[i * obsSize + j]);
        }
      }
    }
  }

  /** Requires finite observations [n, obsSize], and tells of those that leave their space. */
  void observations(double[] obs) {
    finite("observation", obs, obsSize);
    range.check(obs);
  }

  /** Networks compute in float32, where larger numbers are infinite. */
  private static boolean isFinite(double value) {
    return Math.abs(value) <= Float.MAX_VALUE;
  }

  private void finite(String what, double[] values, int width) {
    for (int i = 0; i < values.length; i++) {
      if (!isFinite(values[i])) {
        throw notFinite(what, i / width, i % width, values[i]);
      }
    }
  }

  private EnvWorkerException notFinite(String what, int row, int j, double value) {
    return workerOf
        .apply(row)
        .failure(
            """
            gave %s[%d] = %s, but it must be finite, also as a float32. Maybe the simulation \
            diverged under actions out of range, or a division went wrong."""
                .formatted(what, j, value),
            row,
            "");
  }

  private static boolean hasBox(Space space) {
    if (space instanceof DictSpace dict) {
      return dict.entries().stream().anyMatch(entry -> hasBox(entry.space()));
    }
    if (space instanceof TupleSpace tuple) {
      return tuple.spaces().stream().anyMatch(StepChecks::hasBox);
    }
    return space instanceof Box;
  }
}
