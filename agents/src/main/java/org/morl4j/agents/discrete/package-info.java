/**
 * Agents for Discrete actions that learn from replay: {@link org.morl4j.agents.discrete.Dqn} and
 * its settings {@link org.morl4j.agents.discrete.QrDqn} and {@link org.morl4j.agents.discrete.C51},
 * {@link org.morl4j.agents.discrete.Iqn} with quantiles at any fraction, {@link
 * org.morl4j.agents.discrete.StockDqn} for utilities of the return's distribution.
 */
@NullMarked
package org.morl4j.agents.discrete;

import org.jspecify.annotations.NullMarked;
