/** Actor-critic algorithms, one file each. */
@NullMarked
package org.morl4j.agents.actorcritic;

import org.jspecify.annotations.NullMarked;
