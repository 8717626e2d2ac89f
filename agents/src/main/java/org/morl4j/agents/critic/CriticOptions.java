package org.morl4j.agents.critic;

import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.core.check.Check;

/**
 * The critics of an off-policy agent.
 *
 * @param count how many, each with a target network
 * @param head what each says of a return
 * @param combine which critic's word counts; not used by heads that pool all laws
 * @param parallel whether each critic has a thread of its own; results don't depend on it
 */
public record CriticOptions(int count, ValueHeadOptions head, Combine combine, boolean parallel) {
  public static final CriticOptions DEFAULT =
      new CriticOptions(2, ScalarHead.Options.DEFAULT, Combine.MIXED_MIN, true);

  public CriticOptions {
    Check.atLeast("count", count, 1);
  }

  /** How several critics of vector values become one. */
  public enum Combine {
    /**
     * For each row all values of the critic whose mixed value is smallest: a vector that one critic
     * holds possible.
     */
    MIXED_MIN,
    /** The smallest value of each signal, which may mix critics (CAPQL, the common code). */
    ELEMENT_MIN
  }
}
