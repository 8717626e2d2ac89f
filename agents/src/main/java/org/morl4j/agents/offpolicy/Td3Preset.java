package org.morl4j.agents.offpolicy;

import java.util.List;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.part.ActionTerm;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.part.DeterministicActor.Noise;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.OffPolicyOptions;
import org.morl4j.agents.part.QEnsemble;
import org.morl4j.agents.part.Rates;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.MemoryNeed;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;

/**
 * Options of an agent that is {@link Td3} in certain settings, with a term of its own or without.
 *
 * @param <O> the options themselves
 */
public interface Td3Preset<O extends Td3Preset<O>> extends OffPolicyOptions<O> {
  /** TD3's options. */
  Td3.Options td3();

  /** The same with other options of TD3. */
  O withTd3(Td3.Options value);

  /** Whether observations are standardised by recorded data. */
  default boolean normalizeObs() {
    return false;
  }

  /**
   * What it changes in TD3's losses.
   *
   * @param mlps makes networks of its own
   * @param critics those of TD3
   */
  default ActionTerm term(Setup setup, Mlps mlps, QEnsemble critics) {
    return ActionTerm.NONE;
  }

  /** The same with another {@code noise}. */
  default O withNoise(Noise value) {
    return withTd3(td3().withNoise(value));
  }

  /** The same with another {@code critic}. */
  default O withCritic(CriticOptions value) {
    return withTd3(td3().withCritic(value));
  }

  @Override
  default Rates rates() {
    return td3().rates();
  }

  @Override
  default MlpOptions networks() {
    return td3().networks();
  }

  @Override
  default ReplayOptions replay() {
    return td3().replay();
  }

  @Override
  default O withRates(Rates value) {
    return withTd3(td3().withRates(value));
  }

  @Override
  default O withNetworks(MlpOptions value) {
    return withTd3(td3().withNetworks(value));
  }

  @Override
  default O withReplay(ReplayOptions value) {
    return withTd3(td3().withReplay(value));
  }

  @Override
  default List<MemoryNeed> memory(EnvSpec spec, int environments) {
    int signals = signals(spec).size();
    return td3().critic().memory(networks(), replay().batch(), signals, spec);
  }

  @Override
  default Requirements requirements() {
    Requirements all = OffPolicyOptions.super.requirements().with(Hook.LOSS);
    return normalizeObs() ? all.withScan() : all;
  }

  @Override
  default Algorithm<?> algorithm(Setup setup) {
    return new Td3(this, setup);
  }
}
