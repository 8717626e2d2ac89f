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
import org.morl4j.nn.Network;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Networks;

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

  private static Network network(int hidden, int outputs) {
    int[] layers = hidden == 0 ? new int[0] : new int[] {hidden};
    return Networks.create(NetworkSpec.mlp(1, layers, Activation.TANH, outputs, 1), new Rng(3));
  }

  @Test
  void lawOfTwoValuesByHand() {
    // Values -1 and 1 with probabilities 1/4 and 3/4 everywhere: mean 1/2.
    Network network = network(0, 2);
    float[] parameters = {0, 0, 0, (float) Math.log(3)};
    network.setParameters(parameters, 0);
    StateValues critic =
        new StateValues(network, new CategoricalHead.TwoHot(-1, 1, 2), new ValueScale(1, true), 2);
    float[] values = new float[3];
    critic.values(new float[] {5, 6, 7}, 3, values);
    assertThat(values).containsExactly(new float[] {0.5f, 0.5f, 0.5f}, within(1e-6f));

    // Mean 4, deviation 2.
    float[] targets = {2, 6};
    critic.rescale(targets, 2);
    assertThat(targets).containsExactly(new float[] {-1, 1}, within(1e-6f));

    // The law is left alone, so its value moves with the units: 4 + 2 / 2.
    float[] after = new float[4];
    network.getParameters(after, 0);
    assertThat(after).containsExactly(parameters);
    critic.values(new float[] {5, 6, 7}, 3, values);
    assertThat(values).containsExactly(new float[] {5, 5, 5}, within(1e-5f));

    // Cross-entropies: all on the first value, and half on each.
    critic.forward(new float[] {5, 6}, 2);
    double expected = -Math.log(0.25) - 0.5 * (Math.log(0.25) + Math.log(0.75));
    assertThat(critic.loss(new float[] {-1, 0}, 2)).isCloseTo(expected / 2, within(1e-6));

    // p - t, (1/4, 3/4) - (1, 0) and - (1/2, 1/2), over two rows; coefficient 4; inputs 5 and 6.
    float[] gradient = new float[5];
    critic.backward(2, 4, gradient, 1);
    assertThat(gradient)
        .containsExactly(
            new float[] {0, -7.5f - 3, 7.5f + 3, -1.5f - 0.5f, 1.5f + 0.5f}, within(1e-5f));
  }

  @ParameterizedTest
  @MethodSource("valueHeads")
  void valuesMeetTheirTargetsInRewardUnits(ValueHeadOptions head) {
    // Two states, two signals of different size; targets as they come in a second rollout.
    float[] obs = {-1, 1};
    float[] wanted = {300, -0.1f, 500, 0.3f};
    int outputs = head.head(2, 1).outputs();
    Network network = network(8, 2 * outputs);
    StateValues critic = new StateValues(network, head, new ValueScale(2, true), 2);
    critic.rescale(new float[] {0, 0, 200, 0.1f}, 2);
    float[] targets = wanted.clone();
    critic.rescale(targets, 2);

    float[] parameters = new float[network.parameterCount()];
    float[] gradient = new float[parameters.length];
    Adam adam = new Adam(parameters.length, new Adam.Options(0.9, 0.999, 1e-5));
    network.getParameters(parameters, 0);
    for (int step = 0; step < 600; step++) {
      critic.forward(obs, 2);
      critic.loss(targets, 2);
      critic.backward(2, 0.5, gradient, 0);
      adam.step(parameters, gradient, step < 400 ? 0.03 : 0.002);
      network.setParameters(parameters, 0);
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
