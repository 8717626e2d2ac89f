package org.morl4j.pareto.search;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.constraints.Constraint;
import org.morl4j.constraints.CriterionFactory;
import org.morl4j.constraints.LogBarrier;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Threshold;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.pareto.archive.Lineage;
import org.morl4j.pareto.archive.ParetoArchive;
import org.morl4j.pareto.archive.Point;

/** What one job of a search trains for, and which of its policies it holds on to. */
public sealed interface Task {
  /** A fresh criterion: what the task is for, and the run's limits. */
  Criterion criterion(CriterionFactory factory);

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
    /** From scratch. */
    public Preference(Vec weights) {
      this(weights, null);
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
   */
  record Extension(Point<Snapshot> from, int objective, List<Bound> bounds, double barrier)
      implements Task {
    /** Estimates are of the last rollout that had an ended episode. */
    private static final int POOLED_EPISODES = 1;

    public Extension {
      bounds = List.copyOf(bounds);
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
              List.of(new LogBarrier(kept, barrier, POOLED_EPISODES)));
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
    public EveryPreference {
      preferences = List.copyOf(preferences);
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

  /** Preferences weigh objectives alone: costs are measured, and count where they have a limit. */
  private static Criterion weighted(Vec preference, CriterionFactory factory) {
    double[] weights = new double[factory.signals().size()];
    System.arraycopy(preference.toArray(), 0, weights, 0, preference.size());
    return factory.create(Mixer.weightedSum(Vec.of(weights)), List.of());
  }
}
