package org.morl4j.constraints;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.data.Signals;
import org.morl4j.core.train.DataClock;

/**
 * Makes the criteria of a run's jobs: a search gives its mixer and handlers of its own, the user's
 * handlers come behind them.
 *
 * @param signals of training
 * @param limits the run's, unique by name; with one that no handler keeps, it is measured only
 * @param handlers the user's
 * @param multipliers what the limits begin with [limits]; NaN to leave it to the handler
 * @param byAgent whether the agent keeps the limits itself
 * @param clocks what tells the handlers where learners learn from recorded data
 */
public record CriterionFactory(
    Signals signals,
    List<Limit> limits,
    List<HandlerOptions> handlers,
    Vec multipliers,
    boolean byAgent,
    DataClock.Maker clocks) {
  public CriterionFactory {
    limits = List.copyOf(limits);
    handlers = List.copyOf(handlers);
  }

  /** With the handlers' own first multipliers. */
  public CriterionFactory(Signals signals, List<Limit> limits, List<HandlerOptions> handlers) {
    this(
        signals,
        limits,
        handlers,
        Vec.filled(limits.size(), Double.NaN),
        false,
        DataClock.Maker.NONE);
  }

  /** Of a run without limits. */
  public static CriterionFactory unconstrained(Signals signals) {
    return new CriterionFactory(signals, List.of(), List.of());
  }

  /** The same, with limits that begin with {@code inherited} multipliers [limits]. */
  public CriterionFactory startingAt(Vec inherited) {
    return new CriterionFactory(signals, limits, handlers, inherited, byAgent, clocks);
  }

  /** The same with limits that the agent keeps itself, or not. */
  public CriterionFactory withByAgent(boolean value) {
    return new CriterionFactory(signals, limits, handlers, multipliers, value, clocks);
  }

  /** The same whose handlers are told of policies that learn from recorded data. */
  public CriterionFactory withClocks(DataClock.Maker value) {
    return new CriterionFactory(signals, limits, handlers, multipliers, byAgent, value);
  }

  /** A fresh criterion. */
  public Criterion create(Mixer mixer, List<Handler> own) {
    List<Handler> all = new ArrayList<>(own);
    handlers.forEach(options -> all.add(create(options)));
    return new Mixture(mixer, all, byAgent ? limits : List.of());
  }

  /**
   * A fresh handler.
   *
   * @throws IllegalArgumentException if it can't keep its limits
   */
  public Handler create(HandlerOptions options) {
    Map<String, Double> start = new HashMap<>();
    for (int i = 0; i < limits.size(); i++) {
      if (!Double.isNaN(multipliers.get(i))) {
        start.put(limits.get(i).name(), multipliers.get(i));
      }
    }
    List<Limit> kept = limits.stream().filter(options::keeps).toList();
    return options.create(new HandlerSetup(kept, signals, start));
  }
}
