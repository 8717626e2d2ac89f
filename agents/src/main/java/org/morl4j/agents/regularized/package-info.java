/**
 * Agents that stay near the recorded actions: {@link org.morl4j.agents.regularized.Bc}, which does
 * nothing else.
 */
@NullMarked
package org.morl4j.agents.regularized;

import org.jspecify.annotations.NullMarked;
