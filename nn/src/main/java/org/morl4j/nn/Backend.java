package org.morl4j.nn;

import java.util.random.RandomGenerator;

/**
 * An executor: what keeps parameters and runs networks. Found by {@link java.util.ServiceLoader};
 * see {@link Backends}.
 */
public interface Backend {
  /** What {@code execution.backend} in a config calls it. */
  String name();

  /**
   * What computes, with version, instruction set and threads. Last bits of results depend on it, so
   * the record of a run names it.
   *
   * @throws IllegalStateException if it doesn't run on this machine, with a remedy
   */
  String kernel();

  /** A network with parameters drawn from {@code rng}: the same ones on each backend. */
  Network network(NetworkSpec spec, RandomGenerator rng);

  /** Parameters in training; those of networks are drawn from {@code rng} in the blocks' order. */
  Trainable trainable(TrainableSpec spec, RandomGenerator rng);
}
