package org.morl4j.configs.run;

import org.morl4j.core.env.EnvException;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.state.State;

/**
 * Stands where a run has no environment: it has the spaces and signals of the run's data, and
 * nobody can act in it.
 */
record RecordedEnv(EnvSpec spec, int size) implements VectorEnv {
  private EnvException none() {
    return new EnvException(
        "This run has no environment to act in, only data of %s. Maybe add \"environment\" to its config, or estimate its policies with: morl4j fqe"
            .formatted(spec.id()));
  }

  @Override
  public VectorStep reset(EpisodeSeeds seeds) {
    throw none();
  }

  @Override
  public VectorStep step(double[] act) {
    throw none();
  }

  @Override
  public void close() {}

  @Override
  public void save(State out) {}

  @Override
  public void restore(State in) {}
}
