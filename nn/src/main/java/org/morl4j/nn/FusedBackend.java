package org.morl4j.nn;

import java.util.random.RandomGenerator;

/** Plain Java loops and a native matrix product on the CPU: {@code fused}, the default. */
public final class FusedBackend implements Backend {
  @Override
  public String name() {
    return "fused";
  }

  @Override
  public String kernel() {
    return Gemms.create().name();
  }

  @Override
  public Network network(NetworkSpec spec, RandomGenerator rng) {
    return FusedNetwork.create(spec, rng, Gemms.create());
  }

  @Override
  public Trainable trainable(TrainableSpec spec, RandomGenerator rng) {
    return new HostTrainable(spec, network -> network(network, rng));
  }
}
