package org.morl4j.agents.discrete;

import java.util.List;
import org.morl4j.agents.AlgorithmOptions;
import org.morl4j.agents.part.NetworkSize;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.MemoryNeed;
import org.morl4j.core.learn.Requirements;

/** Options of an agent of DQN's kind. */
interface DiscreteOptions extends AlgorithmOptions {
  /** The knobs that all of them have. */
  DqnSettings settings();

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
