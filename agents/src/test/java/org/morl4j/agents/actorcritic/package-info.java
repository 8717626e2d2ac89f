/** Tests of the actor-critic algorithms. */
@NullMarked
package org.morl4j.agents.actorcritic;

import org.jspecify.annotations.NullMarked;
