package org.morl4j.core.env;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.space.Space;

/**
 * What an environment is.
 *
 * @param id provider and name, e.g. {@code native:deep-sea-treasure-v0}
 * @param observationSpace space of raw observations
 * @param actionSpace space of raw actions
 * @param objectives names of the m reward components, m at least 1
 * @param costs names of the k cost components, k may be 0
 * @param horizon steps after which an episode is truncated, or 0 if there is no limit
 * @param reference a usual hypervolume reference point [m], or null
 * @param knownFront the known Pareto front, or null
 * @param simulator name and version of what computes the dynamics, e.g. {@code mujoco 3.2.7}
 */
public record EnvSpec(
    String id,
    Space observationSpace,
    Space actionSpace,
    List<String> objectives,
    List<String> costs,
    int horizon,
    @Nullable Vec reference,
    @Nullable KnownFront knownFront,
    String simulator) {
  public EnvSpec {
    objectives = List.copyOf(objectives);
    costs = List.copyOf(costs);
    if (objectives.isEmpty()) {
      throw new IllegalArgumentException(id + " has no objective, but must have at least one.");
    }
    Set<String> seen = new HashSet<>();
    SignalRule.require(id + ": objectives", objectives, seen);
    SignalRule.require(id + ": costs", costs, seen);
    if (reference != null && reference.size() != objectives.size()) {
      throw new IllegalArgumentException(
          id
              + ": the reference point has "
              + reference.size()
              + " entries, but there are "
              + objectives.size()
              + " objectives.");
    }
  }

  /** The same environment with another limit of steps. */
  public EnvSpec withHorizon(int newHorizon) {
    return new EnvSpec(
        id,
        observationSpace,
        actionSpace,
        objectives,
        costs,
        newHorizon,
        reference,
        knownFront,
        simulator);
  }

  /** The same environment with another action space. */
  public EnvSpec withActionSpace(Space space) {
    return new EnvSpec(
        id, observationSpace, space, objectives, costs, horizon, reference, knownFront, simulator);
  }

  /** The same environment with other costs. */
  public EnvSpec withCosts(List<String> names) {
    return new EnvSpec(
        id,
        observationSpace,
        actionSpace,
        objectives,
        names,
        horizon,
        reference,
        knownFront,
        simulator);
  }

  /**
   * The same environment with other objectives; the reference point and known front are dropped.
   */
  public EnvSpec withObjectives(List<String> names) {
    return new EnvSpec(
        id, observationSpace, actionSpace, names, costs, horizon, null, null, simulator);
  }
}
