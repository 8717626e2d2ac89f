/**
 * Wrappers: {@link org.morl4j.envs.wrap.TimeLimit} around one environment; the others around a
 * {@link org.morl4j.core.env.VectorEnv}, so that they serve native and bridged environments alike.
 * Saved state passes through them. A config makes the latter by their {@link
 * org.morl4j.envs.wrap.WrapperOptions}.
 */
@NullMarked
package org.morl4j.envs.wrap;

import org.jspecify.annotations.NullMarked;
