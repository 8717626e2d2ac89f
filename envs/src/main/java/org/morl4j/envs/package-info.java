/**
 * Environments by name: an {@link org.morl4j.envs.EnvironmentSource} opens what stands behind its
 * prefix, {@link org.morl4j.envs.NativeEnvs} those ported to Java, {@link
 * org.morl4j.envs.ProvidedEnvs} those that users bring along. {@code gym} is the Gymnasium bridge,
 * {@code classic} holds the ported ones, {@code numpy} their generators, {@code bandit} tasks with
 * known constrained optima, {@code wrap} the wrappers.
 */
@NullMarked
package org.morl4j.envs;

import org.jspecify.annotations.NullMarked;
