/**
 * Saved state: {@link org.morl4j.core.state.State} trees, safetensors files, atomic checkpoints.
 */
@NullMarked
package org.morl4j.core.state;

import org.jspecify.annotations.NullMarked;
