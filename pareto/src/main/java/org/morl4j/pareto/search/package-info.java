/**
 * Searches for policies. A {@link org.morl4j.pareto.search.Search} ({@link
 * org.morl4j.pareto.search.CMorl}, {@link org.morl4j.pareto.search.Single}) decides which jobs to
 * run, a {@link org.morl4j.pareto.search.JobRunner} trains them ({@link
 * org.morl4j.pareto.search.LocalJobs} on threads of this process), and their policies are merged in
 * job order.
 */
@NullMarked
package org.morl4j.pareto.search;

import org.jspecify.annotations.NullMarked;
