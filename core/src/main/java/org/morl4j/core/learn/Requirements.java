package org.morl4j.core.learn;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.learn.Schedule.Batches;
import org.morl4j.core.learn.Schedule.Replay;
import org.morl4j.core.learn.Schedule.Rollout;

/**
 * What a learner needs; the trainer's loop follows from it, and a run that can't give it is refused
 * before it starts, see {@link RunCheck}.
 *
 * @param schedules when it acts and when it learns in each phase that it can train in
 * @param columns optional columns its batches must have; {@link Column#PREFERENCE} says that the
 *     policy is conditioned on a preference, which the trainer then draws
 * @param hooks where criteria may act on it
 * @param scan whether it reads recorded data through, see {@link Learner#prepare}
 * @param keeper who keeps the criterion's limits while it learns
 * @param sets names of the sets of recorded data that it tells apart by {@link Column#SOURCE}, its
 *     place in this list; empty for a learner that takes all data alike
 */
public record Requirements(
    Map<Phase, Schedule> schedules,
    Set<Column> columns,
    Set<Hook> hooks,
    boolean scan,
    LimitKeeper keeper,
    List<String> sets) {
  /**
   * What criteria may do to any learner that acts in an environment and lets them weigh signals.
   */
  private static final Set<Hook> ACTING = EnumSet.of(Hook.ENVIRONMENT, Hook.WEIGHTS);

  public Requirements {
    schedules = Map.copyOf(schedules);
    columns = Set.copyOf(columns);
    hooks = Set.copyOf(hooks);
    sets = List.copyOf(sets);
  }

  /** Those of an on-policy learner that criteria weigh. */
  public static Requirements rollout(int steps) {
    return of(Map.of(Phase.ONLINE, new Rollout(steps))).with(Column.LOG_PROB);
  }

  /**
   * Those of an off-policy learner that criteria weigh. From recorded data it draws batches of the
   * same size.
   */
  public static Requirements replay(ReplayOptions options) {
    return of(
        Map.of(
            Phase.ONLINE, new Replay(options),
            Phase.OFFLINE, new Batches(options.batch())));
  }

  /**
   * Those of a learner on recorded data that criteria weigh.
   *
   * @param batch transitions a gradient step takes
   */
  public static Requirements batches(int batch) {
    return of(Map.of(Phase.OFFLINE, new Batches(batch)));
  }

  private static Requirements of(Map<Phase, Schedule> schedules) {
    Set<Hook> hooks = schedules.containsKey(Phase.ONLINE) ? ACTING : Set.of(Hook.WEIGHTS);
    return new Requirements(schedules, Set.of(), hooks, false, LimitKeeper.HANDLERS, List.of());
  }

  /** The same with another schedule in a phase, or one in a phase more. */
  public Requirements with(Phase phase, Schedule schedule) {
    Map<Phase, Schedule> more = new EnumMap<>(Phase.class);
    more.putAll(schedules);
    more.put(phase, schedule);
    return new Requirements(more, columns, hooks, scan, keeper, sets);
  }

  /** The same with one more column. */
  public Requirements with(Column column) {
    Set<Column> more = EnumSet.of(column);
    more.addAll(columns);
    return new Requirements(schedules, more, hooks, scan, keeper, sets);
  }

  /** The same for a policy that is conditioned on a preference, or not. */
  public Requirements withPreference(boolean conditioned) {
    return conditioned ? with(Column.PREFERENCE) : this;
  }

  /** The same with more hooks. */
  public Requirements with(Hook first, Hook... others) {
    Set<Hook> more = EnumSet.of(first, others);
    more.addAll(hooks);
    return new Requirements(schedules, columns, more, scan, keeper, sets);
  }

  /** The same for a learner that reads recorded data through before it learns. */
  public Requirements withScan() {
    return new Requirements(schedules, columns, hooks, true, keeper, sets);
  }

  /** The same with limits that are kept by someone else. */
  public Requirements with(LimitKeeper other) {
    return new Requirements(schedules, columns, hooks, scan, other, sets);
  }

  /**
   * The same for a learner whose batches hold as many rows of each of several named sets of
   * recorded data.
   */
  public Requirements withSets(String... names) {
    Requirements more = with(Column.SOURCE);
    return new Requirements(
        more.schedules, more.columns, more.hooks, more.scan, keeper, List.of(names));
  }

  /** Whether the policy is conditioned on a preference. */
  public boolean preference() {
    return columns.contains(Column.PREFERENCE);
  }

  /** When it acts and learns in a phase; empty for a phase it can't train in. */
  public Optional<Schedule> schedule(Phase phase) {
    return Optional.ofNullable(schedules.get(phase));
  }

  /**
   * Updates that so many transitions of acting give.
   *
   * @param transitions of all environments
   * @throws java.util.NoSuchElementException if it never acts
   */
  public long updates(long transitions, int environments) {
    return schedule(Phase.ONLINE).orElseThrow().updates(transitions, environments);
  }
}
