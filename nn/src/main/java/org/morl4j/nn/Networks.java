package org.morl4j.nn;

import java.util.random.RandomGenerator;

/** Makes networks. */
public final class Networks {
  private Networks() {}

  /** A network on the fused CPU executor, with parameters drawn from {@code rng}. */
  public static Network create(NetworkSpec spec, RandomGenerator rng) {
    return create(spec, rng, Backend.FUSED);
  }

  /**
   * A network on the given executor. The same generator gives the same parameters on each executor.
   */
  public static Network create(NetworkSpec spec, RandomGenerator rng, Backend backend) {
    return switch (backend) {
      case FUSED -> FusedNetwork.create(spec, rng, Gemms.create());
      case ND4J -> Nd4jNetwork.create(spec, rng);
    };
  }

  /**
   * The matrix product of the fused executor, with version, instruction set and threads. Last bits
   * of results depend on it, so the record of a run names it.
   */
  public static String kernel() {
    return Gemms.create().name();
  }
}
