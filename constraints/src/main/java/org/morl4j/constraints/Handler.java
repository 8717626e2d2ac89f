package org.morl4j.constraints;

import java.util.List;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.LimitReading;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.state.Savable;

/**
 * One way of keeping limits. It acts at one hook, by the method of its kind; {@link Mixture} stacks
 * handlers in the order of the kinds.
 */
public sealed interface Handler extends Savable
    permits EnvironmentHandler, SampleHandler, WeightHandler, LossHandler, StepHandler {
  /** Tells measured returns. */
  void tick(Clock clock, Returns returns);

  /** See {@link org.morl4j.core.constraint.Criterion#startEpisodes}. */
  default int startEpisodes() {
    return 0;
  }

  /** The limits it keeps, those that are known by now. */
  default List<Limit> limits() {
    return List.of();
  }

  /**
   * Where its limits stand.
   *
   * @param mixed what signals are weighed by on average before any handler [S]
   */
  default List<LimitReading> readings(Vec mixed) {
    return List.of();
  }
}
