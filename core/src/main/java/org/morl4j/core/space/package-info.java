/** Observation and action spaces: {@link org.morl4j.core.space.Space} and its six kinds. */
@NullMarked
package org.morl4j.core.space;

import org.jspecify.annotations.NullMarked;
