package org.morl4j.pareto.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morl4j.core.check.Vec;

class AdvantageWeightsTest {
  private static final int N = 30_001;

  private static AdvantageWeights rule(double first, double beta) {
    return new AdvantageWeights(
        Vec.of(first, 1 - first), Vec.of(1, 1), new AdvantageWeights.Temperature(beta, 20));
  }

  /** Actions spread evenly over -1.5 to 1.5. */
  private static double act(int i) {
    return -1.5 + 3.0 * i / (N - 1);
  }

  /**
   * One state, Q_1 = -(a - 1)^2, Q_2 = -(a + 1)^2: under w the best action is w_1 - w_2, and what a
   * clone's mean makes of it is known for each temperature.
   */
  @ParameterizedTest
  @CsvSource({
    "0.5, 10, 0", "0.5, 1, 0", "0.5, 0.1, 0",
    "0.7, 10, 0.058", "0.7, 1, 0.323", "0.7, 0.1, 0.400",
    "0.9, 10, 0.075", "0.9, 1, 0.489", "0.9, 0.1, 0.629"
  })
  void cloningFindsTheKnownMean(double first, double beta, double mean) {
    double[] advantage = new double[N];
    for (int i = 0; i < N; i++) {
      double a = act(i);
      advantage[i] = -first * (a - 1) * (a - 1) - (1 - first) * (a + 1) * (a + 1);
    }
    float[] weight = rule(first, beta).of(advantage);
    double sum = 0;
    double all = 0;
    for (int i = 0; i < N; i++) {
      sum += weight[i] * act(i);
      all += weight[i];
    }
    assertThat(sum / all).isEqualTo(mean, offset(2e-3));
  }

  /** A = 1, 2, 3 have z = -1.2247, 0, 1.2247. */
  @Test
  void weightsAreExponentsOfStandardisedAdvantages() {
    float[] weight = rule(0.5, 0.5).of(new double[] {1, 2, 3});
    assertThat(weight).containsExactly(new float[] {0.08633f, 1, 11.583f}, offset(1e-3f));
    assertThat(rule(0.5, 0.1).of(new double[] {1, 2, 3})[2]).isEqualTo(20);
  }

  @Test
  void equalAdvantagesWeighAlike() {
    assertThat(rule(0.5, 1).of(new double[] {7, 7})).containsExactly(1, 1);
  }
}
