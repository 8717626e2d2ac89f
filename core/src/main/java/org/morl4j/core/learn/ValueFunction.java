package org.morl4j.core.learn;

import org.jspecify.annotations.Nullable;

/** What a learner expects of the future: its critics' discounted returns of every signal. */
@FunctionalInterface
public interface ValueFunction {
  /**
   * Predicts the discounted return from taking an action and following the policy after it. A soft
   * critic's prediction includes what entropy is worth to it.
   *
   * @param obs encoded observations [n, F], not normalised
   * @param act raw actions [n, A]
   * @param preference weights [n, m], or null for a policy that takes none
   * @param n rows to predict, at most as many as the arrays hold
   * @param out predictions [n, S] in the signals' own units, written
   */
  void values(float[] obs, double[] act, float @Nullable [] preference, int n, float[] out);
}
