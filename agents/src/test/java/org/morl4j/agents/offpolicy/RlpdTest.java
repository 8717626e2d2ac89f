package org.morl4j.agents.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.morl4j.agents.Toy;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.part.CriticOptions.PolicyTarget;
import org.morl4j.core.data.OnlineData;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.testkit.LearnerContract;

/** RLPD is REDQ with normalised critics that sees half data. */
class RlpdTest {
  @Test
  void itIsRedqWithNormalisedCritics() {
    Rlpd.Options rlpd = Rlpd.Options.DEFAULT.withCritics(4).withDrawn(1);
    CriticOptions critic = rlpd.sac().critic();
    assertThat(critic.count()).isEqualTo(4);
    assertThat(critic.layerNorm()).isTrue();
    assertThat(critic.choice().drawn()).isEqualTo(1);
    assertThat(critic.choice().policy()).isEqualTo(PolicyTarget.MEAN);
    assertThat(Rlpd.Options.DEFAULT.sac())
        .isEqualTo(Redq.Options.DEFAULT.withLayerNorm(true).sac());
    assertThat(Rlpd.Options.DEFAULT.replay().updates()).isEqualTo(20);
    assertThat(Rlpd.Options.DEFAULT.rates().policyDelay()).isEqualTo(20);
    assertThat(rlpd.onlineData()).isEqualTo(OnlineData.HALF_HALF);
    assertThat(Redq.Options.DEFAULT.onlineData()).isEqualTo(OnlineData.UNION);
  }

  @Test
  void itKeepsTheLearnersContract() {
    Box actions = Box.of(2, -2, 2, Dtype.FLOAT32);
    Rlpd.Options options =
        Rlpd.Options.DEFAULT
            .withCritics(3)
            .withHidden(8, 8)
            .withReplay(ReplayOptions.DEFAULT.withBatch(16).withWarmup(10).withUpdates(2));
    Toy toy = new Toy(actions);
    LearnerContract.check(
        options.factory(),
        toy.spec(),
        options.signals(toy.spec()),
        () -> VectorEnv.of(() -> new Toy(actions), 3));
  }
}
