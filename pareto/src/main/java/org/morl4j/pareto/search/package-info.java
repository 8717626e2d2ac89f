/**
 * Searches for policies. A {@link org.morl4j.pareto.search.Search} ({@link
 * org.morl4j.pareto.search.CMorl}, {@link org.morl4j.pareto.search.Single}) decides which {@link
 * org.morl4j.pareto.search.Job}s to run, a {@link org.morl4j.pareto.search.JobRunner} trains them
 * ({@link org.morl4j.pareto.search.LocalJobs} on threads of this process), and their policies are
 * merged in job order. What all of them need is a {@link org.morl4j.pareto.search.RunPlan} of
 * values and the {@link org.morl4j.pareto.search.RunServices} of the process.
 */
@NullMarked
package org.morl4j.pareto.search;

import org.jspecify.annotations.NullMarked;
