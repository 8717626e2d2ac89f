/**
 * What off-policy agents share: {@link org.morl4j.agents.part.Critics} with their target networks,
 * and the {@link org.morl4j.agents.part.Temperature}.
 */
@NullMarked
package org.morl4j.agents.part;

import org.jspecify.annotations.NullMarked;
