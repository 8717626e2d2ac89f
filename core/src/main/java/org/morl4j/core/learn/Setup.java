package org.morl4j.core.learn;

import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.rng.SeedTree;

/**
 * What a learner is made for.
 *
 * @param spec the environment
 * @param signals what it learns from
 * @param updates how many updates it will get in all: what schedules of rates stretch over
 * @param seeds its own
 * @param backend name of what runs its networks
 */
public record Setup(EnvSpec spec, Signals signals, long updates, SeedTree seeds, String backend) {
  /** The backend where none is named: loops and a native matrix product on the CPU. */
  public static final String DEFAULT_BACKEND = "fused";

  /** On the default backend. */
  public Setup(EnvSpec spec, Signals signals, long updates, SeedTree seeds) {
    this(spec, signals, updates, seeds, DEFAULT_BACKEND);
  }
}
