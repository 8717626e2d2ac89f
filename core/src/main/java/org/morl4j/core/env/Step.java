package org.morl4j.core.env;

/**
 * What one step of one {@link Environment} gives. The arrays may be the environment's own, reused
 * by its next step; whoever keeps them copies them.
 *
 * @param obs raw observation [observationSpace.size()]
 * @param reward reward vector [m], larger is better
 * @param cost cost vector [k], smaller is better; empty where there is none
 * @param terminated the episode ended by the task's own rules: no future return
 * @param truncated the episode was cut from outside, by a time limit say: the future counts
 */
@SuppressWarnings("ArrayRecordComponent") // a view for the hot path; equality is never asked for
public record Step(
    double[] obs, double[] reward, double[] cost, boolean terminated, boolean truncated) {
  /** The empty cost vector. */
  public static final double[] NO_COST = {};
}
