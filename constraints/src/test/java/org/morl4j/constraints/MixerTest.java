package org.morl4j.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.morl4j.core.check.Vec;

class MixerTest {
  private static final float[] VALUES = {1, 10, 100, 2, 20, 200, 9, 9, 9};

  @Test
  void weightedSumAddsUpEachRow() {
    float[] out = {7, 7, 7};
    Mixer.weightedSum(Vec.of(0.5, 0.25, -0.01)).mix(VALUES, null, 2, out);
    assertThat(out).containsExactly(2, 4, 7);
  }

  @Test
  void oneHotTakesOneSignal() {
    float[] out = {7, 7, 7};
    Mixer.oneHot(1, 3).mix(VALUES, null, 2, out);
    assertThat(out).containsExactly(10, 20, 7);
  }

  /** 1e8 + 1 - 1e8 is 0 in floats. */
  @Test
  void sumsInDoublePrecision() {
    float[] out = new float[1];
    Mixer.weightedSum(Vec.of(1, 1, -1)).mix(new float[] {1e8f, 1, 1e8f}, null, 1, out);
    assertThat(out).containsExactly(1);
  }
}
