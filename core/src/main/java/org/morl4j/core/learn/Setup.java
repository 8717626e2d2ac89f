package org.morl4j.core.learn;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.rng.SeedTree;

/**
 * What a learner is made for.
 *
 * @param spec the environment
 * @param signals what it learns from
 * @param clock what its schedules of rates go by
 * @param seeds its own
 * @param backend name of what runs its networks
 * @param recorded data the run has, or null
 */
public record Setup(
    EnvSpec spec,
    Signals signals,
    RateClock clock,
    SeedTree seeds,
    String backend,
    @Nullable DataView recorded) {
  /** The backend where none is named: loops and a native matrix product on the CPU. */
  public static final String DEFAULT_BACKEND = "fused";

  /** Of a run that acts for so many updates, without data. */
  public Setup(EnvSpec spec, Signals signals, long updates, SeedTree seeds, String backend) {
    this(spec, signals, RateClock.of(Map.of(Phase.ONLINE, updates)), seeds, backend, null);
  }

  /** The same on the default backend. */
  public Setup(EnvSpec spec, Signals signals, long updates, SeedTree seeds) {
    this(spec, signals, updates, seeds, DEFAULT_BACKEND);
  }

  /** Updates that its schedules stretch over: those it will get, unless others were before it. */
  public long updates() {
    return clock.total();
  }

  /** Those of them in a phase. */
  public long updates(Phase phase) {
    return clock.updates().getOrDefault(phase, 0L);
  }

  /** The data that the run has. */
  public Optional<DataView> data() {
    return Optional.ofNullable(recorded);
  }
}
