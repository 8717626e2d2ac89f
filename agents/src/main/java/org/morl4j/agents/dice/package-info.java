/**
 * Agents that correct the distribution of recorded states and actions by the dual of its
 * regularisation, with state values alone: {@link org.morl4j.agents.dice.Odice}, {@link
 * org.morl4j.agents.dice.Optidice}, {@link org.morl4j.agents.dice.Coptidice} within limits, and
 * {@link org.morl4j.agents.dice.Smodice} that imitates. Inside, DualForm is a divergence and
 * StartValue the V that it trains; RatioPolicy makes a policy of ratios, CostBound tells what they
 * cost.
 */
@NullMarked
package org.morl4j.agents.dice;

import org.jspecify.annotations.NullMarked;
