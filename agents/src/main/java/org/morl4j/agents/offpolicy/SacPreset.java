package org.morl4j.agents.offpolicy;

import org.morl4j.agents.GradientLearner;
import org.morl4j.agents.part.PolicyTerm;
import org.morl4j.agents.part.SoftActor;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.Requirements;

/**
 * Options of an agent that is {@link Sac} in certain settings, with a term of its own or without.
 */
public interface SacPreset extends AgentOptions {
  /** The same as SAC's options. */
  Sac.Options sac();

  /** What it adds to the policy's loss. */
  default PolicyTerm term(SoftActor actor) {
    return PolicyTerm.NONE;
  }

  @Override
  default Signals signals(EnvSpec spec) {
    return sac().settings().rates().signals(spec);
  }

  @Override
  default LearnerFactory factory() {
    Sac.Options sac = sac();
    Requirements requirements =
        sac.settings().networks().requirements(sac.settings().replay()).with(Hook.LOSS);
    return GradientLearner.factory(requirements, setup -> new Sac(sac, setup, this::term));
  }
}
