package org.morl4j.envs.wrap;

import org.morl4j.core.env.VectorEnv;

/**
 * A wrapper as a config names it by {@code type}: a record that makes what it configures. A new
 * wrapper is a class with its options in it and a line in the catalogue.
 */
public interface WrapperOptions {
  /**
   * The environment with this wrapper around it; closing that closes {@code env}.
   *
   * @throws IllegalArgumentException if the wrapper doesn't fit the environment
   */
  VectorEnv wrap(VectorEnv env);
}
