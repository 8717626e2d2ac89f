package org.morl4j.configs.run;

import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.DataConfig;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.DataTransform;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Dataset;
import org.morl4j.core.data.DrawnPreferences;
import org.morl4j.core.data.ReturnsToGo;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.KnownFront;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.MemoryNeed;
import org.morl4j.core.learn.Phase;
import org.morl4j.core.learn.RateClock;
import org.morl4j.core.learn.RunCheck;
import org.morl4j.core.learn.Schedule;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.StateException;
import org.morl4j.nn.Backends;
import org.morl4j.pareto.search.Turns;

/** Whether a config and its environment fit, asked before anything is trained or written. */
final class RunFit {
  private RunFit() {}

  /**
   * Checks what the agent needs against what it gets.
   *
   * @param data rows for its learners, or null where the config names none
   * @throws ConfigException if they don't fit
   */
  static void check(RunConfig config, EnvSpec spec, @Nullable DataView data) {
    check(config, spec, data, 1);
  }

  /**
   * The same of one among several runs.
   *
   * @param sideBySide those that share this process's memory
   */
  static void check(RunConfig config, EnvSpec spec, @Nullable DataView data, int sideBySide) {
    try {
      Backends.named(config.execution().backend()).kernel();
      Signals signals = config.agent().signals(spec);
      int learners = config.search().oneLearner() ? 1 : config.execution().threads();
      MemoryNeed.require(
          config.agent().memory(spec, config.environment().settings().rows()),
          learners * sideBySide);
      // Learners look at spaces in their constructor; one without an update is soon made.
      Setup setup = setup(config, spec, data);
      Learner<?> learner = config.agent().factory().create(setup);
      String agent = Catalogue.nameOf(config.agent());
      check(config, new RunCheck(agent, learner.requirements(), signals), setup, sideBySide);
      if (config.evaluation().bias() && learner.values() == null) {
        throw new ConfigException(
            "evaluation.bias is true, but this agent shows no critic. Maybe set it to false.");
      }
    } catch (IllegalArgumentException | IllegalStateException | StateException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    } catch (ArithmeticException e) {
      throw new ConfigException(
          "A number of this config is too large (%s). Maybe lower agent.hidden, or the sizes of the spaces."
              .formatted(e.getMessage()));
    }
  }

  /** What a learner is made for that takes no update. */
  static Setup setup(RunConfig config, EnvSpec spec, @Nullable DataView data) {
    Map<Phase, Long> one =
        config.search().budget().phases().stream().collect(toMap(phase -> phase, phase -> 1L));
    return new Setup(
        spec,
        config.agent().signals(spec),
        RateClock.of(one),
        new SeedTree(0),
        config.execution().backend(),
        data);
  }

  private static void check(RunConfig config, RunCheck check, Setup setup, int sideBySide) {
    Optional<DataView> data = setup.data();
    check.scan(data.isPresent());
    Budget budget = config.search().budget();
    int learners = config.search().oneLearner() ? 1 : config.execution().threads();
    Set<Column> asked = check.requirements().columns();
    for (Phase phase : budget.phases()) {
      Schedule schedule = check.schedule(phase);
      if (phase == Phase.OFFLINE) {
        check.columns(data.orElseThrow().source().columns(), "the data");
      } else {
        check.columns(schedule.columns(asked), schedule.source());
      }
      schedule.requireMemory(setup.spec(), asked, budget.of(phase), learners * sideBySide);
    }
    config
        .search()
        .checkBudget(
            setup.spec().objectives().size(),
            new Turns(check.requirements(), config.environment().settings().rows()));
  }

  /**
   * The rows of data for an environment's learners, changed as the config says.
   *
   * @throws ConfigException if they are of another environment, or can't be changed so
   */
  static DataView view(RunConfig config, Dataset data, EnvSpec spec) {
    try {
      return view(config, data, spec, config.agent().signals(spec));
    } catch (IllegalArgumentException | IllegalStateException | StateException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  private static DataView view(RunConfig config, Dataset data, EnvSpec spec, Signals signals) {
    Set<Column> asked = config.agent().factory().requirements().columns();
    DataView view = rows(data, spec, signals, asked);
    DataConfig named = config.data();
    for (DataTransform transform :
        named == null ? List.<DataTransform>of() : named.settings().transforms()) {
      view = transform.apply(view, spec, signals);
    }
    view = ReturnsToGo.where(asked, view, signals);
    boolean recorded = view.columns().contains(Column.PREFERENCE);
    return asked.contains(Column.PREFERENCE) && !recorded
        ? new DrawnPreferences(view, signals)
        : view;
  }

  /**
   * The rows of data as they are recorded.
   *
   * @param asked optional columns that a learner needs
   * @throws IllegalArgumentException if they are of another environment
   */
  static DataView rows(Dataset data, EnvSpec spec, Signals signals, Set<Column> asked) {
    EnvSpec of = data.spec();
    same("objectives", of.objectives(), spec.objectives(), data, spec);
    same("costs", of.costs(), spec.costs(), data, spec);
    same(
        "features of an observation",
        of.observationSpace().features(),
        spec.observationSpace().features(),
        data,
        spec);
    same("numbers of an action", of.actionSpace().size(), spec.actionSpace().size(), data, spec);
    return data.view(signals, asked);
  }

  private static void same(String what, Object here, Object there, Dataset data, EnvSpec spec) {
    if (!here.equals(there)) {
      throw new IllegalArgumentException(
          "%s is of %s with the %s %s, but %s has %s. Maybe name data of the same environment."
              .formatted(data.description(), data.spec().id(), what, here, spec.id(), there));
    }
  }

  /**
   * The hypervolume's reference point; null where there is none and none is needed.
   *
   * @throws ConfigException if one is needed, or of another size than the objectives
   */
  static @Nullable Vec reference(RunConfig config, EnvSpec spec) {
    Vec reference = config.reference() != null ? config.reference() : spec.reference();
    int m = spec.objectives().size();
    if (reference == null && !config.search().front()) {
      return null;
    }
    if (reference == null) {
      throw new ConfigException(
          "reference is missing, and "
              + spec.id()
              + " has none of its own. Maybe add \"reference\": a list of "
              + m
              + " returns that every useful policy exceeds.");
    }
    if (reference.size() != m) {
      throw new ConfigException(
          "reference has "
              + reference.size()
              + " entries, but "
              + spec.id()
              + " has "
              + m
              + " objectives.");
    }
    if (config.reference() != null) {
      requireReachable(config, spec, reference);
    }
    return reference;
  }

  /** A point that no policy exceeds leaves every front empty. */
  private static void requireReachable(RunConfig config, EnvSpec spec, Vec reference) {
    KnownFront known = spec.knownFront();
    if (known == null) {
      return;
    }
    List<Vec> front = known.points(config.evaluation().gamma());
    for (int j = 0; j < reference.size(); j++) {
      int signal = j;
      double best = front.stream().mapToDouble(p -> p.get(signal)).max().orElse(Double.NaN);
      double worst = front.stream().mapToDouble(p -> p.get(signal)).min().orElse(Double.NaN);
      if (reference.get(j) >= best) {
        throw new ConfigException(
            "reference[%d] is %s, but no policy of %s has a higher %s than %s, so the front would be empty. Maybe use a number below %s."
                .formatted(j, reference.get(j), spec.id(), spec.objectives().get(j), best, worst));
      }
    }
  }
}
