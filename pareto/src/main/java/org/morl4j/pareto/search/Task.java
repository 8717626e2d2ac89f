package org.morl4j.pareto.search;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.constraints.Bound;
import org.morl4j.constraints.LogBarrier;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.pareto.archive.Lineage;
import org.morl4j.pareto.archive.ParetoArchive;
import org.morl4j.pareto.archive.Point;

/** What one job of a search trains for, and which of its policies it holds on to. */
sealed interface Task {
  /** A fresh criterion over {@code signals} signals, the objectives first. */
  Criterion criterion(int signals);

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

  /** Maximise w.G from scratch; every policy that none dominates is kept. */
  record Preference(Vec weights) implements Task {
    @Override
    public Criterion criterion(int signals) {
      return weighted(weights, signals);
    }

    @Override
    public RetentionRule kept() {
      return new RetentionRule.NonDominated();
    }

    @Override
    public Lineage lineage(Job job, EnvSpec spec, @Nullable Vec under, Effort effort) {
      return new Lineage(job.stage(), job.round(), job.index(), weights, null, null, effort);
    }
  }

  /** Maximise w.G from scratch; the best and the last policy are kept. */
  record Fixed(Vec weights) implements Task {
    @Override
    public Criterion criterion(int signals) {
      return weighted(weights, signals);
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
   * Go on from an archived policy: maximise one objective while the bounds hold.
   *
   * @param from the policy to start from
   * @param objective place of the maximised objective
   * @param bounds lower bounds on the others
   * @param barrier t of the log barrier
   */
  record Extension(Point<Snapshot> from, int objective, List<Bound> bounds, double barrier)
      implements Task {
    public Extension {
      bounds = List.copyOf(bounds);
    }

    @Override
    public Criterion criterion(int signals) {
      return new Mixture(
          Mixer.oneHot(objective, signals), List.of(new LogBarrier(bounds, barrier)));
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
    public Criterion criterion(int signals) {
      return new Mixture(Mixer.byPreference(objectives, signals), List.of());
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
   * Preferences weigh objectives alone: where there are costs, those are measured but don't count.
   */
  private static Criterion weighted(Vec preference, int signals) {
    double[] weights = new double[signals];
    System.arraycopy(preference.toArray(), 0, weights, 0, preference.size());
    return new Mixture(Mixer.weightedSum(Vec.of(weights)), List.of());
  }
}
