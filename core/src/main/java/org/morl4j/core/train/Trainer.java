package org.morl4j.core.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Phase;
import org.morl4j.core.learn.RunCheck;
import org.morl4j.core.learn.Schedule;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * The training loop, for any {@link Plan}. One {@link #advance} takes one turn of the present part:
 * it acts for as long as the learner's requirements ask, tells the criterion the returns of the
 * episodes that ended, and lets the learner update; on recorded data it is one gradient step.
 * Between two advances it can be saved.
 *
 * <pre>
 *   Trainer trainer = new Trainer(env, learner, criterion, signals, Plan.online(100_000), seeds);
 *   while (trainer.hasNext()) {
 *     trainer.advance();
 *   }
 * </pre>
 */
public final class Trainer implements Savable {
  private final Learner<?> learner;
  private final Criterion criterion;
  private final Plan plan;
  private final int environments; // 0 where the plan needs none
  private final @Nullable Interaction rows;
  private final List<Schedule> schedules = new ArrayList<>(); // one a part of the plan
  private final List<Loop> loops = new ArrayList<>(); // likewise
  private int part;
  private long spent; // of the present part, in its unit
  private long updates;
  private boolean prepared;

  /**
   * A trainer that acts.
   *
   * @param transitions environment steps this training will take, all environments counted: what
   *     bounds the replay's memory and stretches its schedules
   */
  public Trainer(
      VectorEnv env,
      Learner<?> learner,
      Criterion criterion,
      Signals signals,
      long transitions,
      SeedTree seeds) {
    this(env, learner, criterion, signals, Plan.online(transitions), seeds);
  }

  /**
   * A trainer of any plan.
   *
   * @param env null if no part of the plan acts
   * @throws IllegalArgumentException if the learner can't be given what it needs
   */
  public Trainer(
      @Nullable VectorEnv env,
      Learner<?> learner,
      Criterion criterion,
      Signals signals,
      Plan plan,
      SeedTree seeds) {
    RunCheck check = new RunCheck(learner.name(), learner.requirements(), signals);
    check.hooks(criterion.hooks());
    check.scan(plan.data() != null);
    this.learner = learner;
    this.criterion = criterion;
    this.plan = plan;
    boolean acts = plan.parts().stream().anyMatch(p -> p.phase() == Phase.ONLINE);
    VectorEnv around = acts ? criterion.wrap(required(env)) : env;
    rows = acts ? new Interaction(required(around), learner, signals, seeds) : null;
    environments = acts ? required(env).size() : 0;
    learner.enter(plan.parts().get(0).phase());
    for (Plan.Part next : plan.parts()) {
      Schedule schedule = check.schedule(next.phase());
      schedules.add(schedule);
      loops.add(
          schedule.match(
              new Loops(
                  next,
                  check,
                  learner,
                  criterion,
                  new Loops.Acting(around, rows, signals, !loops.isEmpty()),
                  plan.clocks(),
                  seeds)));
    }
  }

  private static VectorEnv required(@Nullable VectorEnv env) {
    return Objects.requireNonNull(env, "A plan that acts needs an environment.");
  }

  /**
   * Takes one turn: a rollout and one update, a few steps and gradient steps, or one gradient step.
   * Where the present part has no room for another turn, the next part begins; the last one goes on
   * as long as it is asked to.
   *
   * @return the learner's last losses, or null while an off-policy learner warms up
   */
  public @Nullable Record advance() {
    if (!prepared && plan.data() != null && learner.requirements().scan()) {
      learner.prepare(plan.data());
    }
    prepared = true;
    while (!hasRoom() && part + 1 < loops.size()) {
      part++;
      spent = 0;
      learner.enter(phase());
    }
    Record losses = loops.get(part).advance();
    spent += turn();
    if (losses != null) {
      updates += schedules.get(part).updatesInARow();
    }
    return losses;
  }

  /** Whether the plan has room for another turn. */
  public boolean hasNext() {
    if (hasRoom()) {
      return true;
    }
    for (int later = part + 1; later < loops.size(); later++) {
      if (schedules.get(later).turn(environments) <= plan.parts().get(later).amount()) {
        return true;
      }
    }
    return false;
  }

  /** Whether the present part of the plan has room for another turn. */
  public boolean hasRoom() {
    return spent + turn() <= plan.parts().get(part).amount();
  }

  /** What the present part of the plan learns from. */
  public Phase phase() {
    return plan.parts().get(part).phase();
  }

  /** What the present part of the plan has taken, in its phase's unit. */
  public long spent() {
    return spent;
  }

  /** What one turn of the present part takes, in its phase's unit. */
  public long turn() {
    return schedules.get(part).turn(environments);
  }

  /** Environment steps taken so far, all environments counted. */
  public long transitions() {
    return rows == null ? 0 : rows.transitions();
  }

  /** What was taken so far, in all parts. */
  public Effort effort() {
    return new Effort(transitions(), updates);
  }

  /** Returns of the episodes that ended in the last advance that had any, or null so far. */
  public @Nullable Returns returns() {
    return rows == null ? null : rows.returns();
  }

  /** Saves all that continues the training, replay included. */
  @Override
  public void save(State out) {
    saveWithoutReplay(out);
    saveReplay(out);
  }

  /** Saves all but the transitions that the present part has kept. */
  public void saveWithoutReplay(State out) {
    out.put("part", (long) part);
    out.put("spent", spent);
    out.put("updates", updates);
    out.put("learner", learner);
    out.put("criterion", criterion);
    if (rows != null) {
      rows.save(out);
    }
    loops.get(part).save(out.child("loop"));
  }

  /** Saves the transitions that the present part has kept, if it keeps any. */
  public void saveReplay(State out) {
    loops.get(part).saveReplay(out.child("replay"));
  }

  /**
   * Goes on, before the first turn, from where another trainer of the same learner ended: with the
   * whole learner, moments and all, and with its replay where that was saved. Episodes begin anew,
   * and what is counted begins at 0; a replay that was taken over needs no warm-up.
   *
   * @param earlier what {@link #save} of the other wrote
   */
  public void goOnFrom(State earlier) {
    earlier.restore("learner", learner);
    if (earlier.hasChild("replay")) {
      loops.get(0).loadReplay(earlier.child("replay"));
    }
  }

  @Override
  public void restore(State in) {
    part = (int) in.scalarLong("part");
    spent = in.scalarLong("spent");
    updates = in.scalarLong("updates");
    prepared = false;
    learner.enter(phase());
    in.restore("learner", learner);
    in.restore("criterion", criterion);
    if (rows != null) {
      rows.restore(in);
    }
    loops.get(part).restore(in.child("loop"));
    loops.get(part).restoreReplay(in.child("replay"));
  }
}
