package org.morl4j.agents.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morl4j.agents.part.CriticOptions.Combine;
import org.morl4j.agents.value.GaussianHead;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;

/** DSAC-T's gradients, in the form of the authors' code of 2024, against PyTorch's. */
class DsacTGradientTest {
  private static final GaussianHead.Options HEAD = GaussianHead.Options.DEFAULT;

  private static Sac learner(OffPolicyFixture fixture, Activation activation, boolean started) {
    State networks = fixture.networks();
    for (int i = 0; i < 2; i++) {
      networks.put("critics." + i + ".head.b", new double[] {fixture.floats("b")[i]});
      networks.put("critics." + i + ".head.squares", new double[1]);
      networks.put("critics." + i + ".head.started", new boolean[] {started});
    }
    Sac.Settings settings = fixture.settings();
    return fixture.sac(
        new Sac.Settings(
            settings.rates(),
            Sac.Targets.withPolicy(1),
            settings.networks().withActivation(activation),
            settings.head(),
            settings.temperature(),
            settings.replay()),
        OffPolicyFixture.critics(HEAD, Combine.MIXED_MIN),
        networks);
  }

  private static double criticStep(OffPolicyFixture fixture, Sac learner) {
    RandomGenerator draws = fixture.draws("next_noise", "float32.z_chosen");
    return learner.criticStep(draws, 3e-4);
  }

  private static double spread(Sac learner, int critic) {
    State state = new State();
    learner.critics.save(state);
    return state.doubles(critic + ".head.b")[0];
  }

  @ParameterizedTest
  @CsvSource({"dsact, RELU", "dsact-gelu, GELU"})
  void criticsAgreeWithPyTorch(String name, Activation activation) {
    OffPolicyFixture fixture = OffPolicyFixture.of(name);
    Sac learner = learner(fixture, activation, true);
    double loss = criticStep(fixture, learner);
    fixture.assertCriticGradient("critic_gradient.0", learner.critics.gradient(0));
    fixture.assertCriticGradient("critic_gradient.1", learner.critics.gradient(1));
    double expected = fixture.expected("critic_loss.0")[0] + fixture.expected("critic_loss.1")[0];
    assertThat(loss).isCloseTo(expected, within(1e-5));
    for (int i = 0; i < 2; i++) {
      assertThat(spread(learner, i)).isCloseTo(fixture.expected("b_new")[i], within(1e-6));
    }
  }

  @ParameterizedTest
  @CsvSource({"dsact, RELU", "dsact-gelu, GELU"})
  void policyAgreesWithPyTorch(String name, Activation activation) {
    OffPolicyFixture fixture = OffPolicyFixture.of(name);
    Sac learner = learner(fixture, activation, true);
    double loss = learner.policyStep(fixture.draws("noise"), 3e-4).policy();
    fixture.assertClose("actor_gradient", learner.actor.network().gradient());
    fixture.assertClose("actor_loss", loss);
  }

  /** The fixture tells draws of Z' apart: rows that the bound 3 b leaves alone show them. */
  @Test
  void otherDrawsGiveOtherGradients() {
    OffPolicyFixture fixture = OffPolicyFixture.of("dsact");
    Sac learner = learner(fixture, Activation.RELU, true);
    learner.criticStep(fixture.draws("next_noise", "noise"), 3e-4);
    for (int i = 0; i < 2; i++) {
      float[] gradient = fixture.stretched(learner.critics.gradient(i));
      double[] expected = fixture.expected("critic_gradient." + i);
      double largest = 0;
      for (int j = 0; j < gradient.length; j++) {
        largest = Math.max(largest, Math.abs(gradient[j] - expected[j]));
      }
      assertThat(largest).isGreaterThan(1e-2);
    }
  }

  /** The first batch's mean deviation is the average, not a step from nothing towards it. */
  @Test
  void movingAverageBeginsAtTheFirstBatch() {
    OffPolicyFixture fixture = OffPolicyFixture.of("dsact");
    Sac learner = learner(fixture, Activation.RELU, false);
    criticStep(fixture, learner);
    for (int i = 0; i < 2; i++) {
      assertThat(spread(learner, i)).isCloseTo(fixture.expected("b_first")[i], within(1e-6));
    }
  }
}
