package org.morl4j.agents.part;

import org.jspecify.annotations.Nullable;
import org.morl4j.agents.Composite;
import org.morl4j.agents.Parts;
import org.morl4j.core.data.DataView;

/**
 * What a variant of TD3 changes in the losses of its policy and of its critics, to keep actions
 * near recorded ones.
 *
 * <pre>
 *   L_pi = -lambda E[mix(Q_1(s, pi(s)))] + value of the term
 * </pre>
 *
 * B rows, A action values in [-1, 1].
 */
public interface ActionTerm extends Composite {
  /** Changes nothing. */
  ActionTerm NONE =
      new ActionTerm() {
        @Override
        public void prepare(DataView data, ObsScale scale) {}

        @Override
        public float scale(float[] q, int rows) {
          return 1;
        }

        @Override
        public double add(BatchRows rows, float[] act, float[] dAct) {
          return 0;
        }

        @Override
        public Record losses() {
          return new PolicyTerm.NoLosses();
        }
      };

  /**
   * The recorded data, before the first update and after a restore.
   *
   * @param scale what networks make of its observations
   */
  void prepare(DataView data, ObsScale scale);

  /**
   * Learns what it needs of its own from a batch, after each step of the critics.
   *
   * @param nextAct the target policy's actions at next states, with noise [B, A]
   * @param share of the learning rate that is left
   */
  default void learn(BatchRows rows, float[] nextAct, double share) {}

  /**
   * lambda: how much values count, a constant of the gradient.
   *
   * @param q mixed values at the policy's actions [B]
   */
  float scale(float[] q, int rows);

  /**
   * Adds its gradient.
   *
   * @param act the policy's actions at the batch's states [B, A]
   * @param dAct dL/d(act) [B, A], added to
   * @return its value
   */
  double add(BatchRows rows, float[] act, float[] dAct);

  /**
   * What the mixed value of next actions loses in the critics' targets.
   *
   * @param act the target policy's, with noise [B, A]
   * @return live [B], or null for nothing
   */
  default float @Nullable [] lost(BatchRows rows, float[] act) {
    return null;
  }

  /** What it learned: nothing. */
  @Override
  default Parts parts() {
    return new Parts();
  }

  /** What the last {@link #scale} and {@link #add} came to: a record of numbers, zeros before. */
  Record losses();
}
