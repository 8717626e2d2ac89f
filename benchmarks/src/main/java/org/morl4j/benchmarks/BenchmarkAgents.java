package org.morl4j.benchmarks;

import org.morl4j.agents.dice.Odice;
import org.morl4j.agents.dice.OdicePolicy;
import org.morl4j.agents.implicit.Iql;
import org.morl4j.agents.offpolicy.DsacT;
import org.morl4j.agents.offpolicy.Sac;
import org.morl4j.agents.regularized.Prdc;
import org.morl4j.agents.regularized.Td3Bc;
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
    return switch (name) {
      case "sac" -> soft(Sac.Options.DEFAULT, parallel);
      case "dsact" -> soft(dsact(), parallel);
      case "iql" -> Iql.Options.DEFAULT;
      case "td3-bc" -> Td3Bc.Options.DEFAULT;
      case "prdc" -> Prdc.Options.DEFAULT;
      case "odice" ->
          Odice.Options.DEFAULT.withExtraction(OdicePolicy.DEFAULT.withPolicyHidden(256, 256));
      case "odice-1024" -> Odice.Options.DEFAULT;
      default ->
          throw new IllegalArgumentException(
              "There is no agent called %s. Maybe you meant sac, dsact, iql, td3-bc, prdc, odice or odice-1024."
                  .formatted(name));
    };
  }

  private static AgentOptions soft(Sac.Options options, boolean parallel) {
    return new Sac.Options(options.settings(), options.critic().withParallel(parallel));
  }

  /** DSAC-T's defaults with two hidden layers instead of three. */
  private static Sac.Options dsact() {
    DsacT.Options d = DsacT.Options.DEFAULT;
    Sac.Settings s = d.settings();
    Sac.Settings smaller = s.withNetworks(s.networks().withHidden(256, 256));
    return new DsacT.Options(d.form(), d.spreadRate(), d.epsilon(), smaller).sac();
  }
}
