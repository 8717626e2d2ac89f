package org.morl4j.agents.offpolicy;

import java.util.List;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.part.CriticTerm;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.OffPolicyOptions;
import org.morl4j.agents.part.PolicyTerm;
import org.morl4j.agents.part.Rates;
import org.morl4j.agents.part.SoftActor;
import org.morl4j.agents.part.TemperatureOptions;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.MemoryNeed;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;

/**
 * Options of an agent that is {@link Sac} in certain settings, with a term of its own or without.
 *
 * @param <O> the options themselves
 */
public interface SacPreset<O extends SacPreset<O>> extends OffPolicyOptions<O> {
  /** The same as SAC's options. */
  Sac.Options sac();

  /** All knobs but those of the critics. */
  Sac.Settings settings();

  /** The same with other {@code settings}. */
  O withSettings(Sac.Settings value);

  /** The same with another {@code temperature}. */
  default O withTemperature(TemperatureOptions value) {
    return withSettings(settings().withTemperature(value));
  }

  /** What it adds to the policy's loss. */
  default PolicyTerm term(SoftActor actor) {
    return PolicyTerm.NONE;
  }

  /** What it adds to the critics' loss. */
  default CriticTerm criticTerm(SoftActor actor) {
    return CriticTerm.NONE;
  }

  /** Actions a' that are drawn for y, of which the one of the greatest mixed value counts. */
  default int targetActions() {
    return 1;
  }

  /** Whether observations are standardised by recorded data. */
  default boolean normalizeObs() {
    return false;
  }

  /** Adam's rate of the policy, where it is another than the critics'. */
  default double policyLearningRate() {
    return rates().learningRate();
  }

  @Override
  default Rates rates() {
    return settings().rates();
  }

  @Override
  default MlpOptions networks() {
    return settings().networks();
  }

  @Override
  default ReplayOptions replay() {
    return settings().replay();
  }

  @Override
  default O withRates(Rates value) {
    return withSettings(settings().withRates(value));
  }

  @Override
  default O withNetworks(MlpOptions value) {
    return withSettings(settings().withNetworks(value));
  }

  @Override
  default O withReplay(ReplayOptions value) {
    return withSettings(settings().withReplay(value));
  }

  @Override
  default List<MemoryNeed> memory(EnvSpec spec, int environments) {
    Sac.Settings settings = sac().settings();
    return sac()
        .critic()
        .memory(settings.networks(), settings.replay().batch(), signals(spec).size(), spec);
  }

  @Override
  default Requirements requirements() {
    Requirements all = OffPolicyOptions.super.requirements().with(Hook.LOSS);
    return normalizeObs() ? all.withScan() : all;
  }

  @Override
  default Algorithm<?> algorithm(Setup setup) {
    return new Sac(this, setup);
  }
}
