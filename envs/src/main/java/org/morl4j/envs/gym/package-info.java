/**
 * Real Gymnasium environments behind {@link org.morl4j.core.env.VectorEnv}.
 *
 * <p>{@link org.morl4j.envs.gym.GymVectorEnv} starts W Python processes ({@link
 * org.morl4j.envs.gym.Worker}, {@code worker.py}) of several environments each. Py4J carries the
 * control calls ({@link org.morl4j.envs.gym.ControlServer}); steps go through one memory-mapped
 * file a worker ({@link org.morl4j.envs.gym.DataPlane}) and one byte each way through a Unix-domain
 * socket. {@link org.morl4j.envs.gym.PythonEnvironment} finds or sets up the interpreter.
 */
@NullMarked
package org.morl4j.envs.gym;

import org.jspecify.annotations.NullMarked;
