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
 * @param phases how many updates it will get in each phase: what schedules of rates stretch over
 * @param seeds its own
 * @param backend name of what runs its networks
 * @param recorded data the run has, or null
 */
public record Setup(
    EnvSpec spec,
    Signals signals,
    Map<Phase, Long> phases,
    SeedTree seeds,
    String backend,
    @Nullable DataView recorded) {
  /** The backend where none is named: loops and a native matrix product on the CPU. */
  public static final String DEFAULT_BACKEND = "fused";

  public Setup {
    phases = Map.copyOf(phases);
  }

  /** Of a run that acts for so many updates, without data. */
  public Setup(EnvSpec spec, Signals signals, long updates, SeedTree seeds, String backend) {
    this(spec, signals, Map.of(Phase.ONLINE, updates), seeds, backend, null);
  }

  /** The same on the default backend. */
  public Setup(EnvSpec spec, Signals signals, long updates, SeedTree seeds) {
    this(spec, signals, updates, seeds, DEFAULT_BACKEND);
  }

  /** Updates it will get in all. */
  public long updates() {
    return phases.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Updates it will get in a phase. */
  public long updates(Phase phase) {
    return phases.getOrDefault(phase, 0L);
  }

  /** The data that the run has. */
  public Optional<DataView> data() {
    return Optional.ofNullable(recorded);
  }
}
