package org.morl4j.core.data;

import org.morl4j.core.env.EnvSpec;

/** What is done to recorded data before it is learned from; a config lists them. */
public interface DataTransform {
  /**
   * The same rows, changed, or some of them.
   *
   * @param spec of the environment that policies will act in
   * @throws IllegalArgumentException if these can't be changed so
   */
  DataView apply(DataView view, EnvSpec spec, Signals signals);
}
