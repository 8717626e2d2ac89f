/**
 * Searches for Pareto fronts. {@link org.morl4j.pareto.search.CMorl} decides which {@link
 * org.morl4j.pareto.search.Job}s to run, {@link org.morl4j.pareto.search.JobRunner} trains them on
 * local threads, and their points are merged into the archive in job order.
 */
@NullMarked
package org.morl4j.pareto.search;

import org.jspecify.annotations.NullMarked;
