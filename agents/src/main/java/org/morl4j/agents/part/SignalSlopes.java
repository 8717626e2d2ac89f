package org.morl4j.agents.part;

/**
 * Takes a rule of the mixed difference to values of S signals.
 *
 * <pre>
 *   d_s    = q_s - V_s                 x = mix(d)            omega = d mix / d values at d
 *   dL/dV_s = -w d_s + omega_s / |omega|^2 (w x + g)         g slope, w pull of the rule at x
 * </pre>
 *
 * Along omega that is the rule's own slope, sum_s omega_s dL/dV_s = g, so that mix(V) goes where
 * the rule has it; across omega it is that of 1/2 w d_s^2, so that there V_s becomes the mean of
 * q_s with weights w. With one signal of weight 1 it is g. Where the mix counts no signal, only the
 * means are left. B rows; see docs/decisions/006-implicit-vector-values.md.
 */
public final class SignalSlopes {
  private static final float NO_DIRECTION = 1e-12f;

  private final int signals;
  private float[] omega = {}; // [B, S]

  /**
   * @param signals S
   */
  public SignalSlopes(int signals) {
    this.signals = signals;
  }

  /** A rule at B mixed differences: x, and what {@link ValueRule#evaluate} wrote for them. */
  public record Mixed(float[] x, float[] slope, float[] pull) {}

  /**
   * The slope of every signal.
   *
   * @param d [B, S]
   * @param at where row i's numbers of {@code mixed} begin
   * @param out [B, S], added to
   */
  public void add(float[] d, BatchRows rows, Mixed mixed, int at, float[] out) {
    int n = rows.size();
    if (omega.length < n * signals) {
      omega = new float[n * signals];
    }
    rows.mixGradient(d, omega);
    for (int i = 0; i < n; i++) {
      row(d, i * signals, mixed.x[at + i], mixed.slope[at + i], mixed.pull[at + i], out);
    }
  }

  private void row(float[] d, int from, float x, float slope, float pull, float[] out) {
    float square = 0;
    for (int s = from; s < from + signals; s++) {
      square += omega[s] * omega[s];
    }
    boolean directed = square > NO_DIRECTION;
    if (directed && signals == 1) {
      out[from] += omega[from] / square * slope;
      return;
    }
    float along = directed ? (pull * x + slope) / square : 0;
    for (int s = from; s < from + signals; s++) {
      out[s] += -pull * d[s] + omega[s] * along;
    }
  }
}
