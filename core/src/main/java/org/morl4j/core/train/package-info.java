/** The one training loop and the evaluator. */
@NullMarked
package org.morl4j.core.train;

import org.jspecify.annotations.NullMarked;
