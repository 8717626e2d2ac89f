/**
 * Quality indicators of a front. Every point is maximised; a front is a {@code double[][]} of shape
 * [N, m], one row a point.
 *
 * <ul>
 *   <li>{@link org.morl4j.pareto.indicator.Hypervolume}: exact volume and exclusive contributions.
 *       2 and 3 objectives run on {@code Staircase}, 4 on {@code Sweep4d}, more on {@code
 *       SlicedVolume}; all contributions at once in 3 objectives on {@code Contributions3d}.
 *   <li>{@link org.morl4j.pareto.indicator.NonDominated}: filter of dominated and repeated rows;
 *       from four objectives on {@code DominanceSets}.
 *   <li>{@link org.morl4j.pareto.indicator.ExpectedUtility} on the weights of {@link
 *       org.morl4j.pareto.indicator.SimplexGrid}.
 *   <li>{@link org.morl4j.pareto.indicator.Sparsity}, {@link org.morl4j.pareto.indicator.Crowding}.
 *   <li>{@link org.morl4j.pareto.indicator.Distance}: IGD, IGD+ (by {@code NearestRow}) and
 *       additive epsilon against a reference set.
 *   <li>{@link org.morl4j.pareto.indicator.Indicators}: all of them together.
 * </ul>
 *
 * {@code Rows} checks and flattens the input, {@code SortOrder} sorts it.
 */
@NullMarked
package org.morl4j.pareto.indicator;

import org.jspecify.annotations.NullMarked;
