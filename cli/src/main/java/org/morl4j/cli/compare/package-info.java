/**
 * Comparing runs of several algorithms by rliable's statistics (Agarwal et al. 2021,
 * arXiv:2108.13264).
 *
 * <p>{@link org.morl4j.cli.compare.RunSource} reads what to compare, {@link
 * org.morl4j.cli.compare.RunReader} run folders and other libraries' CSV into {@code MeasuredRun}s:
 * a {@code Score} and the {@code Conditions} it was measured under. {@link
 * org.morl4j.cli.compare.Comparison} groups them by algorithm and task, refuses what can't be
 * compared, and has the results; {@link org.morl4j.cli.compare.ComparePage} writes them with the
 * learning curves as one HTML file. The statistics themselves are {@code Aggregate}, {@code
 * Improvement}, {@code Bootstrap} and {@code Student}, on plain arrays; {@code Intervals} says
 * which statistic gets which interval.
 */
@NullMarked
package org.morl4j.cli.compare;

import org.jspecify.annotations.NullMarked;
