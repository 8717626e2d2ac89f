/**
 * Environments of Gymnasium 1.4.0 and MO-Gymnasium 1.3.2 in Java, with the same trajectories for
 * the same seeds and actions: {@link org.morl4j.envs.classic.DeepSeaTreasure}, {@link
 * org.morl4j.envs.classic.FruitTree}, {@link org.morl4j.envs.classic.CartPole} and others. None has
 * a time limit of its own; {@link org.morl4j.envs.NativeEnvs} adds the registered one.
 */
@NullMarked
package org.morl4j.envs.classic;

import org.jspecify.annotations.NullMarked;
