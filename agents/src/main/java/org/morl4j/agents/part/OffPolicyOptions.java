package org.morl4j.agents.part;

import org.morl4j.agents.AlgorithmOptions;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Requirements;
import org.morl4j.nn.RateSchedule;

/**
 * Options of an agent that learns from single transitions, kept or recorded.
 *
 * @param <O> the options themselves
 */
public interface OffPolicyOptions<O extends OffPolicyOptions<O>> extends AlgorithmOptions {
  /** How fast it learns, under which discount. */
  Rates rates();

  /** Policy and critics. */
  MlpOptions networks();

  /** What is kept and drawn. */
  ReplayOptions replay();

  /** The same with other {@code rates}. */
  O withRates(Rates value);

  /** The same with other {@code networks}. */
  O withNetworks(MlpOptions value);

  /** The same with another {@code replay}. */
  O withReplay(ReplayOptions value);

  /** The same with another {@code learningRate}. */
  default O withLearningRate(double value) {
    return withRates(rates().withLearningRate(value));
  }

  /** The same with another {@code gamma}. */
  default O withGamma(double value) {
    return withRates(rates().withGamma(value));
  }

  /** The same with another {@code polyak}. */
  default O withPolyak(double value) {
    return withRates(rates().withPolyak(value));
  }

  /** The same with another {@code schedule}. */
  default O withSchedule(RateSchedule value) {
    return withRates(rates().withSchedule(value));
  }

  /** The same with another {@code preference}. */
  default O withPreference(boolean value) {
    return withNetworks(networks().withPreference(value));
  }

  /** The same with other {@code hidden}. */
  default O withHidden(int... value) {
    return withNetworks(networks().withHidden(value));
  }

  /** The same with another {@code batch} of the replay. */
  default O withBatch(int value) {
    return withReplay(replay().withBatch(value));
  }

  /** The same with another {@code warmup} of the replay. */
  default O withWarmup(int value) {
    return withReplay(replay().withWarmup(value));
  }

  @Override
  default Signals signals(EnvSpec spec) {
    return rates().signals(spec);
  }

  @Override
  default Requirements requirements() {
    return networks().requirements(replay());
  }
}
