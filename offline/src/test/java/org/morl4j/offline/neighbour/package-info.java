/** Tests of the search for neighbours. */
@NullMarked
package org.morl4j.offline.neighbour;

import org.jspecify.annotations.NullMarked;
