package org.morl4j.agents.part;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.MemoryNeed;

/**
 * The critics of an off-policy agent.
 *
 * @param count how many, each with a target network
 * @param head what each says of a return
 * @param choice whose word counts
 * @param layerNorm whether hidden layers are normalised (LayerNorm before the activation)
 * @param parallel whether each critic has a thread of its own; results don't depend on it
 */
public record CriticOptions(
    @Allowed(min = 1, max = 100) int count,
    ValueHeadOptions head,
    @JsonUnwrapped Choice choice,
    boolean layerNorm,
    boolean parallel) {
  public static final CriticOptions DEFAULT =
      new CriticOptions(2, ScalarHead.Options.DEFAULT, Choice.DEFAULT, false, true);

  /** Those of TD3: the policy climbs the first critic. */
  public static final CriticOptions FIRST = DEFAULT.withPolicy(PolicyTarget.FIRST);

  public CriticOptions {
    Check.allowed(CriticOptions.class, "count", count);
    if (choice.drawn > count) {
      throw new IllegalArgumentException(
          "drawn is %d, but there are %d critics. Maybe set drawn to 2."
              .formatted(choice.drawn, count));
    }
    if (choice.drawn > 0 && head.pools()) {
      throw new IllegalArgumentException(
          "drawn is %d, but head pools the distributions of all critics. Maybe set drawn to 0, or head.pool to false and head.drop to 0."
              .formatted(choice.drawn));
    }
  }

  /**
   * What an agent takes that trains these critics and a policy.
   *
   * @param batch rows of a gradient step
   * @param signals S
   */
  public List<MemoryNeed> memory(MlpOptions networks, int batch, int signals, EnvSpec spec) {
    double inputs = (double) spec.observationSpace().features() + spec.actionSpace().features();
    double outputs = (double) signals * head.head(signals, head.pools() ? count : 1).outputs();
    NetworkSize critics = NetworkSize.of(inputs, networks.hidden(), outputs).times(count);
    NetworkSize all = critics.plus(NetworkSize.policy(spec, networks.hidden()));
    return List.of(all.networks(spec), all.rows("agent.replay.batch", batch));
  }

  /** The same with another {@code count}. */
  public CriticOptions withCount(int value) {
    return new CriticOptions(value, head, choice, layerNorm, parallel);
  }

  /** The same with another {@code head}. */
  public CriticOptions withHead(ValueHeadOptions value) {
    return new CriticOptions(count, value, choice, layerNorm, parallel);
  }

  /** The same with another {@code combine}. */
  public CriticOptions withCombine(Combine value) {
    return with(new Choice(value, choice.drawn, choice.policy));
  }

  /** The same with another {@code drawn}. */
  public CriticOptions withDrawn(int value) {
    return with(new Choice(choice.combine, value, choice.policy));
  }

  /** The same with another {@code policy}. */
  public CriticOptions withPolicy(PolicyTarget value) {
    return with(new Choice(choice.combine, choice.drawn, value));
  }

  private CriticOptions with(Choice value) {
    return new CriticOptions(count, head, value, layerNorm, parallel);
  }

  /** The same with another {@code layerNorm}. */
  public CriticOptions withLayerNorm(boolean value) {
    return new CriticOptions(count, head, choice, value, parallel);
  }

  /** The same with another {@code parallel}. */
  public CriticOptions withParallel(boolean value) {
    return new CriticOptions(count, head, choice, layerNorm, value);
  }

  /**
   * Whose word counts among several critics.
   *
   * @param combine which critic's word counts; not used by heads that pool all distributions
   * @param drawn critics drawn anew for every batch, among which {@code combine} chooses for the
   *     targets; 0 for all
   * @param policy what the policy climbs
   */
  public record Choice(
      Combine combine, @Allowed(min = 0, max = 100) int drawn, PolicyTarget policy) {
    public static final Choice DEFAULT = new Choice(Combine.MIXED_MIN, 0, PolicyTarget.COMBINED);

    public Choice {
      Check.allowed(Choice.class, "drawn", drawn);
    }
  }

  /** How several critics of vector values become one. */
  public enum Combine {
    /**
     * For each row all values of the critic whose mixed value is smallest: a vector that one critic
     * holds possible.
     */
    MIXED_MIN,
    /**
     * The smallest value of each signal, the largest of one that counts against the policy, which
     * may mix critics (CAPQL, the common code).
     */
    ELEMENT_MIN
  }

  /** What a policy climbs. */
  public enum PolicyTarget {
    /** What all critics combine to; their mean where the head pools all distributions. */
    COMBINED,
    /** The first critic (TD3). */
    FIRST,
    /** The critics' mean (REDQ). */
    MEAN
  }
}
