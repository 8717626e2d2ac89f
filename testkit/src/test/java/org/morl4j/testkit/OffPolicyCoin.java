package org.morl4j.testkit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.env.EnvSpec;
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
 * The smallest off-policy learner with all that makes saving hard: a coin whose log-odds are the
 * preference times one parameter an objective, a slow target copy, momentum, noise. Unconditioned
 * it weighs all objectives alike. It can be given one {@link Flaw} that its contract forbids.
 */
final class OffPolicyCoin implements Learner<OffPolicyCoin.Losses> {
  /** A breach of the contract. */
  enum Flaw {
    NONE,
    NOTHING_LEARNED,
    TARGET_NOT_SAVED,
    NOISE_NOT_SAVED,
    UPDATES_NOT_SAVED,
    SNAPSHOT_LIVES_ON,
    START_KEEPS_MOMENTUM,
    PREFERENCE_IGNORED,
    PREFERENCE_OF_THE_FIRST_ROW
  }

  /** What an update reports; {@code seen} is a hash of the batch. */
  public record Losses(double theta, double target, double error, int seen) {}

  private final Flaw flaw;
  private final Requirements requirements;
  private final int m;
  private final Coin coin;
  private final double[] target;
  private final double[] momentum;
  private final Rng rng;
  private long done;

  OffPolicyCoin(Flaw flaw, Requirements requirements, EnvSpec spec, SeedTree seeds) {
    this.flaw = flaw;
    this.requirements = requirements;
    m = spec.objectives().size();
    rng = seeds.generator();
    coin = new Coin(new double[m]);
    for (int j = 0; j < m; j++) {
      coin.theta[j] = rng.nextGaussian();
    }
    target = coin.theta.clone();
    momentum = new double[m];
  }

  static Requirements requirements(ReplayOptions options, boolean preference) {
    return Requirements.replay(options).withPreference(preference);
  }

  static LearnerFactory factory(Flaw flaw, ReplayOptions options, boolean preference) {
    return factory(flaw, requirements(options, preference));
  }

  static LearnerFactory factory(Flaw flaw, Requirements requirements) {
    return new LearnerFactory() {
      @Override
      public Requirements requirements() {
        return requirements;
      }

      @Override
      public Learner<?> create(Setup setup) {
        return new OffPolicyCoin(flaw, requirements, setup.spec(), setup.seeds());
      }
    };
  }

  @Override
  public Requirements requirements() {
    return requirements;
  }

  @Override
  public Losses update(Batch batch, Criterion criterion) {
    int n = batch.rows();
    int size = batch.signals().size();
    float[] values = new float[n * size];
    for (int j = 0; j < values.length; j++) {
      values[j] = (float) batch.value(j / size, j % size);
    }
    float[] preference =
        requirements.preference() ? batch.column(Column.PREFERENCE) : filled(n * m, 1f / m);
    float[] mixed = new float[n];
    criterion.mix(values, requirements.preference() ? preference : null, n, mixed);
    double[] gradient = new double[m];
    double error = 0;
    for (int i = 0; i < n; i++) {
      double weight = batch.has(Column.WEIGHT) ? batch.column(Column.WEIGHT)[i] : 1;
      double bootstrap = 0;
      double now = 0;
      for (int j = 0; j < m; j++) {
        bootstrap += batch.discount(i, j) * preference[i * m + j] * target[j];
        now += preference[i * m + j] * coin.theta[j];
      }
      double delta = mixed[i] + bootstrap - now;
      error += Math.abs(delta) / n;
      if (batch.has(Column.TD_ERROR)) {
        batch.column(Column.TD_ERROR)[i] = (float) delta;
      }
      double p = 1 / (1 + Math.exp(-now));
      for (int j = 0; j < m; j++) {
        gradient[j] += weight * delta * (batch.act()[i] - p) * preference[i * m + j] / n;
      }
    }
    for (int j = 0; j < m; j++) {
      momentum[j] = 0.9 * momentum[j] + gradient[j] + 0.01 * rng.nextGaussian();
      if (flaw != Flaw.NOTHING_LEARNED) {
        coin.theta[j] += 0.05 / (1 + done) * momentum[j];
        target[j] += 0.1 * (coin.theta[j] - target[j]);
      }
    }
    done++;
    return new Losses(coin.theta[0], target[0], error, hash(batch));
  }

  private static float[] filled(int n, float value) {
    float[] values = new float[n];
    Arrays.fill(values, value);
    return values;
  }

  private static int hash(Batch batch) {
    int hash = Arrays.hashCode(batch.obs());
    hash = 31 * hash + Arrays.hashCode(batch.nextObs());
    hash = 31 * hash + Arrays.hashCode(batch.act());
    hash = 31 * hash + Arrays.hashCode(batch.reward());
    hash = 31 * hash + Arrays.hashCode(batch.steps());
    return batch.has(Column.PREFERENCE)
        ? 31 * hash + Arrays.hashCode(batch.column(Column.PREFERENCE))
        : hash;
  }

  @Override
  public Policy policy() {
    return coin;
  }

  @Override
  public Snapshot snapshot() {
    State state = new State();
    state.put("theta", coin.theta);
    Coin frozen = flaw == Flaw.SNAPSHOT_LIVES_ON ? coin : new Coin(coin.theta.clone());
    return new Snapshot(frozen, state);
  }

  @Override
  public void start(Snapshot snapshot) {
    double[] theta = snapshot.state().doubles("theta", m);
    System.arraycopy(theta, 0, coin.theta, 0, m);
    System.arraycopy(theta, 0, target, 0, m);
    if (flaw != Flaw.START_KEEPS_MOMENTUM) {
      Arrays.fill(momentum, 0);
    }
    done = 0;
  }

  @Override
  public void save(State out) {
    out.put("theta", coin.theta);
    out.put("momentum", momentum);
    if (flaw != Flaw.TARGET_NOT_SAVED) {
      out.put("target", target);
    }
    if (flaw != Flaw.NOISE_NOT_SAVED) {
      out.put("rng", rng);
    }
    if (flaw != Flaw.UPDATES_NOT_SAVED) {
      out.put("done", done);
    }
  }

  @Override
  public void restore(State in) {
    System.arraycopy(in.doubles("theta", m), 0, coin.theta, 0, m);
    System.arraycopy(in.doubles("momentum", m), 0, momentum, 0, m);
    if (flaw != Flaw.TARGET_NOT_SAVED) {
      System.arraycopy(in.doubles("target", m), 0, target, 0, m);
    }
    if (flaw != Flaw.NOISE_NOT_SAVED) {
      in.restore("rng", rng);
    }
    if (flaw != Flaw.UPDATES_NOT_SAVED) {
      done = in.scalarLong("done");
    }
  }

  /** Action 1 with probability 1 / (1 + exp(-theta w)), whatever is observed. */
  private final class Coin implements Policy {
    final double[] theta;

    Coin(double[] theta) {
      this.theta = theta;
    }

    private double probability(double @Nullable [] preference, int row) {
      if (requirements.preference() != (preference != null)) {
        throw new IllegalArgumentException(
            "A conditioned policy takes a preference, another takes none.");
      }
      double logit = 0;
      for (int j = 0; j < m; j++) {
        boolean ignored = preference == null || flaw == Flaw.PREFERENCE_IGNORED;
        int from = flaw == Flaw.PREFERENCE_OF_THE_FIRST_ROW ? 0 : row;
        logit += theta[j] * (ignored ? 1.0 / m : preference[from * m + j]);
      }
      return 1 / (1 + Math.exp(-logit));
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
            double p = probability(preference, i);
            double draw = mode == Mode.EXPLOIT ? 0.5 : generators[i].nextDouble();
            act[i] = draw < p ? 1 : 0;
            if (logProb != null) {
              logProb[i] = Math.log(act[i] == 1 ? p : 1 - p);
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
