/**
 * Agents that stay near the recorded actions: {@link org.morl4j.agents.regularized.Bc}, which does
 * nothing else, and those that are TD3 with a term: {@link org.morl4j.agents.regularized.Td3Bc} and
 * {@link org.morl4j.agents.regularized.Rebrac} stay near a row's own action, {@link
 * org.morl4j.agents.regularized.Prdc} near the nearest row's. {@link
 * org.morl4j.agents.regularized.Awac} clones the better actions; {@link
 * org.morl4j.agents.regularized.A2pr} the better of the recorded and an autoencoder's. Of SAC's
 * kind are {@link org.morl4j.agents.regularized.Cql} and {@link
 * org.morl4j.agents.regularized.CalQl}, whose critics expect less of actions that nobody recorded,
 * and {@link org.morl4j.agents.regularized.Cpq} within limits, whose {@link
 * org.morl4j.agents.regularized.CostValues} expect them to cost more.
 */
@NullMarked
package org.morl4j.agents.regularized;

import org.jspecify.annotations.NullMarked;
