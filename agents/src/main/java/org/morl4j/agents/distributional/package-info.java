/**
 * Agents with a law of the return in place of a number. For Discrete actions {@link
 * org.morl4j.agents.distributional.Dqn} (which takes numbers too) and its settings {@link
 * org.morl4j.agents.distributional.QrDqn} and {@link org.morl4j.agents.distributional.C51}, {@link
 * org.morl4j.agents.distributional.Iqn} with quantiles at any fraction, {@link
 * org.morl4j.agents.distributional.StockDqn} for utilities of the return's law; for Box actions
 * settings of SAC: {@link org.morl4j.agents.distributional.Tqc}, {@link
 * org.morl4j.agents.distributional.Dsac}, {@link org.morl4j.agents.distributional.DsacT}.
 */
@NullMarked
package org.morl4j.agents.distributional;

import org.jspecify.annotations.NullMarked;
