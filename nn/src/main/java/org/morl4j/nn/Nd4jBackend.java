package org.morl4j.nn;

import java.util.random.RandomGenerator;

/** ND4J operations on whichever ND4J backend is on the class path: {@code nd4j}. */
public final class Nd4jBackend implements Backend {
  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public String kernel() {
    return Nd4jNetwork.kernel();
  }

  @Override
  public Network network(NetworkSpec spec, RandomGenerator rng) {
    return Nd4jNetwork.create(spec, rng);
  }

  @Override
  public Trainable trainable(TrainableSpec spec, RandomGenerator rng) {
    return new HostTrainable(spec, network -> network(network, rng));
  }
}
