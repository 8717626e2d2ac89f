/**
 * Agents that learn from the values of recorded actions alone, by implicit value regularisation:
 * {@link org.morl4j.agents.implicit.Iql}.
 */
@NullMarked
package org.morl4j.agents.implicit;

import org.jspecify.annotations.NullMarked;
