package org.morl4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;

/** What a {@link Trainable} promises, on every backend. */
class TrainableTest {
  private static final NetworkSpec NET =
      NetworkSpec.mlp(3, List.of(4), Activation.TANH, false, 2); // 3*4 + 4 + 4*2 + 2 = 26
  private static final TrainableSpec SPEC =
      TrainableSpec.of(NET).withFree(new float[] {0.5f, -1}).with(NET).withSlots(2);
  private static final float[] IN = {0.5f, -1, 2, 1, 0, -0.5f};

  private static Trainable of(String backend, TrainableSpec spec) {
    return Backends.named(backend).trainable(spec, new Rng(7));
  }

  private static float[] read(Trainable trainable) {
    float[] parameters = new float[trainable.parameterCount()];
    trainable.read(parameters);
    return parameters;
  }

  private static float[] gradient(Trainable trainable, int slot) {
    float[] gradient = new float[trainable.parameterCount()];
    trainable.gradient(slot).read(gradient);
    return gradient;
  }

  private static float[] filled(int n, float value) {
    float[] values = new float[n];
    Arrays.fill(values, value);
    return values;
  }

  /** Writes a gradient to a slot: dL/d(outputs) 1 in both networks, {@code free} between them. */
  private static void backward(Trainable trainable, int slot, float... free) {
    for (int block : new int[] {0, 2}) {
      Network network = trainable.network(block);
      network.forward(IN, 2);
      network.backward(
          filled(4, block == 0 ? 1 : -0.5f),
          trainable.gradient(slot),
          trainable.offset(block),
          null);
    }
    trainable.freeGradient(slot, 1, free);
  }

  private static float[] outputs(Network network) {
    return Arrays.copyOf(network.forward(IN, 2), 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fused", "nd4j"})
  void blocksLieOneBehindTheOther(String backend) {
    Trainable trainable = of(backend, SPEC);
    assertThat(trainable.spec()).isEqualTo(SPEC);
    assertThat(trainable.parameterCount()).isEqualTo(26 + 2 + 26);
    assertThat(trainable.offset(0)).isZero();
    assertThat(trainable.offset(1)).isEqualTo(26);
    assertThat(trainable.offset(2)).isEqualTo(28);
    float[] all = read(trainable);
    float[] own = new float[26];
    trainable.network(2).getParameters(own, 0);
    assertThat(Arrays.copyOfRange(all, 28, 54)).isEqualTo(own);
    assertThat(Arrays.copyOfRange(all, 26, 28)).containsExactly(0.5f, -1);
    assertThat(Arrays.copyOfRange(all, 0, 26)).as("drawn apart").isNotEqualTo(own);
  }

  @Test
  void backendsDrawTheSameParameters() {
    assertThat(read(of("nd4j", SPEC))).isEqualTo(read(of("fused", SPEC)));
  }

  /** Adam's first step is the rate against the gradient's sign, wherever it is not near 0. */
  @ParameterizedTest
  @ValueSource(strings = {"fused", "nd4j"})
  void aStepReachesNetworksPassesAndFreeParameters(String backend) {
    Trainable trainable = of(backend, SPEC);
    Network pass = trainable.pass(0);
    float[] before = read(trainable);
    backward(trainable, 1, 2, -3);
    float[] g = gradient(trainable, 1);
    trainable.step(1, 0.01);
    float[] after = read(trainable);
    for (int i = 0; i < g.length; i++) {
      float moved = Math.abs(g[i]) > 1e-3 ? -0.01f * Math.signum(g[i]) : after[i] - before[i];
      assertThat(after[i] - before[i]).as("parameter %d", i).isCloseTo(moved, within(1e-4f));
    }
    assertThat(trainable.free(1)).containsExactly(after[26], after[27]);
    assertThat(after[26]).isCloseTo(0.49f, within(1e-5f));
    assertThat(after[27]).isCloseTo(-0.99f, within(1e-5f));
    float[] inNetwork = new float[26];
    pass.getParameters(inNetwork, 0);
    assertThat(inNetwork).isEqualTo(Arrays.copyOf(after, 26));
    assertThat(outputs(pass)).isEqualTo(outputs(trainable.network(0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fused", "nd4j"})
  void writeReachesNetworksPassesAndFreeParameters(String backend) {
    Trainable trainable = of(backend, SPEC.withTarget(true));
    Network pass = trainable.pass(2);
    float[] target = outputs(trainable.target(2));
    trainable.write(filled(54, 0.25f));
    assertThat(read(trainable)).containsOnly(0.25f);
    assertThat(trainable.free(1)).containsExactly(0.25f, 0.25f);
    assertThat(outputs(pass)).isEqualTo(outputs(trainable.network(2)));
    // tanh(0.25 (0.5 - 1 + 2) + 0.25) = tanh(0.625); four of them and the bias
    float expected = (float) (0.25 * 4 * Math.tanh(0.625) + 0.25);
    assertThat(outputs(pass)[0]).isCloseTo(expected, within(1e-6f));
    assertThat(outputs(trainable.target(2))).as("the target stays").isEqualTo(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fused", "nd4j"})
  void passesHaveActivationsOfTheirOwn(String backend) {
    Trainable trainable = of(backend, SPEC);
    Network network = trainable.network(0);
    network.forward(IN, 2);
    network.backward(filled(4, 1), trainable.gradient(0), 0, null);
    trainable.pass(0).forward(new float[3], 1);
    network.backward(filled(4, 1), trainable.gradient(1), 0, null);
    assertThat(gradient(trainable, 1)).isEqualTo(gradient(trainable, 0));
    assertThat(network).isSameAs(trainable.network(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fused", "nd4j"})
  void theTargetFollows(String backend) {
    Trainable trainable = of(backend, SPEC.withTarget(true));
    float[] first = read(trainable);
    trainable.write(filled(54, 1));
    trainable.track(0.25);
    State state = new State();
    trainable.save(state);
    float[] target = state.floats("target", 54);
    for (int i = 0; i < 54; i++) {
      assertThat(target[i]).as("parameter %d", i).isEqualTo(first[i] + 0.25f * (1 - first[i]));
    }
    float[] inNetwork = new float[26];
    trainable.target(0).getParameters(inNetwork, 0);
    assertThat(inNetwork).isEqualTo(Arrays.copyOf(target, 26));
    trainable.track(1);
    assertThat(outputs(trainable.target(0))).isEqualTo(outputs(trainable.network(0)));
  }

  @Test
  void withoutATargetTheLiveNetworkIsIt() {
    Trainable trainable = of("fused", SPEC);
    assertThat(trainable.target(0)).isSameAs(trainable.network(0));
    float[] before = read(trainable);
    trainable.track(0.5);
    assertThat(read(trainable)).isEqualTo(before);
    State state = new State();
    trainable.save(state);
    assertThat(state.has("target")).isFalse();
  }

  /** Momentum carries it to the bound and no further, so the next gradient inwards moves it. */
  @Test
  void freeParametersStayWithinTheirBounds() {
    TrainableSpec spec = TrainableSpec.of(NET).withFree(new float[] {1.95f, 0}, -5, 2);
    Trainable trainable = of("fused", spec);
    for (int i = 0; i < 20; i++) {
      trainable.freeGradient(0, 1, new float[] {-1, 0});
      trainable.step(0, 0.1);
    }
    assertThat(trainable.free(1)).containsExactly(2, 0);
    float[] flat = new float[trainable.parameterCount()];
    trainable.read(flat);
    assertThat(flat[flat.length - 2]).isEqualTo(2);
    int steps = 0;
    while (trainable.free(1)[0] == 2) {
      trainable.freeGradient(0, 1, new float[] {1, 0});
      trainable.step(0, 0.1);
      assertThat(++steps).as("steps until Adam's momentum has turned").isLessThan(12);
    }
    flat[flat.length - 1] = -7;
    trainable.write(flat);
    assertThat(trainable.free(1)[1]).isEqualTo(-5);
  }

  @Test
  void slotsAreApart() {
    Trainable trainable = of("fused", SPEC);
    backward(trainable, 0, 1, 2);
    float[] first = gradient(trainable, 0);
    assertThat(gradient(trainable, 1)).containsOnly(0);
    backward(trainable, 1, -4, 5);
    assertThat(gradient(trainable, 0)).isEqualTo(first);
    assertThat(gradient(trainable, 1)[26]).isEqualTo(-4);
    trainable.combine(new Combination.Sum(), 0, 1);
    assertThat(gradient(trainable, 0)[26]).isEqualTo(-3);
    assertThat(gradient(trainable, 0)[27]).isEqualTo(7);
    assertThat(gradient(trainable, 1)[26]).as("other keeps its values").isEqualTo(-4);
  }

  /** The free block's gradient alone: 3 and 4 have the norm 5. */
  @Test
  void normsAndClipping() {
    Trainable trainable = of("fused", SPEC);
    trainable.freeGradient(0, 1, new float[] {3, 4});
    assertThat(trainable.norm(0)).isEqualTo(5);
    assertThat(trainable.clip(0, 10)).isEqualTo(5);
    assertThat(trainable.norm(0)).isEqualTo(5);
    assertThat(trainable.clip(0, 2.5)).isEqualTo(5);
    assertThat(gradient(trainable, 0)[26]).isCloseTo(1.5f, within(1e-6f));
    assertThat(gradient(trainable, 0)[27]).isCloseTo(2, within(1e-6f));
  }

  private static Trainable moved(String backend) {
    Trainable trainable = of(backend, SPEC.withTarget(true));
    for (int i = 0; i < 3; i++) {
      backward(trainable, 0, i, 1 - i);
      trainable.step(0, 0.01);
      trainable.track(0.1);
    }
    return trainable;
  }

  @ParameterizedTest
  @ValueSource(strings = {"fused", "nd4j"})
  void restoredItGoesOnBitForBit(String backend) {
    Trainable whole = moved(backend);
    State state = new State();
    whole.save(state);
    Trainable resumed = Backends.named(backend).trainable(whole.spec(), new Rng(99));
    resumed.restore(state);
    for (Trainable trainable : List.of(whole, resumed)) {
      backward(trainable, 0, 0.5f, 0.25f);
      trainable.step(0, 0.01);
      trainable.track(0.1);
    }
    State expected = new State();
    whole.save(expected);
    State actual = new State();
    resumed.save(actual);
    assertThat(actual.entries().keySet()).isEqualTo(expected.entries().keySet());
    expected.entries().forEach((k, v) -> assertThat(actual.entries().get(k)).as(k).isEqualTo(v));
  }

  /** After a start Adam's first step is again the rate times the sign. */
  @Test
  void aStartTakesTheValuesAndForgetsTheMoments() {
    State values = new State();
    Trainable source = moved("fused");
    source.saveValues(values);
    assertThat(values.entries().keySet()).containsExactly("parameters", "target");
    Trainable started = moved("fused");
    started.start(values);
    assertThat(read(started)).isEqualTo(read(source));
    State state = new State();
    started.save(state);
    assertThat(state.scalarLong("adam.steps")).isZero();
    assertThat(state.floats("adam.m", 54)).containsOnly(0);
    assertThat(state.floats("target")).isEqualTo(values.floats("target"));
    backward(started, 0, 2, -3);
    started.step(0, 0.01);
    assertThat(started.free(1)[0] - source.free(1)[0]).isCloseTo(-0.01f, within(1e-5f));
    assertThat(started.free(1)[1] - source.free(1)[1]).isCloseTo(0.01f, within(1e-5f));
  }

  @Test
  void anotherShapesStateIsRefused() {
    State values = new State();
    of("fused", TrainableSpec.of(NET)).saveValues(values);
    assertThatThrownBy(() -> of("fused", SPEC).start(values)).isInstanceOf(StateException.class);
  }

  @Test
  void blocksAreWhatTheyAre() {
    Trainable trainable = of("fused", SPEC);
    assertThatThrownBy(() -> trainable.network(1))
        .hasMessage("This block holds free parameters and has no network.");
    assertThatThrownBy(() -> trainable.free(0))
        .hasMessage("This block is a network and has no free parameters.");
    assertThatThrownBy(() -> new TrainableSpec(List.of(), Adam.Options.DEFAULT, false, 1))
        .hasMessage("A Trainable has 0 blocks and 1 slots, but needs one of each at least.");
  }

  @Test
  void aGradientFromElsewhereIsRefused() {
    Trainable trainable = of("fused", SPEC);
    trainable.network(0).forward(IN, 2);
    Gradient elsewhere =
        new Gradient() {
          @Override
          public int size() {
            return 26;
          }

          @Override
          public void read(float[] out) {}
        };
    assertThatThrownBy(() -> trainable.network(0).backward(filled(4, 1), elsewhere, 0, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("Maybe take it from the Trainable that the network belongs to.");
  }
}
