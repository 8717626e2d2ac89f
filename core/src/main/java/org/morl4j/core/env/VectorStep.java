package org.morl4j.core.env;

import java.util.Arrays;

/**
 * What one step of a {@link VectorEnv} gives: live arrays of the environment, valid until its next
 * call. Autoreset is SAME_STEP: where a row ended, {@code obs} already is the next episode's first
 * observation and {@code finalObs} the ended episode's last one, so no transition crosses an
 * episode.
 *
 * @param obs raw observations [n, obsSize] to act on next
 * @param reward [n, m]
 * @param cost [n, k]
 * @param terminated [n]
 * @param truncated [n]
 * @param finalObs [n, obsSize], meaningful only in rows that ended
 */
@SuppressWarnings("ArrayRecordComponent") // a view for the hot path; equality is never asked for
public record VectorStep(
    double[] obs,
    double[] reward,
    double[] cost,
    boolean[] terminated,
    boolean[] truncated,
    double[] finalObs) {
  /** Buffers for {@code n} rows of such an environment. */
  public static VectorStep allocate(EnvSpec spec, int n) {
    int obsSize = spec.observationSpace().size();
    return new VectorStep(
        new double[n * obsSize],
        new double[n * spec.objectives().size()],
        new double[n * spec.costs().size()],
        new boolean[n],
        new boolean[n],
        new double[n * obsSize]);
  }

  /** True if row {@code i}'s episode ended, either way. */
  public boolean ended(int i) {
    return terminated[i] || truncated[i];
  }

  /** Clears rewards, costs and flags, as after a reset. */
  public void clearOutcome() {
    Arrays.fill(reward, 0);
    Arrays.fill(cost, 0);
    Arrays.fill(terminated, false);
    Arrays.fill(truncated, false);
  }
}
