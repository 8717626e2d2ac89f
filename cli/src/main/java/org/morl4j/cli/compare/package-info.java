/**
 * Comparing runs of several algorithms by rliable's statistics (Agarwal et al. 2021,
 * arXiv:2108.13264).
 *
 * <p>{@link org.morl4j.cli.compare.RunSource} reads run folders and other libraries' CSV into
 * {@code MeasuredRun}s; {@link org.morl4j.cli.compare.Comparison} groups them by algorithm and task
 * and has the results; {@link org.morl4j.cli.compare.ComparePage} writes them with the learning
 * curves as one HTML file. The statistics themselves are {@code Aggregate}, {@code Improvement} and
 * {@code Bootstrap}, on plain arrays.
 */
@NullMarked
package org.morl4j.cli.compare;

import org.jspecify.annotations.NullMarked;
