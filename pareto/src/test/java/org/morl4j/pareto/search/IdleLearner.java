package org.morl4j.pareto.search;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.LimitReading;
import org.morl4j.core.data.Batch;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.state.State;

/** Takes one action for ever, learns nothing, and notes where limits stand at each update. */
final class IdleLearner implements Learner<IdleLearner.Losses> {
  /** What one update tells: the penalty at the policy that acted. */
  public record Losses(double penalty) {}

  /** Makes them. */
  static final class Factory implements LearnerFactory {
    final List<List<LimitReading>> readings = new ArrayList<>();
    private final int rollout;

    Factory(int rollout) {
      this.rollout = rollout;
    }

    @Override
    public Requirements requirements() {
      return Requirements.rollout(rollout).with(Hook.LOSS);
    }

    @Override
    public Learner<?> create(Setup setup) {
      return new IdleLearner(this, 0);
    }

    @Override
    public Snapshot restore(Setup setup, State state) {
      return IdleLearner.snapshot((int) state.scalarLong("action"));
    }
  }

  private final Factory factory;
  private int action;

  private IdleLearner(Factory factory, int action) {
    this.factory = factory;
    this.action = action;
  }

  /** Of whoever takes this action for ever. */
  static Snapshot snapshot(int action) {
    State state = new State();
    state.put("action", (long) action);
    return new Snapshot(always(action), state);
  }

  @Override
  public Requirements requirements() {
    return factory.requirements();
  }

  @Override
  public Losses update(Batch batch, Criterion criterion) {
    factory.readings.add(criterion.readings());
    int signals = batch.signals().size();
    double[] none = new double[signals];
    return new Losses(criterion.penalty(none, none, new double[signals]));
  }

  @Override
  public Policy policy() {
    return always(action);
  }

  private static Policy always(int action) {
    return (n, mode, generators) -> new Always(n, action);
  }

  private record Always(int n, int action) implements Actor {
    @Override
    public void act(
        double[] obs, double @Nullable [] preference, double[] act, double @Nullable [] logProb) {
      for (int i = 0; i < n; i++) {
        act[i] = action;
      }
    }

    @Override
    public void save(State out) {}

    @Override
    public void restore(State in) {}
  }

  @Override
  public Snapshot snapshot() {
    return snapshot(action);
  }

  @Override
  public void start(Snapshot snapshot) {
    action = (int) snapshot.state().scalarLong("action");
  }

  @Override
  public void save(State out) {
    out.put("action", (long) action);
  }

  @Override
  public void restore(State in) {
    action = (int) in.scalarLong("action");
  }
}
