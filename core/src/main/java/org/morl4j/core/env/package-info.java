/**
 * Environments: {@link org.morl4j.core.env.Environment} is what a Java user writes, {@link
 * org.morl4j.core.env.VectorEnv} what the trainer steps.
 */
@NullMarked
package org.morl4j.core.env;

import org.jspecify.annotations.NullMarked;
