package org.morl4j.agents.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.agents.part.CriticOptions.Combine;
import org.morl4j.agents.part.CriticOptions.PolicyTarget;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;

/** How critics combine, with linear ones whose values are known: Q_k(x, y) = w_k x + b_k. */
class CriticsTest {
  private static final Criterion CRITERION = new Mixture(Mixer.weightedSum(Vec.of(1)), List.of());

  private static Critics linear(int drawn, PolicyTarget ascent, float[] w, float[] b) {
    CriticOptions options =
        new CriticOptions(
            w.length, ScalarHead.Options.DEFAULT, Combine.MIXED_MIN, drawn, ascent, false, false);
    Critics critics = new Critics(options, 2, List.of(), Activation.RELU, 1, new Rng(1));
    State state = new State();
    for (int k = 0; k < w.length; k++) {
      float[] parameters = {w[k], 0, b[k]};
      state.put(k + ".parameters", parameters);
      state.put(k + ".target", parameters);
    }
    critics.restoreNetworks(state);
    return critics;
  }

  private static Critics constant(int drawn, float... values) {
    return linear(drawn, PolicyTarget.COMBINED, new float[values.length], values);
  }

  private static float target(Critics critics, Rng rng) {
    float[] y =
        critics.targets(
            new float[2], 1, CRITERION, null, new float[] {10}, new float[] {0.5f}, null, rng);
    return y[0];
  }

  @Test
  void allCriticsGiveTheTargetUnlessSomeAreDrawn() {
    assertThat(target(constant(0, 6, 4, 8), new Rng(1))).isEqualTo(12f);
  }

  /** The least of two of 0, 1, 2, 3: it is 0 for 3 of the 6 pairs, 1 for 2, 2 for 1, 3 for none. */
  @Test
  void everyPairIsDrawnAsOften() {
    Critics critics = constant(2, 0, 1, 2, 3);
    Rng rng = new Rng(7);
    int[] counts = new int[4];
    for (int i = 0; i < 6000; i++) {
      counts[(int) ((target(critics, rng) - 10) / 0.5f)]++;
    }
    assertThat(counts[0]).isCloseTo(3000, within(120));
    assertThat(counts[1]).isCloseTo(2000, within(120));
    assertThat(counts[2]).isCloseTo(1000, within(120));
    assertThat(counts[3]).isZero();
  }

  @Test
  void aDrawDependsOnTheGeneratorAlone() {
    Critics used = constant(2, 0, 1, 2, 3);
    for (int i = 0; i < 5; i++) {
      target(used, new Rng(i));
    }
    assertThat(target(used, new Rng(3))).isEqualTo(target(constant(2, 0, 1, 2, 3), new Rng(3)));
  }

  @Test
  void thePolicyClimbsTheLeastTheFirstOrTheMean() {
    float[] w = {5, 1, 3};
    float[] b = {4, 1, 7};
    assertThat(climb(linear(0, PolicyTarget.COMBINED, w, b))).containsExactly(2, 1);
    assertThat(climb(linear(0, PolicyTarget.FIRST, w, b))).containsExactly(9, 5);
    assertThat(climb(linear(2, PolicyTarget.MEAN, w, b))).containsExactly(7, 3);
  }

  /** Q(1, 0) and dQ/dx there. */
  private static float[] climb(Critics critics) {
    float[] values = critics.values(new float[] {1, 0}, 1, CRITERION, null);
    float[] dX = new float[1];
    critics.backward(new float[] {1}, 1, CRITERION, null, 0, 1, dX);
    return new float[] {values[0], dX[0]};
  }

  @Test
  void refusesToDrawMoreThanThereAreOrFromPooledLaws() {
    assertThatThrownBy(
            () ->
                new CriticOptions(
                    2,
                    ScalarHead.Options.DEFAULT,
                    Combine.MIXED_MIN,
                    3,
                    PolicyTarget.MEAN,
                    false,
                    true))
        .hasMessage("drawn is 3, but there are 2 critics. Maybe set drawn to 2.");
    var pooled = new QuantileHead.Options(5, 1, QuantileHead.Average.ALL, true, 1);
    assertThatThrownBy(
            () ->
                new CriticOptions(3, pooled, Combine.MIXED_MIN, 2, PolicyTarget.MEAN, false, true))
        .hasMessageContaining("head pools the laws of all critics");
  }
}
