/**
 * Environments by name: {@link org.morl4j.envs.NativeEnvs} for those ported to Java, {@link
 * org.morl4j.envs.ProvidedEnvs} for those users bring along. {@code classic} holds the ported ones,
 * {@code numpy} their generators, {@code bandit} tasks with known constrained optima, {@code wrap}
 * the wrappers.
 */
@NullMarked
package org.morl4j.envs;

import org.jspecify.annotations.NullMarked;
