package org.morl4j.agents.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morl4j.agents.part.CriticOptions.Combine;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.constraints.Mixer;

/** SAC's losses and gradients against PyTorch's. */
class SacGradientTest {
  private static Sac sac(OffPolicyFixture fixture, Combine combine) {
    return fixture.sac(
        fixture.settings(),
        OffPolicyFixture.critics(ScalarHead.Options.DEFAULT, combine),
        fixture.networks());
  }

  @ParameterizedTest
  @CsvSource({
    "sac, MIXED_MIN, ''",
    "sac, ELEMENT_MIN, ''",
    "sac-signals, MIXED_MIN, mixed.",
    "sac-signals, ELEMENT_MIN, elementwise."
  })
  void criticsAgreeWithPyTorch(String name, Combine combine, String prefix) {
    OffPolicyFixture fixture = OffPolicyFixture.of(name);
    Sac sac = sac(fixture, combine);
    double loss = sac.criticStep(fixture.draws("next_noise"), 3e-4);
    fixture.assertCriticGradient(prefix + "critic_gradient.0", sac.critics.gradient(0));
    fixture.assertCriticGradient(prefix + "critic_gradient.1", sac.critics.gradient(1));
    double expected =
        fixture.expected(prefix + "critic_loss.0")[0]
            + fixture.expected(prefix + "critic_loss.1")[0];
    assertThat(loss).isCloseTo(expected, within(1e-5));
  }

  @ParameterizedTest
  @CsvSource({
    "sac, MIXED_MIN, ''",
    "sac-signals, MIXED_MIN, mixed.",
    "sac-signals, ELEMENT_MIN, elementwise."
  })
  void policyAgreesWithPyTorch(String name, Combine combine, String prefix) {
    OffPolicyFixture fixture = OffPolicyFixture.of(name);
    Sac sac = sac(fixture, combine);
    double loss = sac.policyStep(fixture.draws("noise"), 3e-4).policy();
    fixture.assertActions("act_new", sac.actor.act());
    fixture.assertClose(prefix + "actor_gradient", sac.actor.network().gradient());
    fixture.assertClose(prefix + "actor_loss", loss);
  }

  @Test
  void lossByHand() {
    float[] dLogProb = new float[2];
    float[] dQ = new float[2];
    double loss = Sac.policyLoss(0.5, new float[] {-1, 3}, new float[] {2, -4}, 2, dLogProb, dQ);
    assertThat(loss).isEqualTo(((-0.5 - 2) + (1.5 + 4)) / 2);
    assertThat(dLogProb).containsExactly(0.25f, 0.25f);
    assertThat(dQ).containsExactly(-0.5f, -0.5f);
  }

  @Test
  void mixersGradientIsItsWeights() {
    float[] d = new float[4];
    Mixer.byPreference(2, 2).gradient(new float[4], new float[] {0.25f, 0.75f, 1, 0}, 2, d);
    assertThat(d).containsExactly(0.25f, 0.75f, 1, 0);
  }
}
