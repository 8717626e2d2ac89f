package org.morl4j.configs.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.agents.policy.QPolicy;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Space;
import org.morl4j.nn.Network;
import org.morl4j.nn.head.ActionHead;

/** A policy to use: greedy, one observation at a time. Not thread-safe; load one a thread. */
public final class SavedPolicy {
  private final Policy policy;
  private final Space observationSpace;
  private final Space actionSpace;
  private final int preferences;
  private final @Nullable Vec preference;
  private final @Nullable ActionHead head; // of policies whose actions may leave the space
  private final @Nullable Network network;
  private final List<String> objectives;
  private final Vec returns;
  private final Actor actor;

  SavedPolicy(
      NetworkPolicy policy, List<String> objectives, Vec returns, @Nullable Vec preference) {
    this(
        policy,
        policy.observationSpace(),
        policy.actionSpace(),
        policy.preferences(),
        policy.preferences() == 0 ? null : preference,
        policy.head(),
        policy.network(),
        objectives,
        returns);
  }

  SavedPolicy(QPolicy policy, List<String> objectives, Vec returns) {
    this(
        policy,
        policy.observationSpace(),
        policy.actionSpace(),
        0,
        null,
        null,
        policy.network().plain(),
        objectives,
        returns);
  }

  private SavedPolicy(
      Policy policy,
      Space observationSpace,
      Space actionSpace,
      int preferences,
      @Nullable Vec preference,
      @Nullable ActionHead head,
      @Nullable Network network,
      List<String> objectives,
      Vec returns) {
    this.policy = policy;
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
    this.preferences = preferences;
    this.preference = preference;
    if (preference != null && preference.size() != preferences) {
      throw new IllegalArgumentException(
          "preference is " + preference + ", but the policy takes " + preferences + " weights.");
    }
    this.head = head;
    this.network = network;
    this.objectives = List.copyOf(objectives);
    this.returns = returns;
    actor = policy.actor(1, Mode.EXPLOIT, new Rng[] {new SeedTree(0).generator()});
  }

  /**
   * The action the policy holds best, under {@link #preference} where it takes one.
   *
   * @param obs raw observation
   * @return raw action; Box actions are clipped to their bounds
   * @throws IllegalArgumentException if the observation has another size than the space, or the
   *     policy takes a preference and was saved without one
   */
  public double[] act(double[] obs) {
    if (preference != null) {
      return act(obs, preference.toArray());
    }
    if (preferences > 0) {
      throw new IllegalArgumentException(
          "The policy takes a preference of "
              + preferences
              + " weights, but was given none. Maybe call act(obs, preference).");
    }
    return act(obs, null, 0);
  }

  /**
   * The action the policy holds best under a preference.
   *
   * @param obs raw observation
   * @param preference weights of the objectives [m]
   * @return raw action; Box actions are clipped to their bounds
   * @throws IllegalArgumentException if either has another size than the policy takes
   */
  public double[] act(double[] obs, double[] preference) {
    return act(obs, preference, preference.length);
  }

  private double[] act(double[] obs, double @Nullable [] preference, int weights) {
    if (obs.length != observationSpace.size()) {
      throw new IllegalArgumentException(
          "The observation has "
              + obs.length
              + " values, but the policy takes "
              + observationSpace.size()
              + ".");
    }
    if (weights != preferences) {
      throw new IllegalArgumentException(
          "The preference has "
              + weights
              + " weights, but the policy takes "
              + preferences
              + "."
              + (preferences == 0 ? " Maybe call act(obs)." : ""));
    }
    double[] act = new double[actionSpace.size()];
    actor.act(obs, preference, act, null);
    if (head != null) {
      head.clip(act, 1);
    }
    return act;
  }

  /** Names of the objectives it was trained for. */
  public List<String> objectives() {
    return objectives;
  }

  /** What it was measured to return, in the run's final evaluation. */
  public Vec returns() {
    return returns;
  }

  public Space observationSpace() {
    return observationSpace;
  }

  public Space actionSpace() {
    return actionSpace;
  }

  /** Weights of the preference it is conditioned on; 0 for none. */
  public int preferences() {
    return preferences;
  }

  /** The preference it was measured under; null if it takes none or was saved without one. */
  public @Nullable Vec preference() {
    return preference;
  }

  /** The policy itself, for an evaluator or actors of one's own. */
  public Policy policy() {
    return policy;
  }

  /**
   * Its network, which Deeplearning4j can take over.
   *
   * @throws IllegalStateException if it has several, as dueling ones and implicit quantiles have
   */
  public Network network() {
    if (network == null) {
      throw new IllegalStateException(
          "The policy has no single network: it is dueling or of implicit quantiles. Maybe act"
              + " through act(obs).");
    }
    return network;
  }
}
