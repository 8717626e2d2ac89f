/**
 * Nearest recorded rows: {@link org.morl4j.offline.neighbour.KdTree}, which agents find through
 * {@link org.morl4j.core.data.Neighbours}.
 */
@NullMarked
package org.morl4j.offline.neighbour;

import org.jspecify.annotations.NullMarked;
