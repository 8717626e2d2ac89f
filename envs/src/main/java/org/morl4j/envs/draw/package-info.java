/** What native environments, and those of one's own, draw themselves with. */
@NullMarked
package org.morl4j.envs.draw;

import org.jspecify.annotations.NullMarked;
