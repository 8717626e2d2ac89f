package org.morl4j.offline;

/**
 * One episode of T steps. Row t of obs is what was seen before action t; row T the last
 * observation. Only the last step may end it; an episode that neither terminated nor was truncated
 * is a piece of one.
 *
 * @param obs raw observations [T + 1, obsSize]
 * @param act raw actions [T, actSize]
 * @param reward [T, m]
 * @param cost [T, k]
 * @param terminated whether the last step ended it for good
 * @param truncated whether a time limit cut it
 */
@SuppressWarnings("ArrayRecordComponent") // data by the million; equality is never asked for
public record Episode(
    double[] obs,
    double[] act,
    double[] reward,
    double[] cost,
    boolean terminated,
    boolean truncated) {}
