package org.morl4j.agents.part;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.data.Signal;
import org.morl4j.core.learn.Setup;

/**
 * How wide the rows are that an agent's networks read.
 *
 * @param features F, of an observation
 * @param units of an action, whose A values begin at F in what a critic sees
 * @param preference m, weights of a preference, which come last; 0 for none
 * @param signals S
 */
public record RowShape(int features, ActionUnits units, int preference, int signals) {
  /** That of actions which critics see as they are. */
  public RowShape(int features, int act, int preference, int signals) {
    this(features, ActionUnits.raw(act), preference, signals);
  }

  /** That of a learner's spaces and signals, conditioned on a preference or not. */
  public static RowShape of(Setup setup, boolean preference) {
    return new RowShape(
        setup.spec().observationSpace().features(),
        ActionUnits.of(setup.spec().actionSpace()),
        preference ? setup.signals().count(Signal.Kind.OBJECTIVE) : 0,
        setup.signals().size());
  }

  /** A, values of an action as critics see it. */
  public int act() {
    return units.columns();
  }

  /** F + m, what a policy sees. */
  public int state() {
    return features + preference;
  }

  /** F + A + m, what a critic sees. */
  public int stateAction() {
    return features + act() + preference;
  }

  /**
   * Puts rows together.
   *
   * @param obs [n, F]
   * @param actions [n, values of an action] in the environment's units, or null for what a policy
   *     sees
   * @param weights [n, m], or null where m is 0
   * @param out [n, F + m] or [n, F + A + m], written
   */
  public void join(
      float[] obs, double @Nullable [] actions, float @Nullable [] weights, int n, float[] out) {
    int a = actions == null ? 0 : act();
    for (int i = 0; i < n; i++) {
      int at = i * (features + a + preference);
      System.arraycopy(obs, i * features, out, at, features);
      if (actions != null) {
        units.write(actions, i * units.size(), out, at + features);
      }
      if (weights != null) {
        System.arraycopy(weights, i * preference, out, at + features + a, preference);
      }
    }
  }
}
