/**
 * Value-based agents for Discrete actions: {@link org.morl4j.agents.distributional.Dqn}, and its
 * settings with a law in place of a number, {@link org.morl4j.agents.distributional.QrDqn} and
 * {@link org.morl4j.agents.distributional.C51}.
 */
@NullMarked
package org.morl4j.agents.distributional;

import org.jspecify.annotations.NullMarked;
