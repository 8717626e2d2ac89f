package org.morl4j.agents.part;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;

/**
 * How signals count for a policy that climbs critics: the criterion's mix, less its penalty.
 *
 * <pre>
 *   mixed = mix(Q) - sum_s p_s Q_s,   p_s = d penalty / d change_s  at the returns measured last
 * </pre>
 *
 * L_pi = -E[mixed(s, pi)] has the gradient of -E[mix(Q)] + penalty(change) with change_s = E[Q_s(s,
 * pi)] less its value at the last tick, where that is 0.
 *
 * <p><b>Why 0.</b> Off-policy a tick comes at the end of each episode and tells of many, pooled, so
 * that the policy is an episode's updates ahead of a pool that reaches further back. How much
 * E[Q_s] moved since would not tell how far ahead: critics move it as they learn, and each batch
 * has other states. So the penalty is its tangent from tick to tick; a tick's next update has
 * another.
 *
 * <p><b>Why unit 1.</b> E[mix(Q)] is a return for each state, whose gradient with Q held fixed is
 * that of an episode's return J over H (policy gradient theorem). The penalty's gets the same
 * share, and both together follow J_mix - penalty(J), in units of the return.
 *
 * <p>As a part of the mix the penalty also counts where critics' least is chosen, in what is taken
 * for worse, and in the share of the entropy that targets hold: they go by what the policy climbs.
 * Without a penalty, and before an episode ended, all is the criterion's. B rows, S signals.
 */
final class PenalisedMix {
  private final double[] change; // [S], 0
  private final double[] unit; // [S], 1
  private final double[] slope; // [S] p
  private @Nullable Criterion criterion; // of the last batch; null before there is one
  private boolean penalised;

  /**
   * @param signals S
   */
  PenalisedMix(int signals) {
    change = new double[signals];
    unit = new double[signals];
    slope = new double[signals];
    Arrays.fill(unit, 1);
  }

  /** Mixes by {@code now}, with its penalty as it stands. */
  void follow(Criterion now) {
    criterion = now;
    penalised = now.hooks().contains(Hook.LOSS) && measured(now);
    if (penalised) {
      now.penalty(change, unit, slope);
    }
  }

  /** Whether each of its limits is known: updates can come before the first episode's end. */
  private static boolean measured(Criterion criterion) {
    return criterion.limits().size() == criterion.readings().size();
  }

  /**
   * One value of each row; 0 before there is a criterion.
   *
   * @param values [B, S]
   * @param preference [B, m], or null
   * @param out [B], written
   */
  void mix(float[] values, float @Nullable [] preference, int rows, float[] out) {
    if (criterion == null) {
      Arrays.fill(out, 0, rows, 0);
      return;
    }
    criterion.mix(values, preference, rows, out);
    for (int i = 0; penalised && i < rows; i++) {
      double sum = 0;
      for (int s = 0; s < slope.length; s++) {
        sum += slope[s] * values[i * slope.length + s];
      }
      out[i] -= (float) sum;
    }
  }

  /**
   * The derivative of {@link #mix} of the same values.
   *
   * @param dValues [B, S], written
   */
  void gradient(float[] values, float @Nullable [] preference, int rows, float[] dValues) {
    int n = rows * slope.length;
    if (criterion == null) {
      Arrays.fill(dValues, 0, n, 0);
      return;
    }
    criterion.mixGradient(values, preference, rows, dValues);
    for (int i = 0; penalised && i < n; i++) {
      dValues[i] -= (float) slope[i % slope.length];
    }
  }
}
