package org.morl4j.core.learn;

import java.util.Set;
import org.morl4j.core.check.Check;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.ReplayLayout;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.RolloutBuffer;
import org.morl4j.core.env.EnvSpec;

/** When a learner acts and when it learns in one {@link Phase}. */
public sealed interface Schedule {
  /** Steps of every environment between two updates, or two runs of them; 0 where none acts. */
  int steps();

  /** Updates in a row. */
  int updatesInARow();

  /**
   * What one turn, acting and learning, takes.
   *
   * @return transitions of all environments, or updates where none acts
   */
  long turn(int environments);

  /**
   * Updates that so much of a phase gives.
   *
   * @param amount transitions of all environments, or updates where none acts
   */
  long updates(long amount, int environments);

  /**
   * The least of a phase that gives an update.
   *
   * @return transitions of all environments, or updates where none acts
   */
  default long first(int environments) {
    return turn(environments);
  }

  /** Settings that say how much comes before the first update, for whom there is too little. */
  String settings();

  /**
   * The optional columns of what is learned from.
   *
   * @param asked those the learner needs
   */
  Set<Column> columns(Set<Column> asked);

  /** What is learned from, in words. */
  String source();

  /**
   * Checks that what it keeps finds room, and takes nothing.
   *
   * @param asked optional columns the learner needs
   * @param amount of the phase
   * @param learners trained at once
   * @throws IllegalArgumentException saying what is needed and what there is
   */
  default void requireMemory(EnvSpec spec, Set<Column> asked, long amount, int learners) {}

  /** What {@code cases} makes of this kind of schedule. */
  <T> T match(Cases<T> cases);

  /** One answer for each kind of schedule. */
  interface Cases<T> {
    T rollout(Rollout rollout);

    T replay(Replay replay);

    T batches(Batches batches);
  }

  /**
   * On-policy: one update takes a whole rollout of the present policy.
   *
   * @param steps of every environment that one update takes
   */
  record Rollout(int steps) implements Schedule {
    public Rollout {
      Check.atLeast("rolloutLength", steps, 1);
    }

    @Override
    public int updatesInARow() {
      return 1;
    }

    @Override
    public long turn(int environments) {
      return (long) environments * steps;
    }

    @Override
    public long updates(long amount, int environments) {
      return amount / turn(environments);
    }

    @Override
    public String settings() {
      return "agent.rolloutLength or environment.rows";
    }

    @Override
    public Set<Column> columns(Set<Column> asked) {
      return RolloutBuffer.columns(asked);
    }

    @Override
    public String source() {
      return "a rollout";
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.rollout(this);
    }
  }

  /**
   * Off-policy: an update is one gradient step on a batch drawn from everything kept so far.
   *
   * @param options what is kept, how it is drawn, and how often
   */
  record Replay(ReplayOptions options) implements Schedule {
    @Override
    public int steps() {
      return options.trainEvery();
    }

    @Override
    public int updatesInARow() {
      return options.updates();
    }

    @Override
    public long turn(int environments) {
      return (long) environments * options.trainEvery();
    }

    @Override
    public long updates(long amount, int environments) {
      long perTurn = turn(environments);
      long idle = Math.max(0, (options.warmup() + perTurn - 1) / perTurn - 1);
      return Math.max(0, amount / perTurn - idle) * options.updates();
    }

    @Override
    public long first(int environments) {
      long perTurn = turn(environments);
      return Math.max(1, (options.warmup() + perTurn - 1) / perTurn) * perTurn;
    }

    @Override
    public String settings() {
      return "agent.replay.warmup, agent.replay.trainEvery or environment.rows";
    }

    @Override
    public Set<Column> columns(Set<Column> asked) {
      return ReplayLayout.columns(options, asked);
    }

    @Override
    public String source() {
      return "a replay buffer";
    }

    @Override
    public void requireMemory(EnvSpec spec, Set<Column> asked, long amount, int learners) {
      new ReplayLayout(spec, options, asked, amount).requireMemory(learners);
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.replay(this);
    }
  }

  /**
   * On recorded data: an update is one gradient step on a batch drawn from it.
   *
   * @param batch transitions a gradient step takes
   */
  record Batches(int batch) implements Schedule {
    public Batches {
      Check.atLeast("batch", batch, 1);
    }

    @Override
    public int steps() {
      return 0;
    }

    @Override
    public int updatesInARow() {
      return 1;
    }

    @Override
    public long turn(int environments) {
      return 1;
    }

    @Override
    public long updates(long amount, int environments) {
      return amount;
    }

    @Override
    public String settings() {
      return "the number of jobs";
    }

    /** What data has can't be known before it is open. */
    @Override
    public Set<Column> columns(Set<Column> asked) {
      return Set.of();
    }

    @Override
    public String source() {
      return "recorded data";
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.batches(this);
    }
  }
}
