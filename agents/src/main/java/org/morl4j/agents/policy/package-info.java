/** What agents act with: networks behind heads, and running normalisation. */
@NullMarked
package org.morl4j.agents.policy;

import org.jspecify.annotations.NullMarked;
