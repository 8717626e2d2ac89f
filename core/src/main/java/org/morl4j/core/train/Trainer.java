package org.morl4j.core.train;

import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.ReplayBuffer;
import org.morl4j.core.data.RolloutBuffer;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionSource;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * The training loop. One {@link #advance} acts for as long as the learner's {@link Requirements}
 * asks, tells the criterion the returns of the episodes that ended, and lets the learner update.
 * Between two advances it can be saved.
 */
public final class Trainer implements Savable {
  private final Learner<?> learner;
  private final Criterion criterion;
  private final Interaction rows;
  private final Schedule schedule;

  /**
   * @param transitions environment steps this training will take, all rows counted: what bounds the
   *     replay's memory and stretches its schedules
   */
  public Trainer(
      VectorEnv env,
      Learner<?> learner,
      Criterion criterion,
      Signals signals,
      long transitions,
      SeedTree seeds) {
    this(env, learner, criterion, signals, transitions, seeds, UnaryOperator.identity());
  }

  /**
   * A trainer whose off-policy learner draws from elsewhere too.
   *
   * @param sources gives what is learned from, made of the trainer's own replay: a mix of it with a
   *     dataset, or the dataset alone; on-policy learners have none and don't ask
   */
  public Trainer(
      VectorEnv env,
      Learner<?> learner,
      Criterion criterion,
      Signals signals,
      long transitions,
      SeedTree seeds,
      UnaryOperator<TransitionSource> sources) {
    Set<Hook> served = learner.requirements().hooks();
    if (!served.containsAll(criterion.hooks())) {
      throw new IllegalArgumentException(
          "The criterion acts at "
              + criterion.hooks()
              + ", but the learner serves only "
              + served
              + ".");
    }
    this.learner = learner;
    this.criterion = criterion;
    rows = new Interaction(env, learner, signals, seeds);
    int n = env.size();
    Requirements requirements = learner.requirements();
    if (requirements.schedule() instanceof Requirements.Replay replay) {
      ReplayBuffer buffer =
          new ReplayBuffer(
              env.spec(),
              signals,
              n,
              replay.options(),
              requirements.preference(),
              transitions,
              requirements.updates(transitions, n));
      TransitionSource source = sources.apply(buffer);
      if (requirements.preference() && !source.columns().contains(Column.PREFERENCE)) {
        throw new IllegalArgumentException(
            "The learner needs the column PREFERENCE, but its source has only "
                + source.columns()
                + ".");
      }
      schedule =
          new ReplaySchedule(
              rows,
              learner,
              criterion,
              replay.options(),
              buffer,
              source,
              env.spec().actionSpace(),
              seeds,
              n);
    } else {
      RolloutBuffer buffer =
          new RolloutBuffer(env.spec(), signals, n, learner.requirements().steps());
      schedule = new RolloutSchedule(rows, learner, criterion, buffer, n);
    }
  }

  /**
   * Acts and learns once: a rollout and one update, or a few steps and gradient steps.
   *
   * @return the learner's last losses, or null while an off-policy learner warms up
   */
  public @Nullable Record advance() {
    return schedule.advance();
  }

  /** Environment steps taken so far, all rows counted. */
  public long transitions() {
    return rows.transitions();
  }

  /** Returns of the episodes that ended in the last advance that had any, or null so far. */
  public @Nullable Returns returns() {
    return rows.returns();
  }

  @Override
  public void save(State out) {
    out.put("learner", learner);
    out.put("criterion", criterion);
    rows.save(out);
    schedule.save(out);
  }

  @Override
  public void restore(State in) {
    in.restore("learner", learner);
    in.restore("criterion", criterion);
    rows.restore(in);
    schedule.restore(in);
  }
}
