package org.morl4j.nn.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.morl4j.core.check.Vec;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.nn.head.HeadOptions.Gaussian;

/** The deterministic head by hand and by finite differences; bounds [-2, 2] and [0, 10]. */
class DeterministicTest {
  private static final double STD = 0.1;
  private static final float[] FREE = {};
  private static final Box BOX = Box.of(Vec.of(-2, 0), Vec.of(2, 10), Dtype.FLOAT32);

  private final Deterministic head =
      (Deterministic)
          ActionHead.of(BOX, new HeadOptions(Gaussian.DETERMINISTIC, Math.log(STD), -20, 2));

  @Test
  void greedyActionsAreStretched() {
    double[] act = new double[2];
    head.mode(new float[] {0, (float) Math.log(2)}, FREE, 1, act);
    assertThat(act[0]).isZero();
    assertThat(act[1]).isCloseTo(5 + 5 * 0.6, within(1e-6)); // tanh(log 2) = 3/5
  }

  @Test
  void drawsHaveTheNoiseInHalfRangesAndKeepTheBounds() {
    int draws = 20_000;
    float[] out = new float[2 * draws];
    for (int i = 0; i < draws; i++) {
      out[2 * i + 1] = 4; // tanh = 0.9993: half of the draws meet the bound
    }
    RandomGenerator[] generators = new RandomGenerator[draws];
    Arrays.fill(generators, new Rng(1));
    double[] act = new double[2 * draws];
    double[] logProb = new double[draws];
    head.sample(out, FREE, draws, generators, act, logProb);
    double squares = 0;
    int atBound = 0;
    for (int i = 0; i < draws; i++) {
      squares += act[2 * i] * act[2 * i];
      assertThat(act[2 * i + 1]).isLessThanOrEqualTo(10);
      atBound += act[2 * i + 1] == 10 ? 1 : 0;
    }
    assertThat(Math.sqrt(squares / draws)).isCloseTo(2 * STD, within(0.004));
    assertThat((double) atBound / draws).isCloseTo(0.497, within(0.02));
    float[] again = new float[draws];
    head.evaluate(out, FREE, act, draws, again, new float[draws]);
    assertThat(again[0]).isEqualTo((float) logProb[0]);
    assertThat(again[7]).isEqualTo((float) logProb[7]);
  }

  @Test
  void logProbEntropyAndKlByHand() {
    float[] out = {0, 0};
    float[] logProb = new float[1];
    float[] entropy = new float[1];
    head.evaluate(out, FREE, new double[] {0.2, 5}, 1, logProb, entropy);
    // One deviation, 0.1 of a half-range of 2, off in the first; deviations 0.2 and 0.5.
    double logs = Math.log(0.2) + Math.log(0.5) + Math.log(2 * Math.PI);
    assertThat((double) logProb[0]).isCloseTo(-0.5 - logs, within(1e-6));
    assertThat((double) entropy[0]).isCloseTo(1 + logs, within(1e-6));
    float[] kl = {7};
    head.kl(out, FREE, new float[] {(float) Math.log(2), 0}, FREE, 1, kl);
    assertThat((double) kl[0]).isCloseTo(0.5 * 36, within(1e-4)); // 0.6 is six deviations
  }

  @Test
  void gradientsAreThoseOfCentralDifferences() {
    float[] out = {0.3f, -0.8f, 1.1f, 0.05f};
    double[] act = {0.7, 2.5, 1.2, 5.5};
    float[] dOut = {9, 9, 9, 9};
    head.backward(
        out, FREE, act, 2, new float[] {1, -0.5f}, new float[] {3, 3}, dOut, new float[0]);
    float[] dAct = {0.4f, -1.5f, 2, 0.7f};
    float[] dMode = {9, 9, 9, 9};
    head.modeBackward(out, 2, dAct, dMode);
    float h = 1e-3f;
    for (int i = 0; i < 4; i++) {
      double[] change = new double[2];
      double along = 0;
      for (int sign = -1; sign <= 1; sign += 2) {
        float[] moved = out.clone();
        moved[i] += sign * h;
        float[] logProb = new float[2];
        head.evaluate(moved, FREE, act, 2, logProb, new float[2]);
        change[0] += sign * logProb[0];
        change[1] += sign * logProb[1];
        double[] mode = new double[4];
        head.mode(moved, FREE, 2, mode);
        along += sign * mode[i] * dAct[i];
      }
      double expected = (change[0] - 0.5 * change[1]) / (2 * h);
      assertThat((double) dOut[i]).isCloseTo(expected, within(2e-2 * (1 + Math.abs(expected))));
      assertThat((double) dMode[i]).isCloseTo(along / (2 * h), within(1e-3));
    }
  }

  @Test
  void smoothingMovesTheGreedyActionAndClips() {
    float[] act = new float[4];
    head.smooth(new float[] {0, 0, 0, 3}, 2, new float[] {0.5f, -0.2f, 0, 0.2f}, act);
    assertThat(act).containsExactly(1, 4, 0, 10);
  }
}
