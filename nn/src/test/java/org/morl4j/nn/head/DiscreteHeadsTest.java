package org.morl4j.nn.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.MultiBinary;
import org.morl4j.core.space.MultiDiscrete;

/** Categorical, MultiCategorical, Bernoulli: hand-worked numbers, frequencies, edges. */
class DiscreteHeadsTest {
  private static final float[] NONE = {};
  private static final float INF = Float.POSITIVE_INFINITY;
  private static final float LOG_3 = (float) Math.log(3);

  /** Logits 0 and log 3: p = 1/4, 3/4. */
  @Test
  void categoricalByHand() {
    ActionHead head = new Categorical(new Discrete(2, 7));
    float[] out = {0, LOG_3};
    float[] logProb = new float[1];
    float[] entropy = new float[1];
    head.evaluate(out, NONE, new double[] {8}, 1, logProb, entropy);
    assertThat(logProb[0]).isCloseTo((float) Math.log(.75), within(1e-7f));
    // 1/4 log 4 + 3/4 log 4/3
    assertThat(entropy[0]).isCloseTo(0.5623351f, within(1e-7f));

    float[] dOut = new float[2];
    head.backward(out, NONE, new double[] {8}, 1, new float[] {1}, new float[] {0}, dOut, NONE);
    assertThat(dOut[0]).isCloseTo(-.25f, within(1e-7f));
    assertThat(dOut[1]).isCloseTo(.25f, within(1e-7f));

    float[] kl = new float[1];
    head.kl(out, NONE, new float[] {0, 0}, NONE, 1, kl);
    // log 2 - H
    assertThat(kl[0]).isCloseTo(0.1308121f, within(1e-7f));

    double[] act = new double[1];
    head.mode(out, NONE, 1, act);
    assertThat(act[0]).isEqualTo(8);
    head.mode(new float[] {1, 1}, NONE, 1, act);
    assertThat(act[0]).isEqualTo(7);
  }

  /** Logit log 3: p(1) = 3/4. */
  @Test
  void bernoulliByHand() {
    ActionHead head = new Bernoulli(new MultiBinary(2));
    float[] out = {LOG_3, LOG_3};
    double[] act = {1, 0};
    float[] logProb = new float[1];
    float[] entropy = new float[1];
    head.evaluate(out, NONE, act, 1, logProb, entropy);
    assertThat(logProb[0]).isCloseTo((float) Math.log(.75 * .25), within(1e-6f));
    assertThat(entropy[0]).isCloseTo(2 * 0.5623351f, within(1e-6f));
    float[] dOut = new float[2];
    head.backward(out, NONE, act, 1, new float[] {1}, new float[] {0}, dOut, NONE);
    assertThat(dOut[0]).isCloseTo(.25f, within(1e-7f));
    assertThat(dOut[1]).isCloseTo(-.75f, within(1e-7f));
    float[] kl = new float[1];
    head.kl(out, NONE, new float[] {0, LOG_3}, NONE, 1, kl);
    assertThat(kl[0]).isCloseTo(0.1308121f, within(1e-7f));
    double[] bits = new double[4];
    head.mode(new float[] {.1f, -.1f, 0, 2}, NONE, 2, bits);
    assertThat(bits).containsExactly(1, 0, 0, 1);
  }

  @Test
  void categoricalFrequencies() {
    ActionHead head = new Categorical(new Discrete(4, -1));
    // p = 1/8, 0, 3/8, 4/8, the second masked.
    float[] row = {0, -INF, LOG_3, (float) Math.log(4)};
    double[] act = draw(head, row, 100_000, 11);
    assertShare(act, 1, 0, -1, 1 / 8.0);
    assertShare(act, 1, 0, 0, 0);
    assertShare(act, 1, 0, 1, 3 / 8.0);
    assertShare(act, 1, 0, 2, 4 / 8.0);
  }

  @Test
  void multiCategoricalAndBernoulliFrequencies() {
    ActionHead multi = new MultiCategorical(new MultiDiscrete(List.of(2, 3)));
    double[] act = draw(multi, new float[] {0, LOG_3, LOG_3, 0, 0}, 100_000, 12);
    assertShare(act, 2, 0, 1, 3 / 4.0);
    assertShare(act, 2, 1, 0, 3 / 5.0);
    assertShare(act, 2, 1, 2, 1 / 5.0);
    assertShare(joint(act), 1, 0, 10, 9 / 20.0);

    ActionHead bits = new Bernoulli(new MultiBinary(2));
    act = draw(bits, new float[] {LOG_3, -LOG_3}, 100_000, 13);
    assertShare(act, 2, 0, 1, 3 / 4.0);
    assertShare(act, 2, 1, 1, 1 / 4.0);
    assertShare(joint(act), 1, 0, 11, 3 / 16.0);
  }

  @Test
  void extremeAndMaskedLogitsStayFinite() {
    ActionHead head = new Categorical(new Discrete(3));
    float[] out = {3e38f, -3e38f, 0, 5, -INF, 5};
    double[] act = {0, 2};
    float[] logProb = new float[2];
    float[] entropy = new float[2];
    head.evaluate(out, NONE, act, 2, logProb, entropy);
    assertThat(logProb).containsExactly(0, (float) -Math.log(2));
    assertThat(entropy).containsExactly(0, (float) Math.log(2));
    float[] ones = {1, 1};
    float[] dOut = new float[6];
    head.backward(out, NONE, act, 2, ones, ones, dOut, NONE);
    assertThat(dOut).containsExactly(0, 0, 0, -.5f, 0, .5f);
    float[] kl = new float[2];
    head.kl(out, NONE, out, NONE, 2, kl);
    assertThat(kl).containsExactly(0, 0);
    // A possible action that the new policy forbids.
    head.kl(new float[] {0, 0, 0}, NONE, new float[] {0, -INF, 0}, NONE, 1, kl);
    assertThat(kl[0]).isEqualTo(INF);

    ActionHead bits = new Bernoulli(new MultiBinary(2));
    float[] logits = {INF, -3e38f};
    double[] certain = {1, 0};
    bits.evaluate(logits, NONE, certain, 1, logProb, entropy);
    assertThat(logProb[0]).isEqualTo(0);
    assertThat(entropy[0]).isEqualTo(0);
    bits.backward(logits, NONE, certain, 1, ones, ones, dOut, NONE);
    assertThat(dOut[0]).isEqualTo(0);
    assertThat(dOut[1]).isEqualTo(0);
    bits.kl(logits, NONE, logits, NONE, 1, kl);
    assertThat(kl[0]).isEqualTo(0);
  }

  @Test
  void foreignActionsAreRefused() {
    float[] two = new float[2];
    assertThatThrownBy(
            () ->
                new Categorical(new Discrete(4, 10))
                    .evaluate(new float[8], NONE, new double[] {10, 3}, 2, two, two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "act[1] is 3.0, but must be a whole number from 10 to 13. Maybe it was stored by"
                + " another head or without the space's start.");
    assertThatThrownBy(
            () ->
                new MultiCategorical(new MultiDiscrete(List.of(2, 3)))
                    .backward(
                        new float[5], NONE, new double[] {1, 3}, 1, two, two, new float[5], NONE))
        .hasMessageStartingWith("act[1] is 3.0, but must be a whole number from 0 to 2.");
    assertThatThrownBy(
            () ->
                new Bernoulli(new MultiBinary(2))
                    .evaluate(new float[2], NONE, new double[] {.5, 1}, 1, two, two))
        .hasMessageStartingWith("act[0] is 0.5, but must be a whole number from 0 to 1.");
    assertThatThrownBy(
            () ->
                new Categorical(new Discrete(4))
                    .evaluate(new float[4], NONE, new double[] {Double.NaN}, 1, two, two))
        .hasMessageStartingWith("act[0] is NaN");
  }

  private static double[] draw(ActionHead head, float[] row, int draws, long seed) {
    float[] out = new float[row.length * draws];
    for (int i = 0; i < out.length; i++) {
      out[i] = row[i % row.length];
    }
    RandomGenerator[] generators = new RandomGenerator[draws];
    Arrays.fill(generators, new Rng(seed));
    double[] act = new double[draws * head.actSize()];
    head.sample(out, NONE, draws, generators, act, new double[draws]);
    return act;
  }

  /** Two choices as one number, tens and ones. */
  private static double[] joint(double[] act) {
    double[] joint = new double[act.length / 2];
    for (int i = 0; i < joint.length; i++) {
      joint[i] = 10 * act[2 * i] + act[2 * i + 1];
    }
    return joint;
  }

  /** Binomial, 5 standard deviations; none allowed where p = 0. */
  private static void assertShare(double[] act, int size, int i, double value, double p) {
    int draws = act.length / size;
    int hits = 0;
    for (int row = 0; row < draws; row++) {
      hits += act[row * size + i] == value ? 1 : 0;
    }
    double bound = 5 * Math.sqrt(p * (1 - p) / draws);
    assertThat((double) hits / draws).isCloseTo(p, within(bound));
  }
}
