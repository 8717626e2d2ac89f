package org.morl4j.agents.onpolicy;

/** Up to n rows of a {@link OnPolicyBatch} at the critic. */
final class CriticRows {
  private final StateValues critic;
  private final OnPolicyBatch rollout;
  private final int signals;
  private final int features;
  private final float[] obs; // [n, F]
  private final float[] targets; // [n, S]

  /**
   * @param rows the most rows a step takes
   */
  CriticRows(StateValues critic, OnPolicyBatch rollout, int rows) {
    this.critic = critic;
    this.rollout = rollout;
    signals = critic.signals();
    features = critic.features();
    obs = new float[rows * features];
    targets = new float[rows * signals];
  }

  /** Gathers the rollout's rows order[from..from+n) and runs the critic on them. */
  void forward(int[] order, int from, int n) {
    for (int i = 0; i < n; i++) {
      int row = order[from + i];
      System.arraycopy(rollout.obs(), row * features, obs, i * features, features);
      System.arraycopy(rollout.targets(), row * signals, targets, i * signals, signals);
    }
    critic.forward(obs, n);
  }

  /** L_V; sets its derivative with respect to the critic's outputs. */
  double loss(int n) {
    return critic.loss(targets, n);
  }

  /** {@code coefficient} dL_V/dparameters into gradient[offset..). */
  void backward(int n, double coefficient, float[] gradient, int offset) {
    critic.backward(n, coefficient, gradient, offset);
  }
}
