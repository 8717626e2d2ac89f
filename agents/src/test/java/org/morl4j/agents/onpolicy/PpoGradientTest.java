package org.morl4j.agents.onpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.morl4j.agents.onpolicy.OnPolicyFixture.ACT;
import static org.morl4j.agents.onpolicy.OnPolicyFixture.CRITIC;
import static org.morl4j.agents.onpolicy.OnPolicyFixture.NETWORK;
import static org.morl4j.agents.onpolicy.OnPolicyFixture.ROWS;
import static org.morl4j.agents.onpolicy.OnPolicyFixture.SIGNALS;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.agents.onpolicy.OnPolicyFixture.Curved;
import org.morl4j.agents.value.Backup;
import org.morl4j.agents.value.CategoricalHead;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.core.rng.Rng;

/** The gradient of one whole minibatch against central differences of the loss. */
@ParameterizedClass
@MethodSource("valueHeads")
class PpoGradientTest {
  private static final double CLIP = 0.2;
  private static final double ENTROPY = 0.03;
  private static final double VALUE = 0.5;

  private final OnPolicyFixture fixture = new OnPolicyFixture();
  private final ValueHeadOptions valueHead;
  private final int outputs;
  private final OnPolicyNetworks networks;
  private final OnPolicyBatch rollout;

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
    ActorCriticOptions options = OnPolicyFixture.networks().withValueHead(valueHead);
    networks = OnPolicyNetworks.joint(options, ROWS, OnPolicyFixture.setup());
    fixture.perturb(networks.parameters(), NETWORK, 0.3);
    rollout = OnPolicyBatch.of(fixture.batch(networks.policy()), new Curved(), networks);
  }

  private double loss(double[] parameters) {
    double[] values = OnPolicyFixture.forward(rollout, parameters, CRITIC, outputs);
    double[] ratios = OnPolicyFixture.ratios(rollout, parameters);
    double loss = OnPolicyFixture.penalty(rollout, parameters, CLIP);
    for (int i = 0; i < rollout.rows; i++) {
      double share = rollout.weight[i] / (double) rollout.rows;
      double a = rollout.mixed[i];
      double clipped = a > 0 ? Math.min(ratios[i], 1 + CLIP) : Math.max(ratios[i], 1 - CLIP);
      loss -= share * clipped * a;
      for (int j = 0; j < ACT; j++) {
        loss -= share * ENTROPY * (parameters[NETWORK + j] + 0.5 * Math.log(2 * Math.PI * Math.E));
      }
      for (int k = i * SIGNALS; k < (i + 1) * SIGNALS; k++) {
        loss += share * VALUE * valueLoss(values, k, rollout.targets[k]);
      }
    }
    return loss;
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
    Backup backup = new Backup(new float[] {y}, zero);
    valueHead.head(1, 1).target(new float[n], 1, backup, new Rng(0), target);
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

  @Test
  void wholeGradientByCentralDifferences() {
    // Away from the policy that acted, so that some ratios leave the clip.
    fixture.perturb(networks.parameters(), CRITIC, 0.1);
    double[] parameters = OnPolicyFixture.parameters(networks.parameters());
    StateValues critic = networks.critic();
    PolicyRows policy = networks.rows();
    policy.forward(rollout);
    double loss = PolicyLoss.CLIP.loss(policy, CLIP) + policy.addPenalty(new Curved(), CLIP);
    loss += VALUE * critic.loss(rollout) - ENTROPY * policy.entropy();
    policy.backward(ENTROPY);
    critic.backward(VALUE);

    assertThat(policy.clipped(CLIP)).as("share outside the clip").isBetween(0.1, 0.9);
    assertThat(loss).isCloseTo(loss(parameters), within(1e-5));
    CentralDifferences.check(
        OnPolicyFixture.gradient(networks.parameters()), this::loss, parameters);
  }
}
