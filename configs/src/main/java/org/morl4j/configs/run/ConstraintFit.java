package org.morl4j.configs.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.LimitsConfig;
import org.morl4j.configs.RunConfig;
import org.morl4j.constraints.CriterionFactory;
import org.morl4j.constraints.HandlerOptions;
import org.morl4j.constraints.Mixer;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.HookUse;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.LimitKeeper;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.train.DataClock;

/** Whether limits, handlers, search and agent fit, asked before anything is trained. */
final class ConstraintFit {
  private ConstraintFit() {}

  /**
   * Checks every stage of the search and every handler.
   *
   * @return what makes the run's criteria
   * @throws IllegalArgumentException naming the setting, by its path, and a remedy
   */
  static CriterionFactory check(RunConfig config, EnvSpec spec) {
    Requirements agent = config.agent().factory().requirements();
    List<HandlerOptions> handlers = config.limits().keepers(agent.keeper());
    agrees(config, agent, handlers);
    hooks(config, agent, handlers);
    Signals signals = config.agent().signals(spec);
    List<Limit> limits = limits(config, signals);
    CriterionFactory factory =
        new CriterionFactory(signals, limits, handlers)
            .withByAgent(agent.keeper() == LimitKeeper.AGENT)
            .withClocks(
                handlers.isEmpty() ? DataClock.Maker.NONE : config.limits().limitCritic().clocks());
    Set<String> kept = new HashSet<>();
    for (int i = 0; i < handlers.size(); i++) {
      for (String name : kept(i, handlers.get(i), limits)) {
        if (!kept.add(name)) {
          throw new IllegalArgumentException(
              """
              handlers.%d keeps the limit %s, which another handler keeps. Maybe name its limits, \
              each in one handler."""
                  .formatted(i, name));
        }
      }
      int index = i;
      at("handlers." + i, () -> factory.create(handlers.get(index)));
    }
    at("handlers", () -> factory.create(Mixer.oneHot(0, signals.size()), List.of()));
    for (int i = 0; i < limits.size(); i++) {
      String name = limits.get(i).name();
      if (!handlers.isEmpty() && !kept.contains(name)) {
        throw new IllegalArgumentException(
            """
            constraints.%d, the limit %s, is kept by no handler. Maybe add it to the limits of \
            one, or leave out handlers."""
                .formatted(i, name));
      }
    }
    return factory;
  }

  /** Whether handlers can keep limits: with such an agent, and where it learns. */
  private static void agrees(RunConfig config, Requirements agent, List<HandlerOptions> handlers) {
    if (agent.keeper() == LimitKeeper.AGENT && !handlers.isEmpty()) {
      throw new IllegalArgumentException(
          """
          handlers.0 is to keep limits, but the agent keeps them itself. Maybe leave out handlers, \
          or set agent.type to iql.""");
    }
    if (agent.keeper() == LimitKeeper.NOBODY && !handlers.isEmpty()) {
      throw new IllegalArgumentException(
          """
          handlers.0 is to keep limits, but %s imitates what is recorded, whatever it costs, so \
          handlers change nothing. Maybe set agent.type to iql or another agent that learns \
          values, or set handlers to [] to measure limits only."""
              .formatted(Catalogue.nameOf(config.agent())));
    }
    boolean onData = config.search().budget().updates() > 0;
    if (onData && agent.preference() && !handlers.isEmpty()) {
      throw new IllegalArgumentException(
          """
          handlers.0 is to keep limits while the agent learns from data, but agent.preference is \
          true, and critics of one policy say where they stand there. Maybe set agent.preference \
          to false.""");
    }
  }

  private static void hooks(RunConfig config, Requirements agent, List<HandlerOptions> handlers) {
    List<HookUse> uses = new ArrayList<>(config.search().hooks());
    for (int i = 0; i < handlers.size(); i++) {
      String path = "handlers." + i;
      uses.add(new HookUse(path, handlers.get(i).hook(), path + ".type to lagrange"));
    }
    Set<Hook> served = agent.hooks();
    for (HookUse use : uses) {
      if (!served.contains(use.hook())) {
        use.check(served, Catalogue.serving(use.hook()));
      }
    }
  }

  private static List<Limit> limits(RunConfig config, Signals signals) {
    List<Limit> limits = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<LimitsConfig.LimitConfig> given = config.limits().constraints();
    for (int i = 0; i < given.size(); i++) {
      String path = "constraints." + i;
      LimitsConfig.LimitConfig one = given.get(i);
      Limit limit = at(path, () -> one.limit(signals));
      if (!names.add(limit.name())) {
        throw new IllegalArgumentException(
            """
            %s.name is "%s", which another limit has. Maybe name one of them otherwise."""
                .formatted(path, limit.name()));
      }
      limits.add(limit);
    }
    return limits;
  }

  /** Names of the limits that handler {@code i} keeps. */
  private static List<String> kept(int i, HandlerOptions handler, List<Limit> limits) {
    List<String> names = limits.stream().map(Limit::name).toList();
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "handlers.%d has no limit to keep. Maybe add one to constraints.".formatted(i));
    }
    Set<String> named = new HashSet<>();
    for (String name : handler.limits()) {
      if (!named.add(name)) {
        throw new IllegalArgumentException(
            "handlers.%d.limits names %s twice. Maybe leave out one.".formatted(i, name));
      }
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "handlers.%d.limits names %s, but must name some of %s.%s"
                .formatted(i, name, String.join(", ", names), Check.maybe(name, names)));
      }
    }
    return limits.stream().filter(handler::keeps).map(Limit::name).toList();
  }

  /** What {@code make} gives; its complaint gets the path of what it complains about. */
  private static <T> T at(String path, Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
    }
  }
}
