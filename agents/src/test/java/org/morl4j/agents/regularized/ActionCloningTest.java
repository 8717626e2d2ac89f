package org.morl4j.agents.regularized;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ActionCloningTest {
  private static final float[] ACT = {0.5f, -0.25f, 0.75f, 0};
  private static final float[] TARGET = {0, 0.25f, 0.75f, -0.5f};

  /** Squares .25, .25, 0, .25; two rows of two, weight 1/2: the mean over all four. */
  @Test
  void squaredByHand() {
    float[] dAct = {1, 0, 0, 0};
    double loss = ActionCloning.squared(0.5, ACT, TARGET, 2, dAct);
    assertThat(loss).isEqualTo(0.1875);
    assertThat(dAct).containsExactly(1.25f, -0.25f, 0, 0.25f);
  }

  @Test
  void squaredHasTheGradientOfFiniteDifferences() {
    float[] dAct = new float[4];
    ActionCloning.squared(0.7, ACT, TARGET, 2, dAct);
    for (int i = 0; i < 4; i++) {
      float[] up = ACT.clone();
      float[] down = ACT.clone();
      up[i] += 1f / 64;
      down[i] -= 1f / 64;
      double rise =
          ActionCloning.squared(0.7, up, TARGET, 2, new float[4])
              - ActionCloning.squared(0.7, down, TARGET, 2, new float[4]);
      assertThat((double) dAct[i]).isCloseTo(rise * 32, within(1e-6));
    }
  }

  @Test
  void distancesByHand() {
    float[] out = new float[2];
    ActionCloning.distances(2, ACT, TARGET, out);
    assertThat(out).containsExactly(1, 0.5f);
  }

  /** |q| are 1, 3, 2; and nothing is divided by 0. */
  @Test
  void lambdaByHand() {
    assertThat(ActionCloning.lambda(2.5, new float[] {-1, 3, -2}, 3)).isEqualTo(1.25f);
    assertThat(ActionCloning.lambda(2.5, new float[3], 3)).isFinite();
  }
}
