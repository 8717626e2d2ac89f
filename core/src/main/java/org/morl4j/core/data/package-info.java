/** Signals, batches and the rollout buffer. */
@NullMarked
package org.morl4j.core.data;

import org.jspecify.annotations.NullMarked;
