package org.morl4j.agents.onpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.rng.Rng;
import org.morl4j.nn.Activation;
import org.morl4j.nn.Backends;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Trainable;
import org.morl4j.nn.TrainableSpec;

class ValueScaleTest {
  private static final float[] OBS = {1, 2, 3, -1, 0, 0.5f};

  /** Signal 0: mean 3, deviation 2; signal 1: mean -100, deviation 10. */
  private static final float[] TARGETS = {1, -90, 5, -110};

  /** The critic's network behind another block. */
  private static Trainable critic(int... hidden) {
    TrainableSpec spec =
        TrainableSpec.of(NetworkSpec.mlp(1, new int[] {2}, Activation.TANH, 1, 1))
            .with(NetworkSpec.mlp(3, hidden, Activation.TANH, 2, 1));
    return Backends.named("fused").trainable(spec, new Rng(3));
  }

  private static float[] values(Trainable critic, ValueScale scale) {
    float[] values = Arrays.copyOf(critic.network(1).forward(OBS, 2), 4);
    scale.decode(values, 2);
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void valuesStayWhenTheUnitsMove(int hiddenLayers) {
    int[] hidden = new int[hiddenLayers];
    Arrays.fill(hidden, 4);
    Trainable critic = critic(hidden);
    float[] other = critic.network(0).forward(OBS, 6).clone();
    ValueScale scale = new ValueScale(2, true);
    float[] before = values(critic, scale);
    scale.add(TARGETS, 2, critic, 1);
    assertThat(values(critic, scale)).containsExactly(before, within(2e-5f));
    scale.add(new float[] {500, 7, -20, 8, 0, 0}, 3, critic, 1);
    assertThat(values(critic, scale)).containsExactly(before, within(2e-4f));
    assertThat(critic.network(0).forward(OBS, 6)).containsExactly(other);
    // The flat vector and the network agree: what is trained next is what was scaled.
    float[] flat = new float[critic.parameterCount()];
    critic.read(flat);
    float[] live = new float[flat.length - critic.offset(1)];
    critic.network(1).getParameters(live, 0);
    assertThat(Arrays.copyOfRange(flat, critic.offset(1), flat.length)).containsExactly(live);
  }

  @Test
  void targetsAreStandardisedEachForItself() {
    ValueScale scale = new ValueScale(2, true);
    scale.add(TARGETS, 2, critic(), 1);
    float[] encoded = TARGETS.clone();
    scale.encode(encoded, 2);
    assertThat(encoded).containsExactly(new float[] {-1, 1, 1, -1}, within(1e-6f));
    scale.decode(encoded, 2);
    assertThat(encoded).containsExactly(TARGETS, within(1e-5f));
  }

  @Test
  void switchedOffItLeavesEverything() {
    Trainable critic = critic(4);
    float[] before = Arrays.copyOf(critic.network(1).forward(OBS, 2), 4);
    ValueScale scale = new ValueScale(2, false);
    scale.add(TARGETS, 2, critic, 1);
    assertThat(values(critic, scale)).containsExactly(before);
    float[] encoded = TARGETS.clone();
    scale.encode(encoded, 2);
    assertThat(encoded).containsExactly(TARGETS);
  }
}
