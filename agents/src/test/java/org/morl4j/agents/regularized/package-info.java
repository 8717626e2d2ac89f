/** Tests of the agents that stay near recorded actions. */
@NullMarked
package org.morl4j.agents.regularized;

import org.jspecify.annotations.NullMarked;
