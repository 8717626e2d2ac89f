/** The tree of seeds and the generator whose state can be saved. */
@NullMarked
package org.morl4j.core.rng;

import org.jspecify.annotations.NullMarked;
