package org.morl4j.agents.onpolicy;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.State;
import org.morl4j.nn.Trainable;
import org.morl4j.testkit.ReferenceNetwork;

/**
 * A random rollout of a Gaussian policy with free deviations, three observations, two actions and
 * two signals, and its formulas written down once more, in double precision and for reading.
 */
final class OnPolicyFixture {
  static final int OBS = 3;
  static final int ACT = 2;
  static final int SIGNALS = 2;
  static final int ROWS = 40;
  static final int HIDDEN = 5;
  static final int NETWORK = HIDDEN * (OBS + 1) + ACT * (HIDDEN + 1);

  /** Where the critic begins in a joint vector. */
  static final int CRITIC = NETWORK + ACT;

  static final double[] HORIZON = {7, 0.5};

  final Rng rng = new Rng(11);

  /** Two objectives of different discount and lambda. */
  static Signals signals() {
    return new Signals(
        List.of(
            new Signal("one", Signal.Kind.OBJECTIVE, 0.9, 0.8),
            new Signal("two", Signal.Kind.OBJECTIVE, 0.5, 1)));
  }

  /** What a learner in these spaces is made for. */
  static Setup setup(Space obs, Space act, Signals signals) {
    EnvSpec spec =
        new EnvSpec("test:spaces", obs, act, signals.names(), List.of(), 0, null, null, "agents");
    return new Setup(spec, signals, 1, new SeedTree(3));
  }

  static Setup setup() {
    Box act = Box.of(ACT, -1, 1, Dtype.FLOAT32);
    return setup(Box.of(OBS, -9, 9, Dtype.FLOAT64), act, signals());
  }

  static ActorCriticOptions networks() {
    return ActorCriticOptions.DEFAULT.withHidden(HIDDEN).withNormalized(false, true);
  }

  /**
   * Mixes unevenly; its penalty is curved, so that its slope depends on the surrogates; a quarter
   * of the rows don't count, and others count unevenly.
   */
  static final class Curved implements Criterion {
    @Override
    public Set<Hook> hooks() {
      return EnumSet.of(Hook.SAMPLE, Hook.WEIGHTS, Hook.LOSS);
    }

    @Override
    public boolean sampleWeights(Batch batch, float[] out) {
      for (int i = 0; i < batch.rows(); i++) {
        out[i] = new float[] {0, 1, 0.5f, 3}[i % 4];
      }
      return true;
    }

    @Override
    public void mix(float[] values, float @Nullable [] preference, int rows, float[] out) {
      for (int i = 0; i < rows; i++) {
        out[i] = 0.7f * values[2 * i] - 0.4f * values[2 * i + 1];
      }
    }

    @Override
    public void mixGradient(
        float[] values, float @Nullable [] preference, int rows, float[] dValues) {
      throw new UnsupportedOperationException();
    }

    @Override
    public double penalty(double[] surrogate, double[] unit, double[] gradient) {
      gradient[0] = 2 + 6 * surrogate[0];
      gradient[1] = -0.1 * Math.exp(-0.1 * surrogate[1]);
      return 2 * surrogate[0] + 3 * surrogate[0] * surrogate[0] + Math.exp(-0.1 * surrogate[1]);
    }

    @Override
    public double horizon(int signal) {
      return HORIZON[signal];
    }

    @Override
    public void save(State out) {}

    @Override
    public void restore(State in) {}
  }

  /** Two segments of the policy as it is. */
  Batch batch(NetworkPolicy policy) {
    float[] obs = floats(ROWS * OBS);
    double[] act = gaussians(ROWS * ACT);
    float[] logProb = new float[ROWS];
    float[] out = policy.network().forward(obs, ROWS);
    policy.head().evaluate(out, policy.free(), act, ROWS, logProb, new float[ROWS]);
    int[] steps = new int[ROWS];
    Arrays.fill(steps, 1);
    return new Batch(
            signals(),
            new int[] {0, 17, ROWS},
            obs,
            floats(ROWS * OBS),
            act,
            gaussians(ROWS * SIGNALS),
            new double[0],
            new boolean[ROWS],
            new boolean[ROWS],
            steps)
        .with(Column.LOG_PROB, logProb);
  }

  double[] gaussians(int n) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = rng.nextGaussian();
    }
    return values;
  }

  float[] floats(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) rng.nextGaussian();
    }
    return values;
  }

  /** Moves the first {@code count} parameters. */
  void perturb(Trainable parameters, int count, double size) {
    float[] flat = new float[parameters.parameterCount()];
    parameters.read(flat);
    for (int i = 0; i < count; i++) {
      flat[i] += (float) (size * rng.nextGaussian());
    }
    parameters.write(flat);
  }

  static double[] parameters(Trainable trainable) {
    float[] flat = new float[trainable.parameterCount()];
    trainable.read(flat);
    return doubles(flat);
  }

  static double[] gradient(Trainable trainable) {
    float[] flat = new float[trainable.parameterCount()];
    trainable.gradient(0).read(flat);
    return doubles(flat);
  }

  private static double[] doubles(float[] from) {
    double[] to = new double[from.length];
    Arrays.setAll(to, i -> from[i]);
    return to;
  }

  /** Outputs of the network of {@code outputs} outputs whose parameters begin at {@code at}. */
  static double[] forward(OnPolicyBatch rows, double[] parameters, int at, int outputs) {
    int count = HIDDEN * (OBS + 1) + outputs * (HIDDEN + 1);
    ReferenceNetwork network =
        new ReferenceNetwork(
            new int[] {OBS, HIDDEN, outputs},
            new String[] {"TANH", "IDENTITY"},
            new boolean[2],
            Arrays.copyOfRange(parameters, at, at + count));
    return network.forward(doubles(rows.obs), rows.rows);
  }

  static double[] ratios(OnPolicyBatch rows, double[] parameters) {
    double[] mean = forward(rows, parameters, 0, ACT);
    double[] ratios = new double[rows.rows];
    for (int i = 0; i < rows.rows; i++) {
      double logProb = 0;
      for (int j = 0; j < ACT; j++) {
        double logStd = parameters[NETWORK + j];
        double z = (rows.act[i * ACT + j] - mean[i * ACT + j]) / Math.exp(logStd);
        logProb += -0.5 * z * z - logStd - 0.5 * Math.log(2 * Math.PI);
      }
      ratios[i] = Math.exp(logProb - rows.logProb[i]);
    }
    return ratios;
  }

  /** u of both signals. */
  static double[] surrogates(OnPolicyBatch rows, double[] parameters) {
    double[] ratios = ratios(rows, parameters);
    double[] surrogate = new double[SIGNALS];
    for (int i = 0; i < rows.rows; i++) {
      for (int s = 0; s < SIGNALS; s++) {
        double change = (ratios[i] - 1) * rows.advantages[i * SIGNALS + s];
        surrogate[s] += rows.weight[i] * change / rows.rows;
      }
    }
    return surrogate;
  }

  static double penalty(OnPolicyBatch rows, double[] parameters) {
    return new Curved()
        .penalty(surrogates(rows, parameters), new double[SIGNALS], new double[SIGNALS]);
  }

  /** That of clipped surrogates: it pulls the first down and the second up. */
  static double penalty(OnPolicyBatch rows, double[] parameters, double clip) {
    double[] ratios = ratios(rows, parameters);
    double[] surrogate = new double[SIGNALS];
    for (int i = 0; i < rows.rows; i++) {
      double within = Math.max(1 - clip, Math.min(1 + clip, ratios[i]));
      double share = rows.weight[i] / (double) rows.rows;
      double a = rows.advantages[i * SIGNALS];
      double b = rows.advantages[i * SIGNALS + 1];
      surrogate[0] += share * (Math.max(ratios[i] * a, within * a) - a);
      surrogate[1] += share * (Math.min(ratios[i] * b, within * b) - b);
    }
    return new Curved().penalty(surrogate, new double[SIGNALS], new double[SIGNALS]);
  }

  /** KL(p || q) of each row. */
  static double[] divergences(OnPolicyBatch rows, double[] p, double[] q) {
    double[] pMean = forward(rows, p, 0, ACT);
    double[] qMean = forward(rows, q, 0, ACT);
    double[] kl = new double[rows.rows];
    for (int i = 0; i < rows.rows * ACT; i++) {
      double pLogStd = p[NETWORK + i % ACT];
      double qLogStd = q[NETWORK + i % ACT];
      double d = pMean[i] - qMean[i];
      double variances = Math.exp(2 * pLogStd) + d * d;
      kl[i / ACT] += qLogStd - pLogStd + 0.5 * (variances / Math.exp(2 * qLogStd) - 1);
    }
    return kl;
  }

  /** E[KL(p || q)]. */
  static double kl(OnPolicyBatch rows, double[] p, double[] q) {
    double[] kl = divergences(rows, p, q);
    double sum = 0;
    for (int i = 0; i < rows.rows; i++) {
      sum += rows.weight[i] * kl[i] / rows.rows;
    }
    return sum;
  }
}
