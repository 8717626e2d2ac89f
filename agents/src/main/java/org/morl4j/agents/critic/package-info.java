/**
 * What off-policy agents share: {@link org.morl4j.agents.critic.Critics} with their target
 * networks, and the {@link org.morl4j.agents.critic.Temperature}.
 */
@NullMarked
package org.morl4j.agents.critic;

import org.jspecify.annotations.NullMarked;
