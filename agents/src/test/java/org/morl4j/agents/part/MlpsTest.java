package org.morl4j.agents.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.morl4j.agents.part.MlpOptions.Start;
import org.morl4j.core.rng.Rng;
import org.morl4j.nn.Backends;
import org.morl4j.nn.Trainable;
import org.morl4j.nn.TrainableSpec;

/** How networks begin. */
class MlpsTest {
  private static float[] parameters(Start start) {
    MlpOptions options = MlpOptions.DEFAULT.withHidden(4).withStart(start);
    RowShape shape = new RowShape(4, 1, 0, 1);
    Mlps mlps = new Mlps(Backends.named("fused"), options, shape, new Rng(2));
    Trainable network = mlps.trainable(TrainableSpec.of(mlps.spec(4, false, 1)));
    float[] all = new float[network.parameterCount()];
    network.read(all);
    return all;
  }

  private static double dot(float[] all, int a, int b) {
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      sum += (double) all[a + i] * all[b + i];
    }
    return sum;
  }

  /** 4 to 4 to 1: rows of W W' = 2 I, the last layer's row of square 2 too, biases 0. */
  @Test
  void orthogonalStartHasGainRootTwoInAllLayers() {
    float[] all = parameters(Start.ORTHOGONAL);
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        assertThat(dot(all, 4 * i, 4 * j)).isCloseTo(i == j ? 2 : 0, within(1e-6));
      }
    }
    assertThat(dot(all, 20, 20)).as("last layer").isCloseTo(2, within(1e-6));
    for (int bias : new int[] {16, 17, 18, 19, 24}) {
      assertThat(all[bias]).isZero();
    }
  }

  @Test
  void torchStartKeepsWithinItsBound() {
    float[] all = parameters(Start.TORCH);
    for (float one : all) {
      assertThat(Math.abs(one)).isLessThan(0.5f); // 1 / sqrt(4)
    }
    assertThat(all[16]).as("biases are drawn too").isNotZero();
  }
}
