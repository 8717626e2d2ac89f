package org.morl4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.morl4j.core.env.Step;
import org.morl4j.core.rng.Rng;

class LifetimeTest {
  private static final int EPISODES = 20_000;

  /** Mean and standard error of alive's discounted return under one action. */
  private static double[] measured(Lifetime env, int action, double gamma) {
    Rng seeds = new Rng(5);
    double sum = 0;
    double squares = 0;
    for (int e = 0; e < EPISODES; e++) {
      env.reset(seeds.nextLong() >>> 32);
      double discount = 1;
      double g = 0;
      boolean running = true;
      while (running) {
        Step step = env.step(new double[] {action});
        g += discount * step.reward()[0];
        discount *= gamma;
        running = !step.terminated() && !step.truncated();
      }
      sum += g / EPISODES;
      squares += g * g / EPISODES;
    }
    return new double[] {sum, Math.sqrt((squares - sum * sum) / EPISODES)};
  }

  private static void assertReturn(Lifetime env, int action, double gamma) {
    double[] measured = measured(env, action, gamma);
    assertThat(measured[0])
        .isCloseTo(env.expectedReturn(action, gamma), within(4 * measured[1] + 1e-9));
  }

  @Test
  void expectedReturnsByHand() {
    assertThat(Lifetime.coin(50, 500).expectedReturn(0, 1)).isEqualTo(275);
    assertThat(Lifetime.hazard(500, 0.004).expectedReturn(0, 1)).isCloseTo(216.3, within(0.05));
    // (1 + .5 + 1 + .5 + .25) / 2, and 1 + .5 * .8 + .25 * .64
    assertThat(Lifetime.coin(2, 3).expectedReturn(1, 0.5)).isEqualTo(1.625);
    assertThat(Lifetime.hazard(3, 0, 0.2).expectedReturn(1, 0.5)).isCloseTo(1.56, within(1e-12));
    assertThat(Lifetime.hazard(3, 0, 0.2).expectedReturn(0, 1)).isEqualTo(3);
  }

  @Test
  void measuredReturnsAreTheExpectedOnes() {
    assertReturn(Lifetime.coin(50, 500), 1, 1);
    assertReturn(Lifetime.coin(50, 500), 0, 0.99);
    assertReturn(Lifetime.hazard(500, 0.004), 0, 1);
    assertReturn(Lifetime.hazard(500, 0.002, 0.05), 0, 1);
    assertReturn(Lifetime.hazard(500, 0.002, 0.05), 1, 0.99);
  }

  @Test
  void endsTerminateAndTheLimitTruncates() {
    Lifetime immortal = Lifetime.hazard(2, 0, 1);
    immortal.reset(0);
    assertThat(immortal.step(new double[] {0}).truncated()).isFalse();
    Step cut = immortal.step(new double[] {0});
    assertThat(cut.truncated()).isTrue();
    assertThat(cut.terminated()).isFalse();
    assertThat(cut.reward()).containsExactly(1, -1);
    assertThat(cut.obs()).containsExactly(1);
    immortal.reset(0);
    immortal.step(new double[] {0});
    Step death = immortal.step(new double[] {1});
    assertThat(death.terminated()).as("a death at the limit is a death").isTrue();
    assertThat(death.truncated()).isFalse();
    Lifetime coin = Lifetime.coin(1, 1);
    coin.reset(0);
    assertThat(coin.step(new double[] {0}).terminated()).isTrue();
    assertThatThrownBy(() -> coin.step(new double[] {0})).hasMessageContaining("Maybe call reset");
  }
}
