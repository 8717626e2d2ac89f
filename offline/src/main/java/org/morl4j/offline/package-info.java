/**
 * Recorded experience: {@link org.morl4j.offline.Episodes} as they were lived through, read from
 * Minari datasets by {@link org.morl4j.offline.Minari}, cut into transitions and offered to runs by
 * {@link org.morl4j.offline.MinariOpener}.
 */
@NullMarked
package org.morl4j.offline;

import org.jspecify.annotations.NullMarked;
