package org.morl4j.testkit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Criterion;
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
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.State;

/**
 * The smallest learner with all that makes saving hard: a policy of one parameter (the log-odds of
 * action 1), gradient ascent with momentum, an annealed rate, a generator of its own. It keeps
 * copies of the batches it got, and can be given one {@link Flaw} that its contract forbids.
 */
final class CoinLearner implements Learner<CoinLearner.Losses> {
  /** A breach of the contract. */
  enum Flaw {
    NONE,
    SEED_IGNORED,
    NOTHING_LEARNED,
    MOMENTUM_NOT_SAVED,
    GENERATOR_NOT_SAVED,
    SNAPSHOT_LIVES_ON,
    THAW_FORGETS,
    START_KEEPS_MOMENTUM,
    START_KEEPS_RATE,
    START_IGNORES_SNAPSHOT,
    GREEDY_DRAWS,
    ROWS_SHARE_A_GENERATOR,
    EMPTY_STATE_TAKEN
  }

  /** What an update reports. */
  public record Losses(double theta, double rate, double gradient) {}

  /** One batch's arrays, copied. */
  @SuppressWarnings("ArrayRecordComponent")
  record Seen(float[] obs, float[] nextObs, double[] act, double[] reward, int segments) {}

  private static long unseeded = 1;

  private final Flaw flaw;
  private final int rolloutLength;
  private final Signals signals;
  private final long updates;
  private final Rng rng;
  private final Coin coin = new Coin(0);
  final List<Seen> seen = new ArrayList<>();
  private double momentum;
  private long done;

  CoinLearner(Flaw flaw, int rolloutLength, Signals signals, long updates, SeedTree seeds) {
    this.flaw = flaw;
    this.rolloutLength = rolloutLength;
    this.signals = signals;
    this.updates = updates;
    rng = flaw == Flaw.SEED_IGNORED ? new Rng(unseeded++) : seeds.generator();
  }

  static LearnerFactory factory(Flaw flaw, int rolloutLength) {
    return new LearnerFactory() {
      @Override
      public Requirements requirements() {
        return Requirements.rollout(rolloutLength);
      }

      @Override
      public Learner<?> create(Setup setup) {
        return new CoinLearner(
            flaw, rolloutLength, setup.signals(), setup.updates(), setup.seeds());
      }

      @Override
      public Snapshot restore(Setup setup, State state) {
        CoinLearner learner = (CoinLearner) create(setup);
        if (flaw != Flaw.THAW_FORGETS) {
          learner.coin.theta = state.scalarDouble("theta");
        }
        return learner.snapshot();
      }
    };
  }

  @Override
  public Requirements requirements() {
    return Requirements.rollout(rolloutLength);
  }

  @Override
  public Losses update(Batch batch, Criterion criterion) {
    seen.add(
        new Seen(
            batch.obs().clone(),
            batch.nextObs().clone(),
            batch.act().clone(),
            batch.reward().clone(),
            batch.segments()));
    int size = signals.size();
    float[] values = new float[batch.rows() * size];
    for (int row = 0; row < batch.rows(); row++) {
      for (int s = 0; s < size; s++) {
        values[row * size + s] = (float) batch.value(row, s);
      }
    }
    float[] mixed = new float[batch.rows()];
    criterion.mix(values, null, batch.rows(), mixed);
    double gradient = 0;
    for (int row = 0; row < batch.rows(); row++) {
      gradient += mixed[row] * (batch.act()[row] - coin.probability()) / batch.rows();
    }
    double rate = 0.1 * (1 - (double) done / updates);
    momentum = 0.9 * momentum + gradient + 0.01 * rng.nextGaussian();
    if (flaw != Flaw.NOTHING_LEARNED) {
      coin.theta += rate * momentum;
    }
    done++;
    return new Losses(coin.theta, rate, gradient);
  }

  @Override
  public Policy policy() {
    return coin;
  }

  @Override
  public Snapshot snapshot() {
    State state = new State();
    state.put("theta", coin.theta);
    return new Snapshot(flaw == Flaw.SNAPSHOT_LIVES_ON ? coin : new Coin(coin.theta), state);
  }

  @Override
  public void start(Snapshot snapshot) {
    double theta = snapshot.state().scalarDouble("theta");
    if (flaw != Flaw.START_IGNORES_SNAPSHOT) {
      coin.theta = theta;
    }
    momentum = flaw == Flaw.START_KEEPS_MOMENTUM ? momentum : 0;
    done = flaw == Flaw.START_KEEPS_RATE ? done : 0;
  }

  @Override
  public void save(State out) {
    out.put("theta", coin.theta);
    if (flaw != Flaw.MOMENTUM_NOT_SAVED) {
      out.put("momentum", momentum);
    }
    out.put("done", done);
    if (flaw != Flaw.GENERATOR_NOT_SAVED) {
      out.put("rng", rng);
    }
  }

  @Override
  public void restore(State in) {
    if (flaw == Flaw.EMPTY_STATE_TAKEN && !in.has("theta")) {
      return;
    }
    coin.theta = in.scalarDouble("theta");
    if (flaw != Flaw.MOMENTUM_NOT_SAVED) {
      momentum = in.scalarDouble("momentum");
    }
    done = in.scalarLong("done");
    if (flaw != Flaw.GENERATOR_NOT_SAVED) {
      in.restore("rng", rng);
    }
  }

  /** Action 1 with probability 1 / (1 + exp(-theta)), whatever is observed. */
  private final class Coin implements Policy {
    double theta;

    Coin(double theta) {
      this.theta = theta;
    }

    double probability() {
      return 1 / (1 + Math.exp(-theta));
    }

    @Override
    public Actor actor(int n, Mode mode, Rng[] generators) {
      return new Actor() {
        @Override
        public void act(
            double[] obs,
            double @Nullable [] preference,
            double[] act,
            double @Nullable [] logProb) {
          for (int i = 0; i < n; i++) {
            boolean greedy = mode == Mode.EXPLOIT;
            Rng own = generators[flaw == Flaw.ROWS_SHARE_A_GENERATOR ? 0 : i];
            double draw = greedy && flaw != Flaw.GREEDY_DRAWS ? 0.5 : own.nextDouble();
            act[i] = draw < probability() ? 1 : 0;
            if (logProb != null) {
              logProb[i] = Math.log(act[i] == 1 ? probability() : 1 - probability());
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
      };
    }
  }
}
