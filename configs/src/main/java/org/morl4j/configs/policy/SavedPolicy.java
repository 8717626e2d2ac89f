package org.morl4j.configs.policy;

import java.util.List;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;

/** A policy to use: greedy, one observation at a time. Not thread-safe; load one a thread. */
public final class SavedPolicy {
  private final NetworkPolicy policy;
  private final List<String> objectives;
  private final Vec returns;
  private final Actor actor;

  SavedPolicy(NetworkPolicy policy, List<String> objectives, Vec returns) {
    this.policy = policy;
    this.objectives = List.copyOf(objectives);
    this.returns = returns;
    actor = policy.actor(1, Mode.EXPLOIT, new Rng[] {new SeedTree(0).generator()});
  }

  /**
   * The action the policy holds best.
   *
   * @param obs raw observation
   * @return raw action; Box actions are clipped to their bounds
   * @throws IllegalArgumentException if the observation has another size than the space
   */
  public double[] act(double[] obs) {
    if (obs.length != policy.observationSpace().size()) {
      throw new IllegalArgumentException(
          "The observation has "
              + obs.length
              + " values, but the policy takes "
              + policy.observationSpace().size()
              + ".");
    }
    double[] act = new double[policy.actionSpace().size()];
    actor.act(obs, null, act, null);
    policy.head().clip(act, 1);
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

  /** The policy itself: its spaces and its network, which Deeplearning4j can take over. */
  public NetworkPolicy policy() {
    return policy;
  }
}
