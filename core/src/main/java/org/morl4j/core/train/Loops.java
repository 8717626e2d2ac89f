package org.morl4j.core.train;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.ReplayBuffer;
import org.morl4j.core.data.RolloutBuffer;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionSource;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.RunCheck;
import org.morl4j.core.learn.Schedule;
import org.morl4j.core.rng.SeedTree;

/** Makes the loop of one part of a plan, after a look at what it gives the learner. */
record Loops(
    Plan.Part part,
    RunCheck check,
    Learner<?> learner,
    Criterion criterion,
    Acting acting,
    DataClock.Factory clocks,
    SeedTree seeds)
    implements Schedule.Cases<Loop> {

  /**
   * What acts.
   *
   * @param env null where nobody does, as {@code rows}
   * @param trained whether the learner has learned in an earlier part of the plan
   */
  record Acting(
      @Nullable VectorEnv env, @Nullable Interaction rows, Signals signals, boolean trained) {
    VectorEnv environment() {
      return Objects.requireNonNull(env, "A plan that acts needs an environment.");
    }

    Interaction interaction() {
      return Objects.requireNonNull(rows, "A plan that acts needs an environment.");
    }
  }

  @Override
  public Loop rollout(Schedule.Rollout rollout) {
    VectorEnv env = acting.environment();
    var asked = learner.requirements().columns();
    check.columns(rollout.columns(asked), rollout.source());
    RolloutBuffer buffer =
        new RolloutBuffer(env.spec(), acting.signals(), env.size(), rollout.steps(), asked);
    return new RolloutLoop(acting.interaction(), learner, criterion, buffer, env.size());
  }

  @Override
  public Loop replay(Schedule.Replay replay) {
    VectorEnv env = acting.environment();
    ReplayBuffer buffer =
        new ReplayBuffer(
            env.spec(),
            acting.signals(),
            env.size(),
            replay.options(),
            learner.requirements().columns(),
            part.amount(),
            replay.updates(part.amount(), env.size()));
    TransitionSource source = part.source().apply(buffer);
    check.columns(source.columns(), source.description());
    return new ReplayLoop(
        acting.interaction(),
        learner,
        criterion,
        replay.options(),
        buffer,
        source,
        new ReplayLoop.WarmUp(
            env.spec().actionSpace(),
            seeds.child("warmup").generators(env.size()),
            !acting.trained),
        seeds);
  }

  @Override
  public Loop batches(Schedule.Batches batches) {
    TransitionSource source = part.source().apply(TransitionSource.EMPTY);
    check.columns(source.columns(), source.description());
    if (source.size() == 0) {
      throw new IllegalArgumentException(
          "%s learns from %s, which holds no transition. Maybe name other data by data.path."
              .formatted(learner.name(), source.description()));
    }
    return new BatchLoop(
        learner,
        criterion,
        batches.batch(),
        source,
        seeds.child("data").generator(),
        clocks.of(learner, criterion));
  }
}
