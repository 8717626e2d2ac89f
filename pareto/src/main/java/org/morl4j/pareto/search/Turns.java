package org.morl4j.pareto.search;

import java.util.List;
import org.morl4j.core.data.Signals;
import org.morl4j.core.learn.Phase;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.RunCheck;
import org.morl4j.core.learn.Schedule;

/**
 * What one turn of acting and learning takes.
 *
 * @param requirements of the agent
 * @param environments stepped together by one job
 */
public record Turns(Requirements requirements, int environments) {
  /**
   * In a phase, in its unit.
   *
   * @throws IllegalArgumentException if the agent can't train in it
   */
  long of(Phase phase) {
    return schedule(phase).turn(environments);
  }

  /**
   * What comes before the first update of a phase is over, in its unit; likewise.
   *
   * @throws IllegalArgumentException if the agent can't train in it
   */
  long first(Phase phase) {
    return schedule(phase).first(environments);
  }

  /** Settings that say so. */
  String settings(Phase phase) {
    return schedule(phase).settings();
  }

  /** The same where several jobs share a budget. */
  String fewer(Phase phase) {
    return phase == Phase.ONLINE
        ? "the number of weights, " + settings(phase)
        : "the number of weights";
  }

  private Schedule schedule(Phase phase) {
    return new RunCheck("The agent", requirements, new Signals(List.of())).schedule(phase);
  }
}
