package org.morl4j.pareto.search;

import java.util.List;
import org.morl4j.core.data.Signals;
import org.morl4j.core.learn.Phase;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.RunCheck;

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
    return new RunCheck("The agent", requirements, new Signals(List.of()))
        .schedule(phase)
        .turn(environments);
  }
}
