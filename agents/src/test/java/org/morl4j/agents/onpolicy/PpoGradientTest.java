package org.morl4j.agents.onpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.agents.value.CategoricalHead;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;
import org.morl4j.nn.Network;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Networks;
import org.morl4j.nn.head.HeadOptions;
import org.morl4j.testkit.ReferenceNetwork;

/**
 * The gradient of one whole minibatch against central differences of the loss, which is written
 * down here once more, in double precision and for reading.
 */
@ParameterizedClass
@MethodSource("valueHeads")
class PpoGradientTest {
  private static final int OBS = 3;
  private static final int ACT = 2;
  private static final int SIGNALS = 2;
  private static final int ROWS = 40;
  private static final int HIDDEN = 5;
  private static final double CLIP = 0.2;
  private static final double ENTROPY = 0.03;
  private static final double VALUE = 0.5;
  private static final int POLICY_PARAMETERS = HIDDEN * (OBS + 1) + ACT * (HIDDEN + 1);

  private final Rng rng = new Rng(11);
  private final ValueHeadOptions valueHead;
  private final int outputs;
  private final NetworkPolicy policy;
  private final Network network;
  private final OnPolicyBatch rollout;
  private final PpoMinibatch minibatch;
  private final int[] order = new int[ROWS];

  static List<ValueHeadOptions> valueHeads() {
    return List.of(
        ScalarHead.Options.DEFAULT,
        new ScalarHead.Options(0.4),
        new CategoricalHead.HlGauss(-3, 3, 7, 0.75),
        new CategoricalHead.TwoHot(-3, 3, 6),
        new CategoricalHead.C51(-3, 3, 6),
        new QuantileHead.Options(5, 0.5, QuantileHead.Average.ALL, false, 0));
  }

  PpoGradientTest(ValueHeadOptions valueHead) {
    this.valueHead = valueHead;
    outputs = SIGNALS * valueHead.head(SIGNALS, 1).outputs();
    policy =
        new NetworkPolicy(
            Box.of(OBS, -9, 9, Dtype.FLOAT64),
            Box.of(ACT, -1, 1, Dtype.FLOAT32),
            HeadOptions.DEFAULT,
            Networks.create(NetworkSpec.mlp(OBS, hidden(), Activation.TANH, ACT, 1), rng),
            false);
    network = Networks.create(NetworkSpec.mlp(OBS, hidden(), Activation.TANH, outputs, 1), rng);
    StateValues critic = new StateValues(network, valueHead, new ValueScale(SIGNALS, true), ROWS);
    rollout = new OnPolicyBatch(policy, critic);
    minibatch = new PpoMinibatch(policy, critic, rollout, ROWS);
  }

  private static int[] hidden() {
    return new int[] {HIDDEN};
  }

  /** Mixes unevenly; its penalty is curved, so that its slope depends on the surrogates. */
  private static final class Curved implements Criterion {
    @Override
    public Set<Hook> hooks() {
      return EnumSet.of(Hook.WEIGHTS, Hook.LOSS);
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
      gradient[1] = -Math.exp(-surrogate[1]);
      return 2 * surrogate[0] + 3 * surrogate[0] * surrogate[0] + Math.exp(-surrogate[1]);
    }

    @Override
    public void save(State out) {}

    @Override
    public void restore(State in) {}
  }

  private Batch batch() {
    float[] obs = gaussians(ROWS * OBS);
    double[] act = new double[ROWS * ACT];
    double[] reward = new double[ROWS * SIGNALS];
    for (int i = 0; i < act.length; i++) {
      act[i] = rng.nextGaussian();
    }
    for (int i = 0; i < reward.length; i++) {
      reward[i] = rng.nextGaussian();
    }
    Signals signals =
        new Signals(
            List.of(
                new Signal("one", Signal.Kind.OBJECTIVE, 0.9, 0.8),
                new Signal("two", Signal.Kind.OBJECTIVE, 0.5, 1)));
    int[] steps = new int[ROWS];
    Arrays.fill(steps, 1);
    float[] logProb = new float[ROWS];
    float[] out = policy.network().forward(obs, ROWS);
    policy.head().evaluate(out, policy.free(), act, ROWS, logProb, new float[ROWS]);
    return new Batch(
            signals,
            new int[] {0, 17, ROWS},
            obs,
            gaussians(ROWS * OBS),
            act,
            reward,
            new double[0],
            new boolean[ROWS],
            new boolean[ROWS],
            steps)
        .with(Column.LOG_PROB, logProb);
  }

  private float[] gaussians(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) rng.nextGaussian();
    }
    return values;
  }

  /** policy network, log standard deviations, critic */
  private double[] parameters() {
    float[] flat = new float[POLICY_PARAMETERS + ACT + HIDDEN * (OBS + 1) + outputs * (HIDDEN + 1)];
    policy.network().getParameters(flat, 0);
    System.arraycopy(policy.free(), 0, flat, POLICY_PARAMETERS, ACT);
    network.getParameters(flat, POLICY_PARAMETERS + ACT);
    double[] parameters = new double[flat.length];
    for (int i = 0; i < flat.length; i++) {
      parameters[i] = flat[i];
    }
    return parameters;
  }

  /** Moves the policy away from the one that acted, so that some ratios leave the clip. */
  private void perturb() {
    float[] flat = new float[POLICY_PARAMETERS];
    policy.network().getParameters(flat, 0);
    for (int i = 0; i < flat.length; i++) {
      flat[i] += (float) (0.1 * rng.nextGaussian());
    }
    policy.network().setParameters(flat, 0);
    policy.free()[0] = 0.15f;
    policy.free()[1] = -0.2f;
  }

  private double loss(double[] parameters) {
    double[] mean = forward(parameters, 0, ACT);
    double[] values = forward(parameters, POLICY_PARAMETERS + ACT, outputs);
    double policyLoss = 0;
    double entropy = 0;
    double valueLoss = 0;
    double[] surrogate = new double[SIGNALS];
    for (int i = 0; i < ROWS; i++) {
      double logProb = 0;
      for (int j = 0; j < ACT; j++) {
        double logStd = parameters[POLICY_PARAMETERS + j];
        double z = (rollout.act()[i * ACT + j] - mean[i * ACT + j]) / Math.exp(logStd);
        logProb += -0.5 * z * z - logStd - 0.5 * Math.log(2 * Math.PI);
        entropy += (logStd + 0.5 * Math.log(2 * Math.PI * Math.E)) / ROWS;
      }
      double ratio = Math.exp(logProb - rollout.oldLogProb()[i]);
      double a = rollout.mixed()[i];
      double clipped = a > 0 ? Math.min(ratio, 1 + CLIP) : Math.max(ratio, 1 - CLIP);
      policyLoss -= clipped * a / ROWS;
      for (int s = 0; s < SIGNALS; s++) {
        int k = i * SIGNALS + s;
        surrogate[s] += (ratio - 1) * rollout.advantages()[k] / ROWS;
        valueLoss += valueLoss(values, k, rollout.targets()[k]) / ROWS;
      }
    }
    double penalty = new Curved().penalty(surrogate, new double[SIGNALS], new double[SIGNALS]);
    return policyLoss + penalty - ENTROPY * entropy + VALUE * valueLoss;
  }

  /** Loss of value {@code i} at the number {@code y}. */
  private double valueLoss(double[] out, int i, float y) {
    int n = outputs / SIGNALS;
    double loss = 0;
    if (valueHead instanceof ScalarHead.Options scalar) {
      return huber(out[i] - y, scalar.huber() == 0 ? 1e9 : scalar.huber());
    }
    if (valueHead instanceof QuantileHead.Options quantile) {
      for (int q = 0; q < n; q++) {
        double d = y - out[i * n + q];
        double tau = (q + 0.5) / n;
        loss += (d < 0 ? 1 - tau : tau) * huber(d, quantile.kappa()) / n;
      }
      return loss;
    }
    float[] target = new float[n];
    float[] zero = {0};
    valueHead.head(1, 1).target(new float[n], 1, new float[] {y}, zero, null, new Rng(0), target);
    double sum = 0;
    for (int k = 0; k < n; k++) {
      sum += Math.exp(out[i * n + k]);
    }
    for (int k = 0; k < n; k++) {
      loss -= target[k] * (out[i * n + k] - Math.log(sum));
    }
    return loss;
  }

  private static double huber(double d, double h) {
    return Math.abs(d) <= h ? 0.5 * d * d : h * (Math.abs(d) - 0.5 * h);
  }

  private double[] forward(double[] parameters, int at, int outputs) {
    int[] sizes = {OBS, HIDDEN, outputs};
    int count = HIDDEN * (OBS + 1) + outputs * (HIDDEN + 1);
    ReferenceNetwork network =
        new ReferenceNetwork(
            sizes,
            new String[] {"TANH", "IDENTITY"},
            new boolean[2],
            Arrays.copyOfRange(parameters, at, at + count));
    double[] in = new double[ROWS * OBS];
    for (int i = 0; i < in.length; i++) {
      in[i] = rollout.obs()[i];
    }
    return network.forward(in, ROWS);
  }

  @Test
  void wholeGradientByCentralDifferences() {
    rollout.load(batch(), new Curved());
    perturb();
    for (int i = 0; i < ROWS; i++) {
      order[i] = i;
    }
    double[] parameters = parameters();
    float[] gradient = new float[parameters.length];
    minibatch.forward(order, 0, ROWS);
    double policyLoss = minibatch.policyLoss(ROWS, CLIP);
    double penalty = minibatch.addPenalty(new Curved());
    double valueLoss = minibatch.valueLoss(ROWS);
    double entropy = minibatch.entropy() / ROWS;
    minibatch.backward(ROWS, ENTROPY, VALUE, gradient);

    assertThat(minibatch.clipped(ROWS, CLIP)).as("rows outside the clip").isBetween(5, 35);
    assertThat(policyLoss + penalty - ENTROPY * entropy + VALUE * valueLoss)
        .isCloseTo(loss(parameters), within(1e-5));
    double[] expected = new double[parameters.length];
    double h = 1e-6;
    double largest = 0;
    for (int p = 0; p < parameters.length; p++) {
      double[] moved = parameters.clone();
      moved[p] = parameters[p] + h;
      double up = loss(moved);
      moved[p] = parameters[p] - h;
      expected[p] = (up - loss(moved)) / (2 * h);
      largest = Math.max(largest, Math.abs(expected[p]));
    }
    for (int p = 0; p < parameters.length; p++) {
      assertThat((double) gradient[p])
          .as("parameter %s", p)
          .isCloseTo(expected[p], within(1e-5 * largest));
    }
  }
}
