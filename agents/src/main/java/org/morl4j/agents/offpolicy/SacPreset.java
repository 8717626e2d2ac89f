package org.morl4j.agents.offpolicy;

import java.util.List;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.AlgorithmOptions;
import org.morl4j.agents.part.PolicyTerm;
import org.morl4j.agents.part.SoftActor;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.MemoryNeed;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;

/**
 * Options of an agent that is {@link Sac} in certain settings, with a term of its own or without.
 */
public interface SacPreset extends AlgorithmOptions {
  /** The same as SAC's options. */
  Sac.Options sac();

  /** What it adds to the policy's loss. */
  default PolicyTerm term(SoftActor actor) {
    return PolicyTerm.NONE;
  }

  @Override
  default List<MemoryNeed> memory(EnvSpec spec, int environments) {
    Sac.Settings settings = sac().settings();
    return sac()
        .critic()
        .memory(settings.networks(), settings.replay().batch(), signals(spec).size(), spec);
  }

  @Override
  default Signals signals(EnvSpec spec) {
    return sac().settings().rates().signals(spec);
  }

  @Override
  default Requirements requirements() {
    Sac.Settings settings = sac().settings();
    return settings.networks().requirements(settings.replay()).with(Hook.LOSS);
  }

  @Override
  default Algorithm<?> algorithm(Setup setup) {
    return new Sac(this, setup);
  }
}
