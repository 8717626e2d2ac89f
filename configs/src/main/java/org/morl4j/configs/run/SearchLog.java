package org.morl4j.configs.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.morl4j.configs.RunConfig;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Budget;
import org.morl4j.pareto.search.EvaluationResult;
import org.morl4j.pareto.search.SearchListener;
import org.morl4j.pareto.search.SearchResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run's milestones as log lines: start, stages, evaluations, end. The logger {@code
 * org.morl4j.run} has nothing else, so that the command line can keep them to log.txt.
 */
final class SearchLog implements SearchListener {
  private static final Logger LOG = LoggerFactory.getLogger("org.morl4j.run");

  /** Evaluations come by the hundred a second; evaluations.csv has them all. */
  private static final long NANOS_BETWEEN = 1_000_000_000L;

  private final RunConfig config;
  private final List<String> signals;
  private final String environment;
  private long last = System.nanoTime() - NANOS_BETWEEN;

  SearchLog(RunConfig config, EnvSpec spec) {
    this.config = config;
    environment =
        config.environment().recorded() ? "data of " + spec.id() : config.environment().id();
    List<String> names = new ArrayList<>(spec.objectives());
    names.addAll(spec.costs());
    signals = List.copyOf(names);
  }

  /** The search begins, or goes on from a checkpoint. */
  void started(boolean resumed) {
    Budget budget = config.search().budget();
    LOG.info(
        "{}: {} in {}, seed {}, {} transitions{}",
        resumed ? "resumed" : "started",
        config.name(),
        environment,
        config.execution().seed(),
        budget.transitions(),
        budget.updates() > 0 ? " and " + budget.updates() + " updates on data" : "");
  }

  @Override
  public void phase(String name) {
    LOG.info("{}", name);
  }

  @Override
  public void evaluated(EvaluationResult evaluated) {
    synchronized (this) {
      if (System.nanoTime() - last < NANOS_BETWEEN) {
        return;
      }
      last = System.nanoTime();
    }
    StringBuilder values = new StringBuilder();
    for (int j = 0; j < signals.size(); j++) {
      double value = evaluated.returns().mean().get(j);
      values.append(j == 0 ? "" : ", ").append(signals.get(j)).append(' ');
      values.append(String.format(Locale.ROOT, "%.6g", value));
    }
    LOG.info("{} after {} transitions: {}", evaluated.policy(), evaluated.transitions(), values);
  }

  /** The search came to its end. */
  void done(SearchResult result) {
    LOG.info(
        "done: {} policies after {} training and {} evaluation transitions",
        result.results().size(),
        result.effort().transitions(),
        result.evaluationTransitions());
  }
}
