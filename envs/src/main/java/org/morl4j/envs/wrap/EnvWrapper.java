package org.morl4j.envs.wrap;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.Frame;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.state.State;

/** Environments around others: hands everything on but what a wrapper says otherwise. */
interface EnvWrapper extends VectorEnv {
  /** What is wrapped. */
  VectorEnv inner();

  @Override
  default EnvSpec spec() {
    return inner().spec();
  }

  @Override
  default int size() {
    return inner().size();
  }

  @Override
  default VectorStep reset(EpisodeSeeds seeds) {
    return inner().reset(seeds);
  }

  @Override
  default VectorStep step(double[] act) {
    return inner().step(act);
  }

  @Override
  default boolean exact() {
    return inner().exact();
  }

  @Override
  default Map<String, String> versions() {
    return inner().versions();
  }

  @Override
  default void save(State out) {
    inner().save(out);
  }

  @Override
  default void restore(State in) {
    inner().restore(in);
  }

  @Override
  default @Nullable Frame render(int row) {
    return inner().render(row);
  }

  @Override
  default void close() {
    inner().close();
  }
}
