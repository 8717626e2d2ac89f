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
    Sac.Options d = Sac.Options.DEFAULT;
    CriticOptions c = d.critic();
    return new Sac.Options(
        d.learningRate(),
        d.gamma(),
        d.polyak(),
        d.policyDelay(),
        d.targetPolicy(),
        d.preference(),
        d.hidden(),
        d.activation(),
        d.head(),
        d.temperature(),
        new CriticOptions(c.count(), c.head(), c.combine(), parallel),
        d.replay());
  }
}
