package org.morl4j.pareto.search;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.constraints.Constraint;
import org.morl4j.constraints.CriterionFactory;
import org.morl4j.constraints.LogBarrier;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Threshold;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.WeighedRows;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.state.State;
import org.morl4j.pareto.archive.Lineage;
import org.morl4j.pareto.archive.ParetoArchive;
import org.morl4j.pareto.archive.Point;

/** What one job of a search trains for, and which of its policies it holds on to. */
public sealed interface Task {
  /** A fresh criterion: what the task is for, and the run's limits. */
  Criterion criterion(CriterionFactory factory);

  /** Its name among tasks. */
  String kind();

  /** Writes all of it but its kind under names of its own. */
  void save(State out);

  /** What its job works with: what the run has, unless it trains something of its own. */
  default SearchContext context(SearchContext run) {
    return run;
  }

  /** The policy to start from; null to start from scratch. */
  default @Nullable Snapshot start() {
    return null;
  }

  /** Holds on to nothing yet. */
  RetentionRule kept();

  /** The preferences each evaluation measures the policy under; none if it takes none. */
  default List<Vec> preferences() {
    return List.of();
  }

  /**
   * Where a policy of {@code job} comes from that was measured after so much training.
   *
   * @param under the preference it was measured under, or null for a policy that takes none
   */
  Lineage lineage(Job job, EnvSpec spec, @Nullable Vec under, Effort effort);

  /**
   * Maximise w.G; every policy that none dominates is kept.
   *
   * @param weights w
   * @param from the policy to start from, or null to start from scratch
   */
  record Preference(Vec weights, @Nullable Point<Snapshot> from) implements Task {
    static final String KIND = "preference";

    /** From scratch. */
    public Preference(Vec weights) {
      this(weights, null);
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public void save(State out) {
      out.put("weights", weights.toArray());
      PointState.save(out, "from", from == null ? List.of() : List.of(from));
    }

    static Task restore(State in, SearchContext context) {
      List<Point<Snapshot>> from = PointState.restore(in, "from", context);
      return new Preference(Vec.of(in.doubles("weights")), from.isEmpty() ? null : from.get(0));
    }

    @Override
    public @Nullable Snapshot start() {
      return from == null ? null : from.policy();
    }

    @Override
    public Criterion criterion(CriterionFactory factory) {
      return weighted(weights, factory);
    }

    @Override
    public RetentionRule kept() {
      return new RetentionRule.NonDominated();
    }

    @Override
    public Lineage lineage(Job job, EnvSpec spec, @Nullable Vec under, Effort effort) {
      String parent = from == null ? null : from.id();
      return new Lineage(job.stage(), job.round(), job.index(), weights, parent, null, effort);
    }
  }

  /** Maximise w.G from scratch; the best and the last policy are kept. */
  record Fixed(Vec weights) implements Task {
    static final String KIND = "fixed";

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public void save(State out) {
      out.put("weights", weights.toArray());
    }

    static Task restore(State in, SearchContext context) {
      return new Fixed(Vec.of(in.doubles("weights")));
    }

    @Override
    public Criterion criterion(CriterionFactory factory) {
      return weighted(weights, factory);
    }

    @Override
    public RetentionRule kept() {
      return new RetentionRule.BestAndLast(weights);
    }

    @Override
    public Lineage lineage(Job job, EnvSpec spec, @Nullable Vec under, Effort effort) {
      return new Lineage(job.stage(), job.round(), job.index(), weights, null, null, effort);
    }
  }

  /**
   * A lower bound on an objective's discounted return.
   *
   * @param signal its place in arrays [.., S]
   * @param threshold where it is
   */
  record Bound(int signal, Threshold threshold) {
    Constraint constraint(String name) {
      return Constraint.atLeast(name, signal, threshold);
    }
  }

  /**
   * Go on from an archived policy: maximise one objective while the bounds hold.
   *
   * @param from the policy to start from
   * @param objective place of the maximised objective
   * @param bounds lower bounds on the others
   * @param barrier t of the log barrier
   * @param episodes of {@code from}, acting as in training, that fix bounds relative to it; later
   *     estimates pool at least as many
   */
  record Extension(
      Point<Snapshot> from, int objective, List<Bound> bounds, double barrier, int episodes)
      implements Task {
    static final String KIND = "extension";

    public Extension {
      bounds = List.copyOf(bounds);
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public void save(State out) {
      PointState.save(out, "from", List.of(from));
      out.put("objective", (long) objective);
      out.put("barrier", barrier);
      out.put("episodes", (long) episodes);
      out.put("signals", bounds.stream().mapToInt(Bound::signal).toArray());
      for (int i = 0; i < bounds.size(); i++) {
        bounds.get(i).threshold().save(out.child("bounds." + i));
      }
    }

    static Task restore(State in, SearchContext context) {
      int[] signals = in.ints("signals");
      List<Bound> bounds = new ArrayList<>();
      for (int i = 0; i < signals.length; i++) {
        bounds.add(new Bound(signals[i], Threshold.restore(in.child("bounds." + i))));
      }
      return new Extension(
          PointState.restore(in, "from", context).get(0),
          (int) in.scalarLong("objective"),
          bounds,
          in.scalarDouble("barrier"),
          (int) in.scalarLong("episodes"));
    }

    @Override
    public Criterion criterion(CriterionFactory factory) {
      Signals signals = factory.signals();
      List<Constraint> kept =
          bounds.stream()
              .map(bound -> bound.constraint("kept-" + signals.get(bound.signal).name()))
              .toList();
      Vec multipliers = from.lineage().multipliers();
      return factory
          .startingAt(multipliers)
          .create(
              Mixer.oneHot(objective, signals.size()),
              List.of(new LogBarrier(kept, barrier, episodes)));
    }

    @Override
    public Snapshot start() {
      return from.policy();
    }

    @Override
    public RetentionRule kept() {
      return new RetentionRule.NonDominated();
    }

    @Override
    public Lineage lineage(Job job, EnvSpec spec, @Nullable Vec under, Effort effort) {
      String maximised = spec.objectives().get(objective);
      return new Lineage(job.stage(), job.round(), job.index(), null, from.id(), maximised, effort);
    }
  }

  /**
   * Maximise w.G from scratch for every preference w at once; what an archive would hold is kept.
   *
   * @param preferences to measure under
   * @param objectives m
   * @param empty the archive
   */
  record EveryPreference(List<Vec> preferences, int objectives, ParetoArchive<Snapshot> empty)
      implements Task {
    static final String KIND = "every-preference";

    public EveryPreference {
      preferences = List.copyOf(preferences);
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public void save(State out) {
      out.put("count", (long) preferences.size());
      for (int i = 0; i < preferences.size(); i++) {
        out.put("preferences." + i, preferences.get(i).toArray());
      }
      out.put("objectives", (long) objectives);
      out.put("reference", empty.reference().toArray());
      out.put("capacity", (long) empty.capacity());
    }

    static Task restore(State in, SearchContext context) {
      List<Vec> preferences = new ArrayList<>();
      for (int i = 0; i < in.scalarLong("count"); i++) {
        preferences.add(Vec.of(in.doubles("preferences." + i)));
      }
      return new EveryPreference(
          preferences,
          (int) in.scalarLong("objectives"),
          ParetoArchive.empty(Vec.of(in.doubles("reference")), (int) in.scalarLong("capacity")));
    }

    @Override
    public Criterion criterion(CriterionFactory factory) {
      Mixer mixer = Mixer.byPreference(objectives, factory.signals().size());
      return factory.create(mixer, List.of());
    }

    @Override
    public RetentionRule kept() {
      return new RetentionRule.Archived(empty);
    }

    @Override
    public Lineage lineage(Job job, EnvSpec spec, @Nullable Vec under, Effort effort) {
      return new Lineage(job.stage(), job.round(), job.index(), under, null, null, effort);
    }
  }

  /**
   * Clone recorded actions, weighed by what specialists' critics say of them under w.
   *
   * @param rule how they are weighed, with w
   * @param specialists policies with their critics, one for each objective, in order
   */
  record Extraction(AdvantageWeights rule, List<Point<Snapshot>> specialists) implements Task {
    static final String KIND = "extraction";

    public Extraction {
      specialists = List.copyOf(specialists);
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public void save(State out) {
      out.put("weights", rule.weights().toArray());
      out.put("units", rule.units().toArray());
      out.put("beta", rule.temperature().beta());
      out.put("max_weight", rule.temperature().maxWeight());
      PointState.save(out, "specialists", specialists);
    }

    static Task restore(State in, SearchContext context) {
      AdvantageWeights rule =
          new AdvantageWeights(
              Vec.of(in.doubles("weights")),
              Vec.of(in.doubles("units")),
              new AdvantageWeights.Temperature(
                  in.scalarDouble("beta"), in.scalarDouble("max_weight")));
      return new Extraction(rule, PointState.restore(in, "specialists", context));
    }

    @Override
    public SearchContext context(SearchContext run) {
      DataView data = run.required();
      List<Snapshot> critics = specialists.stream().map(Point::policy).toList();
      return run.cloning(
          new WeighedRows(data, () -> rule.of(data, critics, run.learners(), run.setup())));
    }

    @Override
    public Criterion criterion(CriterionFactory factory) {
      return weighted(rule.weights(), factory);
    }

    @Override
    public RetentionRule kept() {
      return new RetentionRule.NonDominated();
    }

    @Override
    public Lineage lineage(Job job, EnvSpec spec, @Nullable Vec under, Effort effort) {
      return new Lineage(job.stage(), job.round(), job.index(), rule.weights(), null, null, effort);
    }
  }

  /** Preferences weigh objectives alone: costs are measured, and count where they have a limit. */
  private static Criterion weighted(Vec preference, CriterionFactory factory) {
    double[] weights = new double[factory.signals().size()];
    System.arraycopy(preference.toArray(), 0, weights, 0, preference.size());
    return factory.create(Mixer.weightedSum(Vec.of(weights)), List.of());
  }
}
