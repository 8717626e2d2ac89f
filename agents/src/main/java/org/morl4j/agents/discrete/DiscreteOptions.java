package org.morl4j.agents.discrete;

import org.morl4j.agents.AlgorithmOptions;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Requirements;

/**
 * Options of an agent of DQN's kind.
 *
 * @param <O> the options themselves
 */
public interface DiscreteOptions<O extends DiscreteOptions<O>> extends AlgorithmOptions {
  /** The knobs that all of them have. */
  DqnSettings settings();

  /** The same with other {@code settings}. */
  O withSettings(DqnSettings value);

  /** The same with another {@code learningRate}. */
  default O withLearningRate(double value) {
    return withSettings(settings().withStep(settings().step().withLearningRate(value)));
  }

  /** The same with another {@code gamma}. */
  default O withGamma(double value) {
    return withSettings(settings().withGamma(value));
  }

  /** The same with another {@code targetEvery}. */
  default O withTargetEvery(int value) {
    return withSettings(settings().withTarget(settings().target().withTargetEvery(value)));
  }

  /** The same with another {@code exploration}. */
  default O withExploration(Exploration value) {
    return withSettings(settings().withExploration(value));
  }

  /** The same with other {@code hidden}. */
  default O withHidden(int... value) {
    return withSettings(settings().withNetwork(settings().network().withHidden(value)));
  }

  /** The same with another {@code replay}. */
  default O withReplay(ReplayOptions value) {
    return withSettings(settings().withReplay(value));
  }

  /** The same with another {@code batch} of the replay. */
  default O withBatch(int value) {
    return withReplay(settings().replay().withBatch(value));
  }

  /** The same with another {@code warmup} of the replay. */
  default O withWarmup(int value) {
    return withReplay(settings().replay().withWarmup(value));
  }

  @Override
  default Signals signals(EnvSpec spec) {
    return Signals.of(spec, settings().gamma(), 1);
  }

  @Override
  default Requirements requirements() {
    return Requirements.replay(settings().replay());
  }
}
