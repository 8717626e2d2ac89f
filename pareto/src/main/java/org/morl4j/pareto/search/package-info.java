/**
 * Searches for policies. A {@link org.morl4j.pareto.search.Search} ({@link
 * org.morl4j.pareto.search.CMorl}, {@link org.morl4j.pareto.search.Single}) decides which jobs to
 * run, {@link org.morl4j.pareto.search.JobRunner} trains them on local threads, and their policies
 * are merged in job order.
 */
@NullMarked
package org.morl4j.pareto.search;

import org.jspecify.annotations.NullMarked;
