package org.morl4j.agents.discrete;

import org.jspecify.annotations.Nullable;
import org.morl4j.agents.part.PolicyTerm;

/**
 * What a variant of {@link Dqn} adds to its loss: a function of the mixed values of all actions.
 */
interface QTerm {
  /** Adds nothing. */
  QTerm NONE =
      new QTerm() {
        @Override
        public double add(float[] mixed, int[] act, float @Nullable [] weight, float[] dMixed) {
          return 0;
        }

        @Override
        public Record losses() {
          return new PolicyTerm.NoLosses();
        }
      };

  /**
   * Its value and gradient.
   *
   * @param mixed Q [B, A]
   * @param act the actions taken, from 0 [B]
   * @param weight of the rows [B], or null for 1
   * @param dMixed dL/dQ [B, A], zeros, written
   */
  double add(float[] mixed, int[] act, float @Nullable [] weight, float[] dMixed);

  /** What the last {@link #add} came to: a record of numbers. */
  Record losses();
}
