package org.morl4j.agents.onpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.agents.value.CategoricalHead;
import org.morl4j.agents.value.GaussianHead;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.core.rng.Rng;
import org.morl4j.nn.Activation;
import org.morl4j.nn.Adam;
import org.morl4j.nn.Backends;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Trainable;
import org.morl4j.nn.TrainableSpec;

class StateValuesTest {
  private static final ValueHeadOptions QUANTILES =
      new QuantileHead.Options(8, 1, QuantileHead.Average.TARGETS, false, 0);

  static List<ValueHeadOptions> valueHeads() {
    return List.of(
        ScalarHead.Options.DEFAULT,
        new ScalarHead.Options(1),
        CategoricalHead.HlGauss.DEFAULT,
        CategoricalHead.TwoHot.DEFAULT,
        CategoricalHead.C51.DEFAULT,
        QUANTILES);
  }

  private static Trainable network(int outputs, int... hidden) {
    TrainableSpec spec =
        TrainableSpec.of(NetworkSpec.mlp(1, hidden, Activation.TANH, outputs, 1))
            .withAdam(new Adam.Options(0.9, 0.999, 1e-5));
    return Backends.named("fused").trainable(spec, new Rng(3));
  }

  private static OnPolicyBatch rows(float[] obs, float[] targets, float... weight) {
    int n = obs.length;
    OnPolicyBatch rows =
        new OnPolicyBatch(n, obs, new double[n], new float[n], new float[targets.length]);
    System.arraycopy(targets, 0, rows.targets, 0, targets.length);
    System.arraycopy(weight, 0, rows.weight, 0, n);
    return rows;
  }

  @Test
  void distributionOfTwoValuesByHand() {
    // Values -1 and 1 with probabilities 1/4 and 3/4 everywhere: mean 1/2.
    Trainable network = network(2);
    float[] parameters = {0, 0, 0, (float) Math.log(3)};
    network.write(parameters);
    StateValues critic =
        new StateValues(
            network, 0, new CategoricalHead.TwoHot(-1, 1, 2), new ValueScale(1, true), 2);
    float[] values = new float[3];
    critic.values(new float[] {5, 6, 7}, 3, values);
    assertThat(values).containsExactly(new float[] {0.5f, 0.5f, 0.5f}, within(1e-6f));

    // Mean 4, deviation 2.
    float[] targets = {2, 6};
    critic.rescale(targets, 2);
    assertThat(targets).containsExactly(new float[] {-1, 1}, within(1e-6f));

    // The distribution is left alone, so its value moves with the units: 4 + 2 / 2.
    float[] after = new float[4];
    network.read(after);
    assertThat(after).containsExactly(parameters);
    critic.values(new float[] {5, 6, 7}, 3, values);
    assertThat(values).containsExactly(new float[] {5, 5, 5}, within(1e-5f));

    // Cross-entropies: all on the first value, and half on each.
    float[] obs = {5, 6};
    double first = -Math.log(0.25);
    double second = -0.5 * (Math.log(0.25) + Math.log(0.75));
    OnPolicyBatch even = rows(obs, new float[] {-1, 0}, 1, 1);
    assertThat(critic.loss(even)).isCloseTo((first + second) / 2, within(1e-6));

    // p - t, (1/4, 3/4) - (1, 0) and - (1/2, 1/2), over two rows; coefficient 4; inputs 5 and 6.
    float[] gradient = new float[4];
    critic.backward(4);
    network.gradient(0).read(gradient);
    assertThat(gradient)
        .containsExactly(new float[] {-7.5f - 3, 7.5f + 3, -1.5f - 0.5f, 2}, within(1e-5f));

    OnPolicyBatch uneven = rows(obs, new float[] {-1, 0}, 0.5f, 1.5f);
    assertThat(critic.loss(uneven)).isCloseTo((0.5 * first + 1.5 * second) / 2, within(1e-6));
    critic.backward(4);
    network.gradient(0).read(gradient);
    assertThat(gradient)
        .containsExactly(
            new float[] {-3.75f - 4.5f, 3.75f + 4.5f, -0.75f - 0.75f, 1.5f}, within(1e-5f));
  }

  @ParameterizedTest
  @MethodSource("valueHeads")
  void valuesMeetTheirTargetsInRewardUnits(ValueHeadOptions head) {
    // Two states, two signals of different size; targets as they come in a second rollout.
    float[] obs = {-1, 1};
    float[] wanted = {300, -0.1f, 500, 0.3f};
    int outputs = head.head(2, 1).outputs();
    Trainable network = network(2 * outputs, 8);
    StateValues critic = new StateValues(network, 0, head, new ValueScale(2, true), 2);
    critic.rescale(new float[] {0, 0, 200, 0.1f}, 2);
    float[] targets = wanted.clone();
    critic.rescale(targets, 2);

    OnPolicyBatch rows = rows(obs, targets, 1, 1);
    for (int step = 0; step < 600; step++) {
      critic.loss(rows);
      critic.backward(0.5);
      network.step(0, step < 400 ? 0.03 : 0.002);
    }
    float[] values = new float[4];
    critic.values(obs, 2, values);
    for (int i = 0; i < 4; i++) {
      float tolerance = i % 2 == 0 ? 4 : 0.004f;
      assertThat(values[i]).isCloseTo(wanted[i], within(tolerance));
    }
  }

  @Test
  void headsThatDoNotFitAreNamed() {
    for (ValueHeadOptions head : valueHeads()) {
      assertThat(StateValues.requireFits("PPO", head)).isSameAs(head);
    }
    assertThatThrownBy(() -> StateValues.requireFits("PPO", GaussianHead.Options.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "valueHead is gaussian, but PPO serves only scalar, c51, two-hot, hl-gauss and"
                + " quantile. Maybe use hl-gauss.");
    assertThatThrownBy(() -> StateValues.requireFits("PPO", QuantileHead.Options.DEFAULT))
        .hasMessageStartingWith("valueHead pools the laws of several critics, but PPO has one.")
        .hasMessageContaining("Maybe set valueHead.pool to false and valueHead.drop to 0.");
  }
}
