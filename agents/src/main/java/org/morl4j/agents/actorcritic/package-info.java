/**
 * Actor-critic algorithms, one file each. PPO, TRPO and MDPO share {@code PpoRollout} (advantages,
 * targets), {@code PpoCritic}, {@code OnPolicyNetworks} and {@code PolicyRows} (ratio, divergences,
 * Fisher products); TRPO and MDPO fit the critic by {@code CriticFit}.
 *
 * <p>SAC and TD3 are made of {@code org.morl4j.agents.critic}; REDQ and off-policy MDPO are
 * settings of SAC.
 */
@NullMarked
package org.morl4j.agents.actorcritic;

import org.jspecify.annotations.NullMarked;
