package org.morl4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitTest {

  @ParameterizedTest
  @CsvSource({"4,9", "9,4", "6,6", "1,5"})
  void orthogonalRowsOrColumns(int units, int inputs) {
    float[] w = new float[units * inputs];
    float[] b = new float[units];
    b[0] = 7;
    new Init.Orthogonal(3).fill(w, b, inputs, new Random(1));
    assertThat(b).containsOnly(0f);
    int count = Math.min(units, inputs);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        double dot = 0;
        for (int k = 0; k < Math.max(units, inputs); k++) {
          dot +=
              units <= inputs
                  ? w[i * inputs + k] * w[j * inputs + k]
                  : w[k * inputs + i] * w[k * inputs + j];
        }
        assertThat(dot).isCloseTo(i == j ? 9 : 0, within(1e-5));
      }
    }
  }

  @Test
  void torchDefaultFillsTheIntervalEvenly() {
    float[] w = new float[20_000];
    float[] b = new float[200];
    new Init.TorchDefault().fill(w, b, 100, new Random(2));
    double mean = 0;
    double square = 0;
    for (float x : w) {
      assertThat(Math.abs(x)).isLessThanOrEqualTo(0.1f);
      mean += x / w.length;
      square += (double) x * x / w.length;
    }
    assertThat(mean).isCloseTo(0, within(2e-3));
    assertThat(Math.sqrt(square)).isCloseTo(0.1 / Math.sqrt(3), within(1e-3));
    assertThat(b[0]).isNotEqualTo(0f);
  }

  @Test
  void sameGeneratorGivesTheSameNetwork() {
    NetworkSpec spec = NetworkSpec.mlp(3, new int[] {8}, Activation.TANH, 2, 0.01);
    float[] a = new float[spec.parameterCount()];
    float[] b = new float[spec.parameterCount()];
    Networks.create(spec, new Random(3)).getParameters(a, 0);
    Networks.create(spec, new Random(3)).getParameters(b, 0);
    assertThat(a).isEqualTo(b);
    assertThat(spec.parameterCount()).isEqualTo(3 * 8 + 8 + 8 * 2 + 2);
    assertThat(spec.outputs()).isEqualTo(2);
  }

  /** Gain 0 draws as much as any other, so that what is drawn next stays the same. */
  @Test
  void gainZeroIsAllZeros() {
    float[] weight = new float[6];
    Arrays.fill(weight, 9);
    float[] bias = {9, 9};
    Random zero = new Random(4);
    new Init.Orthogonal(0).fill(weight, bias, 3, zero);
    for (float value : weight) {
      assertThat(Math.abs(value)).isZero();
    }
    assertThat(bias).containsOnly(0);
    Random one = new Random(4);
    new Init.Orthogonal(1).fill(weight, bias, 3, one);
    assertThat(zero.nextLong()).isEqualTo(one.nextLong());
  }

  @Test
  void wrongSpecsAreNamed() {
    assertThatThrownBy(() -> new Init.Orthogonal(-1)).hasMessageContaining("gain is -1.0");
    assertThatThrownBy(() -> new NetworkSpec(2, List.of())).hasMessageContaining("no layers");
    assertThatThrownBy(() -> NetworkSpec.mlp(0, new int[0], Activation.TANH, 1, 1))
        .hasMessageContaining("0 inputs");
    assertThatThrownBy(() -> new Layer(0, Activation.TANH, false, new Init.TorchDefault()))
        .hasMessageContaining("0 units");
  }
}
