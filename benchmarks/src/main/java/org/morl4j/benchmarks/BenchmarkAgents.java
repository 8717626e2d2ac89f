package org.morl4j.benchmarks;

import org.morl4j.agents.offpolicy.DsacT;
import org.morl4j.agents.offpolicy.Sac;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.core.learn.AgentOptions;

/** The agents that are measured, with the settings of the Python side. */
final class BenchmarkAgents {
  private BenchmarkAgents() {}

  /**
   * Options by the agent's name.
   *
   * @param parallel whether each critic has a thread of its own
   */
  static AgentOptions of(String name, boolean parallel) {
    Sac.Options options =
        switch (name) {
          case "sac" -> Sac.Options.DEFAULT;
          case "dsact" -> dsact();
          default ->
              throw new IllegalArgumentException(
                  "There is no agent called " + name + ". Maybe you meant sac or dsact.");
        };
    CriticOptions c = options.critic();
    return new Sac.Options(options.settings(), c.withParallel(parallel));
  }

  /** DSAC-T's defaults with two hidden layers instead of three. */
  private static Sac.Options dsact() {
    DsacT.Options d = DsacT.Options.DEFAULT;
    Sac.Settings s = d.settings();
    Sac.Settings smaller = s.withNetworks(s.networks().withHidden(256, 256));
    return new DsacT.Options(d.form(), d.spreadRate(), d.epsilon(), smaller).sac();
  }
}
