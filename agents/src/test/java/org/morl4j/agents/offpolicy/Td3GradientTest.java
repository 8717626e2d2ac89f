package org.morl4j.agents.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.part.CriticOptions.Combine;
import org.morl4j.agents.part.DeterministicActor.Noise;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Rates;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.core.data.ReplayOptions;

/** TD3's losses and gradients against PyTorch's. */
class Td3GradientTest {
  private final OffPolicyFixture fixture = OffPolicyFixture.of("td3");
  private final Td3 td3 = td3();

  private Td3 td3() {
    Td3.Options options =
        new Td3.Options(
            Rates.DEFAULT,
            new Noise(0.1, fixture.option("noise_std"), fixture.option("noise_clip")),
            MlpOptions.DEFAULT.withHidden(OffPolicyFixture.HIDDEN),
            OffPolicyFixture.critics(ScalarHead.Options.DEFAULT, Combine.MIXED_MIN)
                .withPolicy(CriticOptions.PolicyTarget.FIRST),
            ReplayOptions.DEFAULT);
    Td3 learner = new Td3(options, fixture.setup());
    learner.parts().start(fixture.networks());
    learner.rows.load(fixture.batch(), fixture.criterion());
    return learner;
  }

  @Test
  void criticsAgreeWithPyTorch() {
    double loss = td3.criticStep(fixture.draws("next_noise"), 3e-4);
    fixture.assertCriticGradient("critic_gradient.0", td3.critics.gradient(0));
    fixture.assertCriticGradient("critic_gradient.1", td3.critics.gradient(1));
    double expected = fixture.expected("critic_loss.0")[0] + fixture.expected("critic_loss.1")[0];
    assertThat(loss).isCloseTo(expected, within(1e-5));
  }

  @Test
  void policyAgreesWithPyTorch() {
    double loss = td3.policyStep(3e-4).policy();
    fixture.assertClose("actor_gradient", td3.actor.network().gradient());
    fixture.assertClose("actor_loss", loss);
  }

  @Test
  void lossByHand() {
    float[] dQ = new float[2];
    assertThat(Td3.policyLoss(1, new float[] {2, -5}, 2, dQ)).isEqualTo(1.5);
    assertThat(dQ).containsExactly(-0.5f, -0.5f);
    assertThat(Td3.policyLoss(4, new float[] {2, -5}, 2, dQ)).isEqualTo(6);
    assertThat(dQ).containsExactly(-2, -2);
  }
}
