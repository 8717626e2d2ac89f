/** Tests of the actor-critic algorithms. */
@NullMarked
package org.morl4j.agents.onpolicy;

import org.jspecify.annotations.NullMarked;
