package org.morl4j.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.state.State;

/** Always goes right; notes what it was asked and what it was given. */
final class Notes implements Learner<Notes.Count>, Policy {
  /** Number of updates so far. */
  record Count(int updates) {}

  private final Requirements requirements;
  final List<double[]> acted = new ArrayList<>(); // the preferences at each act
  final List<Batch> batches = new ArrayList<>();
  final List<double[]> preferences = new ArrayList<>(); // of the batches

  Notes(ReplayOptions options, boolean preference) {
    requirements = OffPolicyCoin.requirements(options, preference);
  }

  @Override
  public Requirements requirements() {
    return requirements;
  }

  @Override
  public Count update(Batch batch, Criterion criterion) {
    batches.add(batch);
    if (batch.has(Column.PREFERENCE)) {
      for (int i = 0; i < batch.rows(); i++) {
        float[] column = batch.column(Column.PREFERENCE);
        preferences.add(new double[] {batch.obs()[2 * i + 1], column[2 * i], column[2 * i + 1]});
      }
    }
    return new Count(batches.size());
  }

  @Override
  public Policy policy() {
    return this;
  }

  @Override
  public Actor actor(int n, Mode mode, Rng[] generators) {
    return new Actor() {
      @Override
      public void act(
          double[] obs, double @Nullable [] preference, double[] act, double @Nullable [] logProb) {
        acted.add(preference == null ? new double[0] : preference.clone());
        Arrays.fill(act, 1);
      }

      @Override
      public void save(State out) {}

      @Override
      public void restore(State in) {}
    };
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot(this, new State());
  }

  @Override
  public void start(Snapshot snapshot) {}

  @Override
  public void save(State out) {}

  @Override
  public void restore(State in) {}
}
