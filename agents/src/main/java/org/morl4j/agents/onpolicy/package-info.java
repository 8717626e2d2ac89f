/**
 * Agents that learn from whole rollouts of the present policy, one file each: {@link
 * org.morl4j.agents.onpolicy.Ppo}, {@link org.morl4j.agents.onpolicy.Trpo}, {@link
 * org.morl4j.agents.onpolicy.Mdpo}. They share {@code OnPolicyNetworks}, which holds policy and
 * critic and makes an {@code OnPolicyBatch} (advantages, targets, weights) of a rollout; {@code
 * PolicyRows}, the policy at rows (ratio, divergences, Fisher products); and {@code StateValues},
 * the critic. TRPO and MDPO fit the critic by {@code CriticFit}; {@code RolloutSurface} is what
 * TRPO's step rule moves on; {@code PolicyLoss} has PPO's alternatives to the clip.
 */
@NullMarked
package org.morl4j.agents.onpolicy;

import org.jspecify.annotations.NullMarked;
