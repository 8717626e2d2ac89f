package org.morl4j.agents.part;

import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.core.check.Check;

/**
 * The critics of an off-policy agent.
 *
 * @param count how many, each with a target network
 * @param head what each says of a return
 * @param combine which critic's word counts; not used by heads that pool all laws
 * @param drawn critics drawn anew for every batch, among which {@code combine} chooses for the
 *     targets; 0 for all
 * @param policy what the policy climbs
 * @param layerNorm whether hidden layers are normalised (LayerNorm before the activation)
 * @param parallel whether each critic has a thread of its own; results don't depend on it
 */
public record CriticOptions(
    int count,
    ValueHeadOptions head,
    Combine combine,
    int drawn,
    PolicyTarget policy,
    boolean layerNorm,
    boolean parallel) {
  public static final CriticOptions DEFAULT =
      of(2, ScalarHead.Options.DEFAULT, Combine.MIXED_MIN, true);

  /** Those of TD3: the policy climbs the first critic. */
  public static final CriticOptions FIRST = DEFAULT.withPolicy(PolicyTarget.FIRST);

  public CriticOptions {
    Check.atLeast("count", count, 1);
    Check.atLeast("drawn", drawn, 0);
    if (drawn > count) {
      throw new IllegalArgumentException(
          "drawn is " + drawn + ", but there are " + count + " critics. Maybe set drawn to 2.");
    }
    if (drawn > 0 && head.pools()) {
      throw new IllegalArgumentException(
          "drawn is "
              + drawn
              + ", but head pools the laws of all critics. Maybe set drawn to 0, or head.pool to"
              + " false and head.drop to 0.");
    }
  }

  /** All critics count, the policy climbs what they combine to, and no layer is normalised. */
  public static CriticOptions of(
      int count, ValueHeadOptions head, Combine combine, boolean parallel) {
    return new CriticOptions(count, head, combine, 0, PolicyTarget.COMBINED, false, parallel);
  }

  /** The same but for what the policy climbs. */
  public CriticOptions withPolicy(PolicyTarget value) {
    return new CriticOptions(count, head, combine, drawn, value, layerNorm, parallel);
  }

  /** The same but for the threads. */
  public CriticOptions withParallel(boolean value) {
    return new CriticOptions(count, head, combine, drawn, policy, layerNorm, value);
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

  /** What a policy climbs. */
  public enum PolicyTarget {
    /** What all critics combine to; their mean where the head pools all laws. */
    COMBINED,
    /** The first critic (TD3). */
    FIRST,
    /** The critics' mean (REDQ). */
    MEAN
  }
}
