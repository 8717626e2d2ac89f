package org.morl4j.core.constraint;

/**
 * What a limit's value is, as measured over episodes.
 *
 * @param value the statistic
 * @param standardError of it; 0 for a single episode
 * @param deviation standard deviation of an episode's value; 0 for a single episode
 */
public record Estimate(double value, double standardError, double deviation) {}
