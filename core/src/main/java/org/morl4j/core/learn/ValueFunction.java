package org.morl4j.core.learn;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a learner expects of the future: its critics' discounted returns of every signal. */
@FunctionalInterface
public interface ValueFunction {
  /**
   * Predicts the discounted return from taking an action and following the policy after it. A soft
   * critic's prediction includes what entropy is worth to it, see {@link #bonus}.
   *
   * @param obs encoded observations [n, F], not normalised
   * @param act raw actions [n, A]
   * @param preference weights [n, m], or null for a policy that takes none
   * @param n rows to predict, at most as many as the arrays hold
   * @param out predictions [n, S] in the signals' own units, written
   */
  void values(float[] obs, double[] act, float @Nullable [] preference, int n, float[] out);

  /** How the policy acts whose returns these are: a soft critic's explores. */
  default Mode mode() {
    return Mode.EXPLOIT;
  }

  /**
   * What it counts besides the signals for a step that follows the one whose value is asked: -alpha
   * log pi(a|s) of a soft critic, else 0.
   *
   * @param obs encoded observations [n, F]
   * @param act raw actions [n, A]
   * @param preference weights [n, m], or null
   * @param out [n, S], written
   */
  default void bonus(float[] obs, double[] act, float @Nullable [] preference, int n, float[] out) {
    Arrays.fill(out, 0);
  }
}
