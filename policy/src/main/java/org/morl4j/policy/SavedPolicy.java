package org.morl4j.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Space;
import org.morl4j.nn.Network;

/**
 * A policy to use, one observation at a time: the action it holds best, or with {@link #sampled}
 * one it draws. Not thread-safe; load one a thread.
 */
public final class SavedPolicy {
  private final FormattedPolicy<?> formatted;
  private final Policy policy;
  private final PolicyShape shape;
  private final @Nullable Vec preference;
  private final PolicyScore score;
  private final Actor actor;

  SavedPolicy(FormattedPolicy<?> formatted, PolicyScore score) {
    this(formatted, score, Mode.EXPLOIT, new SeedTree(0).generator());
  }

  private SavedPolicy(FormattedPolicy<?> formatted, PolicyScore score, Mode acts, Rng rng) {
    this.formatted = formatted;
    policy = formatted.policy();
    shape = formatted.shape();
    preference = shape.preferences() == 0 ? null : score.preference();
    if (preference != null && preference.size() != shape.preferences()) {
      throw new IllegalArgumentException(
          "preference is "
              + preference
              + ", but the policy takes "
              + shape.preferences()
              + " weights.");
    }
    this.score = score;
    actor = policy.actor(1, acts, new Rng[] {rng});
  }

  /**
   * The same policy, whose {@link #act} draws an action as in training; what a policy under limits
   * was measured with.
   *
   * @param seed the same one draws the same actions
   */
  public SavedPolicy sampled(long seed) {
    Rng rng = new SeedTree(seed).child("act").generator();
    return new SavedPolicy(formatted, score, Mode.EXPLORE, rng);
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
    if (shape.preferences() > 0) {
      throw new IllegalArgumentException(
          "The policy takes a preference of "
              + shape.preferences()
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
    if (obs.length != shape.observationSpace().size()) {
      throw new IllegalArgumentException(
          "The observation has "
              + obs.length
              + " values, but the policy takes "
              + shape.observationSpace().size()
              + ".");
    }
    if (weights != shape.preferences()) {
      throw new IllegalArgumentException(
          "The preference has "
              + weights
              + " weights, but the policy takes "
              + shape.preferences()
              + "."
              + (shape.preferences() == 0 ? " Maybe call act(obs)." : ""));
    }
    double[] act = new double[shape.actionSpace().size()];
    actor.act(obs, preference, act, null);
    if (shape.actionSpace() instanceof Box box) {
      box.clip(act, 0);
    }
    return act;
  }

  /** Names of the objectives it was trained for. */
  public List<String> objectives() {
    return score.objectives();
  }

  /** What it was measured to return, in the run's final evaluation. */
  public Vec returns() {
    return score.returns();
  }

  /**
   * How it acted when it was measured. A policy that keeps limits as it draws its actions need not
   * keep them as {@link #act} chooses; where this is {@link Mode#EXPLORE}, act with {@link
   * #sampled}.
   */
  public Mode mode() {
    return score.mode();
  }

  public Space observationSpace() {
    return shape.observationSpace();
  }

  public Space actionSpace() {
    return shape.actionSpace();
  }

  /** Weights of the preference it is conditioned on; 0 for none. */
  public int preferences() {
    return shape.preferences();
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
    Network network = shape.network();
    if (network == null) {
      throw new IllegalStateException(
          "The policy has no single network: it is dueling or of implicit quantiles. Maybe act"
              + " through act(obs).");
    }
    return network;
  }
}
