/** What agents act with: networks behind action heads or value heads, and running normalisation. */
@NullMarked
package org.morl4j.agents.policy;

import org.jspecify.annotations.NullMarked;
