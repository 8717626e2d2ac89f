package org.morl4j.agents.discrete;

import java.util.List;
import org.morl4j.agents.AlgorithmOptions;
import org.morl4j.agents.part.NetworkSize;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.MemoryNeed;
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

  /**
   * Numbers that the network puts out for one action and signal.
   *
   * @param signals S
   */
  int outputs(int signals);

  /** Rows of the network that one transition takes. */
  default int rowsOfOne() {
    return 1;
  }

  @Override
  default List<MemoryNeed> memory(EnvSpec spec, int environments) {
    int signals = signals(spec).size();
    double each = (double) signals * outputs(signals);
    double streams = settings().network().dueling() ? 2 : 1;
    NetworkSize network =
        NetworkSize.of(
                spec.observationSpace().features(),
                settings().network().hidden(),
                each * spec.actionSpace().features())
            .times(streams);
    double rows = (double) settings().replay().batch() * rowsOfOne();
    return List.of(network.networks(spec), network.rows("agent.replay.batch", rows));
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
