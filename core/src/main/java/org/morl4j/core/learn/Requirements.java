package org.morl4j.core.learn;

import java.util.Set;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.ReplayOptions;

/** What a learner feeds on; the trainer's schedule follows from it. */
public sealed interface Requirements {
  /** Where criteria may act on this learner. */
  Set<Hook> hooks();

  /** Steps of every environment row between two updates, or two bouts of them. */
  int steps();

  /** Updates that a run of so many environment steps gives it, all of {@code rows} rows counted. */
  long updates(long transitions, int rows);

  /** Whether the policy is conditioned on a preference, which the trainer then draws. */
  boolean preference();

  /**
   * On-policy: one update takes a whole rollout of the present policy.
   *
   * @param length steps of every row that one update takes
   */
  record Rollout(int length, Set<Hook> hooks) implements Requirements {
    public Rollout {
      hooks = Set.copyOf(hooks);
      Check.atLeast("rolloutLength", length, 1);
    }

    @Override
    public int steps() {
      return length;
    }

    @Override
    public long updates(long transitions, int rows) {
      return transitions / ((long) rows * length);
    }

    @Override
    public boolean preference() {
      return false;
    }
  }

  /**
   * Off-policy: an update is one gradient step on a batch drawn from everything kept so far.
   *
   * @param options what is kept, how it is drawn, and how often
   */
  record Replay(ReplayOptions options, Set<Hook> hooks, boolean preference)
      implements Requirements {
    public Replay {
      hooks = Set.copyOf(hooks);
    }

    @Override
    public int steps() {
      return options.trainEvery();
    }

    @Override
    public long updates(long transitions, int rows) {
      long perBout = (long) rows * options.trainEvery();
      long idle = Math.max(0, (options.warmup() + perBout - 1) / perBout - 1);
      return Math.max(0, transitions / perBout - idle) * options.updates();
    }
  }
}
