package org.morl4j.core.data;

import org.morl4j.core.check.Check;

/**
 * One named component of what a run measures a policy by.
 *
 * @param name unique within its {@link Signals}
 * @param kind objective, cost or auxiliary
 * @param gamma discount, 0 to 1
 * @param gaeLambda lambda of generalised advantage estimation, 0 to 1
 */
public record Signal(String name, Kind kind, double gamma, double gaeLambda) {
  /** What a signal stands for. */
  public enum Kind {
    /** To be maximised. */
    OBJECTIVE,
    /** To be kept within a limit. */
    COST,
    /** Added by a run: KL to a reference policy, entropy. */
    AUXILIARY
  }

  public Signal {
    Check.closed01("signal " + name + " gamma", gamma);
    Check.closed01("signal " + name + " gaeLambda", gaeLambda);
  }
}
