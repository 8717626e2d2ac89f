package org.morl4j.benchmarks;

import org.morl4j.agents.actorcritic.Sac;
import org.morl4j.agents.critic.CriticOptions;
import org.morl4j.core.learn.AgentOptions;

/** The agents that are measured, with the settings of the Python side. */
final class BenchmarkAgents {
  private BenchmarkAgents() {}

  /**
   * Options by the task's name.
   *
   * @param parallel whether each critic has a thread of its own
   */
  static AgentOptions of(String task, boolean parallel) {
    return switch (task) {
      case "sac" -> sac(parallel);
      default ->
          throw new IllegalArgumentException(
              "There is no task called " + task + ". Maybe you meant sac.");
    };
  }

  private static Sac.Options sac(boolean parallel) {
    CriticOptions c = CriticOptions.DEFAULT;
    return new Sac.Options(
        Sac.Settings.DEFAULT, new CriticOptions(c.count(), c.head(), c.combine(), parallel));
  }
}
