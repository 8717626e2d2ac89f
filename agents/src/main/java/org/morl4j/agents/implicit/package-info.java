/**
 * Agents that learn from the values of recorded actions alone, by implicit value regularisation:
 * {@link org.morl4j.agents.implicit.ImplicitLearner} under two rules each, {@link
 * org.morl4j.agents.implicit.Iql}, {@link org.morl4j.agents.implicit.Sql}, {@link
 * org.morl4j.agents.implicit.Eql}, {@link org.morl4j.agents.implicit.Xql}, {@link
 * org.morl4j.agents.implicit.FDvl}. {@link org.morl4j.agents.implicit.Fisor} puts a gate of
 * feasibility on IQL's weights, {@link org.morl4j.agents.implicit.Feasibility} by {@link
 * org.morl4j.agents.implicit.StepLimits}. {@link org.morl4j.agents.implicit.Recoil} imitates by the
 * same values, {@link org.morl4j.agents.implicit.IqLearn} by soft ones; {@link
 * org.morl4j.agents.implicit.Smore} reaches {@link org.morl4j.agents.implicit.HindsightGoals}.
 */
@NullMarked
package org.morl4j.agents.implicit;

import org.jspecify.annotations.NullMarked;
