package org.morl4j.pareto.search;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.state.State;

/**
 * An off-policy learner that knows {@link Dive}: greedily it takes the treasure that is best under
 * its preference, among those no deeper than its updates / 8. Its one parameter counts the updates,
 * and so do its losses, until one of these is planted to be no number.
 */
final class Diver implements Learner<Diver.Losses> {
  /** Under a preference w the gains 7, 4, 2, 1 of going deeper compare with w_1 / w_0. */
  static final double[] TREASURE = {1, 8, 12, 14, 15};

  static final int WARMUP = 40;

  /** What one update tells: its number, and the mean of the mixed constants 1 and 3. */
  public record Losses(double critic, double mixed) {}

  /**
   * Makes them.
   *
   * @param preference whether they are conditioned
   * @param nanLoss update whose loss is no number, 0 for none
   * @param nanParameter update from which on the parameter is none, 0 for none
   */
  record Factory(boolean preference, int nanLoss, int nanParameter) implements LearnerFactory {
    @Override
    public Requirements requirements() {
      ReplayOptions replay =
          new ReplayOptions(1000, 8, WARMUP, 1, 1, 1, null, ReplayOptions.Storage.HEAP);
      return Requirements.replay(replay).withPreference(preference);
    }

    @Override
    public Learner<?> create(Setup setup) {
      return new Diver(this, setup.signals().size());
    }

    @Override
    public Snapshot restore(Setup setup, State state) {
      return new Snapshot(acting(state.floats("weights", 1)), state);
    }
  }

  private final Factory kind;
  private final int signals;
  private final float[] weights = new float[1];
  private long updates;

  private Diver(Factory kind, int signals) {
    this.kind = kind;
    this.signals = signals;
  }

  @Override
  public Requirements requirements() {
    return kind.requirements();
  }

  @Override
  public Losses update(Batch batch, Criterion criterion) {
    float[] values = new float[batch.rows() * signals];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % signals == 0 ? 1 : 3;
    }
    float[] preference = kind.preference ? batch.column(Column.PREFERENCE) : null;
    float[] mixed = new float[batch.rows()];
    criterion.mix(values, preference, batch.rows(), mixed);
    double mean = 0;
    for (float value : mixed) {
      mean += value / mixed.length;
    }
    updates++;
    boolean none = kind.nanParameter > 0 && updates >= kind.nanParameter;
    weights[0] = none ? Float.NaN : updates;
    return new Losses(updates == kind.nanLoss ? Double.NaN : updates, mean);
  }

  @Override
  public Policy policy() {
    return acting(weights);
  }

  @Override
  public Snapshot snapshot() {
    State state = new State();
    save(state);
    return new Snapshot(acting(weights.clone()), state);
  }

  @Override
  public void start(Snapshot snapshot) {
    restore(snapshot.state());
  }

  @Override
  public void save(State out) {
    out.put("weights", weights);
    out.put("updates", updates);
  }

  @Override
  public void restore(State in) {
    weights[0] = in.floats("weights", 1)[0];
    updates = in.scalarLong("updates");
  }

  /** The best depth under a preference, no deeper than {@code reach}; of equals the shallower. */
  static int depth(double treasure, double time, int reach) {
    int best = 0;
    for (int d = 1; d <= Math.min(reach, Dive.DEPTHS - 1); d++) {
      double gain = treasure * (TREASURE[d] - TREASURE[best]) - time * (d - best);
      best = gain > 0 ? d : best;
    }
    return best;
  }

  private static Policy acting(float[] weights) {
    return (n, mode, generators) -> new DiverActor(weights, n, mode, generators);
  }

  private record DiverActor(float[] weights, int n, Mode mode, Rng[] generators) implements Actor {
    @Override
    public void act(
        double[] obs, double @Nullable [] preference, double[] act, double @Nullable [] logProb) {
      for (int i = 0; i < n; i++) {
        if (mode == Mode.EXPLORE) {
          act[i] = generators[i].nextDouble() < 0.5 ? 0 : 1;
          continue;
        }
        double treasure = preference == null ? 1 : preference[2 * i];
        double time = preference == null ? 0 : preference[2 * i + 1];
        act[i] = obs[i] < depth(treasure, time, (int) weights[0] / 8) ? 1 : 0;
      }
    }

    @Override
    public void save(State out) {
      out.put("generators", generators);
    }

    @Override
    public void restore(State in) {
      in.restore("generators", generators);
    }
  }
}
