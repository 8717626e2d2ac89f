/**
 * Agents that learn from whole rollouts of the present policy, one file each: {@link
 * org.morl4j.agents.onpolicy.Ppo}, {@link org.morl4j.agents.onpolicy.Trpo}, {@link
 * org.morl4j.agents.onpolicy.Mdpo}. They share {@code OnPolicyBatch} (advantages, targets), {@code
 * StateValues}, {@code OnPolicyNetworks} and {@code PolicyRows} (ratio, divergences, Fisher
 * products); TRPO and MDPO fit the critic by {@code CriticFit}.
 */
@NullMarked
package org.morl4j.agents.onpolicy;

import org.jspecify.annotations.NullMarked;
