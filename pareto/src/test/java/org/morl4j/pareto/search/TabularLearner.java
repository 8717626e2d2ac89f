package org.morl4j.pareto.search;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Signals;
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
 * REINFORCE on a table of logits [states, 2], with a baseline [states, S], momentum and a rate that
 * falls to 0 over the announced updates: enough to show what a search does to a learner's state.
 */
final class TabularLearner implements Learner<TabularLearner.Losses> {
  static final double RATE = 0.5;
  static final int ROLLOUT = 8;
  static final Requirements REQUIREMENTS = Requirements.rollout(ROLLOUT).with(Hook.LOSS);

  /** What one update tells. */
  public record Losses(double learningRate, double momentum, double penalty) {}

  /** Makes them. */
  static final class Factory implements LearnerFactory {
    @Override
    public Requirements requirements() {
      return REQUIREMENTS;
    }

    @Override
    public Learner<?> create(Setup setup) {
      return new TabularLearner(setup.signals(), setup.updates(), setup.seeds().generator());
    }

    @Override
    public Snapshot restore(Setup setup, State state) {
      return frozen(state.doubles("logits", 2 * STATES), state);
    }
  }

  private static final int STATES = Dive.DEPTHS;

  private final Signals signals;
  private final long updates;
  private final double[] logits = new double[2 * STATES];
  private final double[] velocity = new double[2 * STATES];
  private final double[] baseline;
  private long done;

  TabularLearner(Signals signals, long updates, Rng rng) {
    this.signals = signals;
    this.updates = updates;
    baseline = new double[STATES * signals.size()];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = 0.1 * rng.nextGaussian();
    }
  }

  @Override
  public Requirements requirements() {
    return REQUIREMENTS;
  }

  @Override
  public Losses update(Batch batch, Criterion criterion) {
    int size = signals.size();
    float[] advantages = advantages(batch, size);
    float[] mixed = new float[batch.rows()];
    criterion.mix(advantages, null, batch.rows(), mixed);
    double[] slope = new double[size];
    double[] unit = new double[size];
    for (int s = 0; s < size; s++) {
      unit[s] = criterion.horizon(s);
    }
    double penalty = criterion.penalty(new double[size], unit, slope);
    double[] gradient = new double[logits.length];
    for (int i = 0; i < batch.rows(); i++) {
      double weight = mixed[i];
      for (int s = 0; s < size; s++) {
        weight -= slope[s] * advantages[i * size + s];
      }
      int state = state(batch, i);
      double p1 = probability(logits, state);
      int act = (int) batch.act()[i];
      gradient[2 * state + 1] += weight * (act - p1) / batch.rows();
      gradient[2 * state] -= weight * (act - p1) / batch.rows();
    }
    double rate = RATE * (1 - (double) done / updates);
    double moved = 0;
    for (int j = 0; j < logits.length; j++) {
      moved += Math.abs(velocity[j]);
      velocity[j] = 0.5 * velocity[j] + gradient[j];
      logits[j] = Math.max(-4, Math.min(4, logits[j] + rate * velocity[j]));
    }
    done++;
    return new Losses(rate, moved, penalty);
  }

  /** Returns to go less the baseline [B, S]; the baseline follows. */
  private float[] advantages(Batch batch, int size) {
    float[] advantages = new float[batch.rows() * size];
    for (int segment = 0; segment < batch.segments(); segment++) {
      double[] toGo = new double[size];
      for (int i = batch.offset(segment + 1) - 1; i >= batch.offset(segment); i--) {
        int state = state(batch, i);
        for (int s = 0; s < size; s++) {
          toGo[s] = batch.value(i, s) + batch.discount(i, s) * toGo[s];
          double advantage = toGo[s] - baseline[state * size + s];
          advantages[i * size + s] = (float) advantage;
          baseline[state * size + s] += 0.1 * advantage;
        }
      }
    }
    return advantages;
  }

  /** The baseline, whatever the action. */
  @Override
  public ValueFunction values() {
    int size = signals.size();
    return (obs, act, preference, n, out) -> {
      for (int j = 0; j < n * size; j++) {
        out[j] = (float) baseline[state(obs, j / size) * size + j % size];
      }
    };
  }

  private static int state(Batch batch, int row) {
    return state(batch.obs(), row);
  }

  private static int state(float[] obs, int row) {
    int state = 0;
    while (obs[row * STATES + state] == 0) {
      state++;
    }
    return state;
  }

  private static double probability(double[] logits, int state) {
    return 1 / (1 + Math.exp(logits[2 * state] - logits[2 * state + 1]));
  }

  @Override
  public Policy policy() {
    return acting(logits);
  }

  @Override
  public Snapshot snapshot() {
    State state = new State();
    saveTables(state);
    return frozen(logits.clone(), state);
  }

  private static Snapshot frozen(double[] logits, State state) {
    return new Snapshot(acting(logits), state);
  }

  private void saveTables(State out) {
    out.put("logits", logits);
    out.put("baseline", baseline);
  }

  private void restoreTables(State in) {
    System.arraycopy(in.doubles("logits", logits.length), 0, logits, 0, logits.length);
    System.arraycopy(in.doubles("baseline", baseline.length), 0, baseline, 0, baseline.length);
  }

  @Override
  public void start(Snapshot snapshot) {
    restoreTables(snapshot.state());
    java.util.Arrays.fill(velocity, 0);
    done = 0;
  }

  @Override
  public void save(State out) {
    saveTables(out);
    out.put("velocity", velocity);
    out.put("done", done);
  }

  @Override
  public void restore(State in) {
    restoreTables(in);
    System.arraycopy(in.doubles("velocity", velocity.length), 0, velocity, 0, velocity.length);
    done = in.scalarLong("done");
  }

  private static Policy acting(double[] logits) {
    return (n, mode, generators) -> new TableActor(logits, n, mode, generators);
  }

  private record TableActor(double[] logits, int n, Mode mode, Rng[] generators) implements Actor {
    @Override
    public void act(
        double[] obs, double @Nullable [] preference, double[] act, double @Nullable [] logProb) {
      for (int i = 0; i < n; i++) {
        double p1 = probability(logits, (int) obs[i]);
        boolean one = mode == Mode.EXPLOIT ? p1 > 0.5 : generators[i].nextDouble() < p1;
        act[i] = one ? 1 : 0;
        if (logProb != null) {
          logProb[i] = Math.log(one ? p1 : 1 - p1);
        }
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
