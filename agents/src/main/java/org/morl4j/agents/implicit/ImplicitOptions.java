package org.morl4j.agents.implicit;

import java.util.List;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.GradientLearner;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.OffPolicyOptions;
import org.morl4j.agents.part.Rates;
import org.morl4j.agents.part.ValueRule;
import org.morl4j.agents.part.WeightRule;
import org.morl4j.agents.regularized.Bc;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.MemoryNeed;
import org.morl4j.core.learn.Setup;
import org.morl4j.nn.RateSchedule;
import org.morl4j.nn.head.HeadOptions;

/**
 * Options of an {@link ImplicitLearner}: its two rules and the settings that all of them share.
 *
 * @param <O> the options themselves
 */
public interface ImplicitOptions<O extends ImplicitOptions<O>> extends OffPolicyOptions<O> {
  /** How V follows the values of actions. */
  ValueRule rule();

  /** How much an action counts for the policy. */
  WeightRule weights();

  /** The actions whose values V follows. */
  default ValueActions actions() {
    return ValueActions.RECORDED;
  }

  /** All knobs but those of the rules. */
  ImplicitSettings settings();

  /** The same with other {@code settings}. */
  O withSettings(ImplicitSettings value);

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

  /** The same with another {@code critic}. */
  default O withCritic(CriticOptions value) {
    return withSettings(settings().withCritic(value));
  }

  /** The same with another {@code valueLayerNorm}. */
  default O withValueLayerNorm(boolean value) {
    return withSettings(settings().withValueLayerNorm(value));
  }

  /** The same with another {@code start} of the networks. */
  default O withStart(MlpOptions.Start value) {
    return withNetworks(networks().withStart(value));
  }

  /** The same with another {@code maxWeight}. */
  default O withMaxWeight(double value) {
    return withSettings(settings().withPolicy(settings().policy().withMaxWeight(value)));
  }

  /** The same with another {@code policySchedule}. */
  default O withPolicySchedule(RateSchedule value) {
    return withSettings(settings().withPolicy(settings().policy().withPolicySchedule(value)));
  }

  /** The same with another {@code head}. */
  default O withHead(HeadOptions value) {
    return withSettings(settings().withPolicy(settings().policy().withHead(value)));
  }

  @Override
  default List<MemoryNeed> memory(EnvSpec spec, int environments) {
    return settings().critic().memory(networks(), replay().batch(), signals(spec).size(), spec);
  }

  /** Cloning into a policy of the same network and head, at the same rates. */
  private Bc.Options cloning() {
    return Bc.Options.DEFAULT
        .withRates(rates().withSchedule(settings().policy().policySchedule()))
        .withNetworks(networks())
        .withHead(settings().policy().head())
        .withReplay(replay());
  }

  @Override
  default LearnerFactory factory() {
    return GradientLearner.factory(requirements(), this::algorithm, cloning().factory());
  }

  @Override
  default Algorithm<?> algorithm(Setup setup) {
    return new ImplicitLearner(this, setup);
  }
}
