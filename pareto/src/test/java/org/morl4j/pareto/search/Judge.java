package org.morl4j.pareto.search;

import java.util.Optional;
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
import org.morl4j.core.learn.ValueFunction;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.state.State;

/**
 * A specialist on {@link Dive} that knows it: it dives as deep as its weights say is best, and its
 * critics are exact. Its clones count the recorded actions of each depth by their weights and take
 * the one that weighs more.
 */
final class Judge implements Learner<Judge.Losses> {
  /** What one update tells: the sum of the weights it was given. */
  public record Losses(double weight) {}

  /**
   * Makes them.
   *
   * @param clones whether they are the clones
   */
  record Factory(boolean clones) implements LearnerFactory {
    @Override
    public Requirements requirements() {
      return Requirements.replay(
          new ReplayOptions(1000, 64, 1, 1, 1, 1, null, ReplayOptions.Storage.HEAP));
    }

    @Override
    public Learner<?> create(Setup setup) {
      return new Judge(this, setup.signals().get(0).gamma());
    }

    @Override
    public Optional<LearnerFactory> cloning() {
      return clones ? Optional.empty() : Optional.of(new Factory(true));
    }
  }

  private final Factory kind;
  private final double gamma;
  private final double[] counts = new double[2 * Dive.DEPTHS]; // of taking, of going on

  private Judge(Factory kind, double gamma) {
    this.kind = kind;
    this.gamma = gamma;
  }

  @Override
  public Requirements requirements() {
    return kind.requirements();
  }

  /** A specialist for the treasure goes on everywhere, one for time nowhere. */
  @Override
  public Losses update(Batch batch, Criterion criterion) {
    double sum = 0;
    if (!kind.clones) {
      float[] out = new float[1];
      criterion.mix(new float[] {1, 0}, null, 1, out);
      for (int s = 0; s < Dive.DEPTHS; s++) {
        counts[2 * s + (out[0] > 0.5 ? 1 : 0)] = 1;
      }
      return new Losses(sum);
    }
    for (int i = 0; i < batch.rows(); i++) {
      float weight = batch.column(Column.WEIGHT)[i];
      counts[2 * state(batch.obs(), i) + (int) batch.act()[i]] += weight;
      sum += weight;
    }
    return new Losses(sum);
  }

  private static int state(float[] obs, int row) {
    int state = 0;
    while (obs[row * Dive.DEPTHS + state] == 0) {
      state++;
    }
    return state;
  }

  @Override
  public @Nullable ValueFunction values() {
    return kind.clones
        ? null
        : (obs, act, preference, n, out) -> {
          for (int i = 0; i < n; i++) {
            value(state(obs, i), act[i] == 0, out, 2 * i);
          }
        };
  }

  private void value(int from, boolean takes, float[] out, int at) {
    int depth = from;
    boolean end = takes;
    double time = -1;
    double factor = 1;
    while (!end && depth < Dive.DEPTHS - 1) {
      depth++;
      factor *= gamma;
      time -= factor;
      end = !goesOn(counts, depth);
    }
    out[at] = (float) (factor * Diver.TREASURE[depth]);
    out[at + 1] = (float) time;
  }

  private static boolean goesOn(double[] counts, int state) {
    return counts[2 * state + 1] > counts[2 * state];
  }

  @Override
  public Policy policy() {
    return acting(counts);
  }

  @Override
  public Snapshot snapshot() {
    State state = new State();
    save(state);
    return new Snapshot(acting(counts.clone()), state);
  }

  @Override
  public void start(Snapshot snapshot) {
    restore(snapshot.state());
  }

  @Override
  public void save(State out) {
    out.put(kind.clones ? "clone" : "specialist", counts);
  }

  @Override
  public void restore(State in) {
    String name = kind.clones ? "clone" : "specialist";
    System.arraycopy(in.doubles(name, counts.length), 0, counts, 0, counts.length);
  }

  private static Policy acting(double[] counts) {
    return (n, mode, generators) -> new TableActor(counts, n, mode, generators);
  }

  private record TableActor(double[] counts, int n, Mode mode, Rng[] generators) implements Actor {
    @Override
    public void act(
        double[] obs, double @Nullable [] preference, double[] act, double @Nullable [] logProb) {
      for (int i = 0; i < n; i++) {
        act[i] = goesOn(counts, (int) obs[i]) ? 1 : 0;
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
