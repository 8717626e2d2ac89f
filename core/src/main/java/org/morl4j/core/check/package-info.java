/** Argument checks with messages that help, and the immutable vector. */
@NullMarked
package org.morl4j.core.check;

import org.jspecify.annotations.NullMarked;
