package org.morl4j.agents.regularized;

import java.util.List;
import org.morl4j.agents.offpolicy.Sac;
import org.morl4j.agents.offpolicy.SacPreset;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.MemoryNeed;

/**
 * Options of an agent that is {@link Cql} in certain settings.
 *
 * @param <O> the options themselves
 */
public interface CqlPreset<O extends CqlPreset<O>> extends SacPreset<O> {
  /** All knobs. */
  Cql.Settings cql();

  /** The same with other settings. */
  O withCql(Cql.Settings value);

  /** The same with another {@code conservatism}. */
  default O withConservatism(Conservatism value) {
    return withCql(cql().withConservatism(value));
  }

  /** The same with other {@code actions}. */
  default O withActions(int value) {
    return withCql(cql().withActions(value));
  }

  /** The same with another {@code critic}. */
  default O withCritic(CriticOptions value) {
    return withCql(cql().withSac(cql().sac().withCritic(value)));
  }

  @Override
  default Sac.Options sac() {
    return cql().sac();
  }

  @Override
  default Sac.Settings settings() {
    return sac().settings();
  }

  @Override
  default O withSettings(Sac.Settings value) {
    return withCql(cql().withSac(sac().withSettings(value)));
  }

  @Override
  default boolean normalizeObs() {
    return cql().normalizeObs();
  }

  @Override
  default double policyLearningRate() {
    return cql().policyLearningRate();
  }

  @Override
  default int targetActions() {
    return cql().targetActions();
  }

  @Override
  default List<MemoryNeed> memory(EnvSpec spec, int environments) {
    int rows = replay().batch() * (1 + 3 * cql().actions());
    return sac().critic().memory(networks(), rows, signals(spec).size(), spec);
  }
}
