package org.morl4j.pareto.search;

/**
 * How a measured policy stands to one limit.
 *
 * @param name of the limit
 * @param value as measured
 * @param standardError of it
 * @param violation value beyond the limit, in its units; negative with room left
 * @param multiplier of the limit at that time, free of units; NaN where it has none
 * @param capped whether that multiplier has stood at its cap for long
 */
public record LimitResult(
    String name,
    double value,
    double standardError,
    double violation,
    double multiplier,
    boolean capped) {}
