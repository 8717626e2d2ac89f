package org.morl4j.nn;

import java.util.random.RandomGenerator;

/** Networks on the default backend, for policies at work and for tests. */
public final class Networks {
  private static final Backend FUSED = new FusedBackend();

  private Networks() {}

  /** A network on the fused CPU executor, with parameters drawn from {@code rng}. */
  public static Network create(NetworkSpec spec, RandomGenerator rng) {
    return FUSED.network(spec, rng);
  }

  /** The matrix product of the fused executor; see {@link Backend#kernel}. */
  public static String kernel() {
    return FUSED.kernel();
  }
}
