/**
 * What algorithms that learn from single transitions are made of.
 *
 * <ul>
 *   <li>What networks read: {@link org.morl4j.agents.part.BatchRows}, as wide as {@link
 *       org.morl4j.agents.part.RowShape} says. What makes them: {@link
 *       org.morl4j.agents.part.Mlps}.
 *   <li>Values: {@link org.morl4j.agents.part.QEnsemble}, and {@link
 *       org.morl4j.agents.part.StateValue} by a {@link org.morl4j.agents.part.ValueRule}.
 *   <li>Policies: {@link org.morl4j.agents.part.SoftActor} and {@link
 *       org.morl4j.agents.part.DeterministicActor} climb values, {@link
 *       org.morl4j.agents.part.PolicyFit} follows actions; a {@link
 *       org.morl4j.agents.part.PolicyTerm} adds to the loss. Under all of them is an {@link
 *       org.morl4j.agents.part.ActorNetwork}.
 *   <li>Imitation: {@link org.morl4j.agents.part.Discriminator}, {@link
 *       org.morl4j.agents.part.SourceRows} of one set, {@link org.morl4j.agents.part.OwnSignal}
 *       instead of the environment's.
 *   <li>Limits that an agent keeps itself: {@link org.morl4j.agents.part.CostLimits}.
 *   <li>{@link org.morl4j.agents.part.Temperature}, and {@link org.morl4j.agents.part.LastLosses}
 *       of steps that not every update takes.
 * </ul>
 */
@NullMarked
package org.morl4j.agents.part;

import org.jspecify.annotations.NullMarked;
