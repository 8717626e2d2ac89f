package org.morl4j.core.learn;

import java.util.EnumSet;
import java.util.Set;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.ReplayOptions;

/**
 * What a learner needs; the trainer's loop follows from it, and a run that can't give it is refused
 * before it starts.
 *
 * @param schedule when it acts and when it learns
 * @param columns optional columns its batches must have; {@link Column#PREFERENCE} says that the
 *     policy is conditioned on a preference, which the trainer then draws
 * @param hooks where criteria may act on it
 */
public record Requirements(Schedule schedule, Set<Column> columns, Set<Hook> hooks) {
  public Requirements {
    columns = Set.copyOf(columns);
    hooks = Set.copyOf(hooks);
  }

  /** When a learner acts and when it learns. */
  public sealed interface Schedule {
    /** Steps of every environment between two updates, or two runs of them. */
    int steps();

    /** Updates in a row. */
    int updatesInARow();

    /** Updates that so many environment steps give, those of all environments counted. */
    long updates(long transitions, int environments);
  }

  /**
   * On-policy: one update takes a whole rollout of the present policy.
   *
   * @param steps of every environment that one update takes
   */
  public record Rollout(int steps) implements Schedule {
    public Rollout {
      Check.atLeast("rolloutLength", steps, 1);
    }

    @Override
    public int updatesInARow() {
      return 1;
    }

    @Override
    public long updates(long transitions, int environments) {
      return transitions / ((long) environments * steps);
    }
  }

  /**
   * Off-policy: an update is one gradient step on a batch drawn from everything kept so far.
   *
   * @param options what is kept, how it is drawn, and how often
   */
  public record Replay(ReplayOptions options) implements Schedule {
    @Override
    public int steps() {
      return options.trainEvery();
    }

    @Override
    public int updatesInARow() {
      return options.updates();
    }

    @Override
    public long updates(long transitions, int environments) {
      long perTurn = (long) environments * options.trainEvery();
      long idle = Math.max(0, (options.warmup() + perTurn - 1) / perTurn - 1);
      return Math.max(0, transitions / perTurn - idle) * options.updates();
    }
  }

  /** Those of an on-policy learner that criteria weigh. */
  public static Requirements rollout(int steps) {
    return new Requirements(new Rollout(steps), Set.of(Column.LOG_PROB), Set.of(Hook.WEIGHTS));
  }

  /** Those of an off-policy learner that criteria weigh. */
  public static Requirements replay(ReplayOptions options) {
    return new Requirements(new Replay(options), Set.of(), Set.of(Hook.WEIGHTS));
  }

  /** The same with one more column. */
  public Requirements with(Column column) {
    Set<Column> more = EnumSet.of(column);
    more.addAll(columns);
    return new Requirements(schedule, more, hooks);
  }

  /** The same for a policy that is conditioned on a preference, or not. */
  public Requirements withPreference(boolean conditioned) {
    return conditioned ? with(Column.PREFERENCE) : this;
  }

  /** The same with more hooks. */
  public Requirements with(Hook first, Hook... others) {
    Set<Hook> more = EnumSet.of(first, others);
    more.addAll(hooks);
    return new Requirements(schedule, columns, more);
  }

  /** Whether the policy is conditioned on a preference. */
  public boolean preference() {
    return columns.contains(Column.PREFERENCE);
  }

  /** See {@link Schedule#steps}. */
  public int steps() {
    return schedule.steps();
  }

  /** See {@link Schedule#updates}. */
  public long updates(long transitions, int environments) {
    return schedule.updates(transitions, environments);
  }
}
