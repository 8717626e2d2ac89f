package org.morl4j.nn.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.nn.head.HeadCase.Formula;

/** What every head must do. */
class HeadTest {
  private static final int ROWS = 9;

  @ParameterizedTest
  @MethodSource("org.morl4j.nn.head.HeadCase#all")
  void evaluateFollowsTheFormulas(HeadCase given) {
    Sample s = new Sample(given, ROWS, 1);
    for (int row = 0; row < ROWS; row++) {
      double logProb = given.logProb().of(s.out(row), s.free(), s.act(row));
      double entropy = given.entropy().of(s.out(row), s.free(), s.act(row));
      assertThat((double) s.logProb[row]).isCloseTo(logProb, within(1e-6 * scale(logProb)));
      assertThat((double) s.entropy[row]).isCloseTo(entropy, within(1e-6 * scale(entropy)));
    }
  }

  /** A head's own state or an order of summation that differs would show here. */
  @ParameterizedTest
  @MethodSource("org.morl4j.nn.head.HeadCase#all")
  void sampleGivesTheLogProbOfTheStoredAction(HeadCase given) {
    Sample s = new Sample(given, ROWS, 2);
    for (int row = 0; row < ROWS; row++) {
      assertThat((float) s.sampledLogProb[row]).isEqualTo(s.logProb[row]);
    }
  }

  @ParameterizedTest
  @MethodSource("org.morl4j.nn.head.HeadCase#all")
  void gradientsAreThoseOfCentralDifferences(HeadCase given) {
    Sample s = new Sample(given, ROWS, 3);
    Rng rng = new Rng(4);
    float[] dLogProb = new float[ROWS];
    float[] dEntropy = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      dLogProb[row] = (float) rng.nextGaussian();
      dEntropy[row] = row == 0 ? 0 : (float) rng.nextGaussian();
    }
    float[] dOut = new float[s.out.length];
    Arrays.fill(dOut, 77);
    float[] dFree = new float[s.free.length];
    Arrays.fill(dFree, 3);
    s.head.backward(s.out, s.free, s.act, ROWS, dLogProb, dEntropy, dOut, dFree);

    int n = s.head.outputs();
    double[] expectedFree = new double[s.free.length];
    Arrays.fill(expectedFree, 3);
    for (int row = 0; row < ROWS; row++) {
      double[] act = s.act(row);
      double[] out = s.out(row);
      double[] free = s.free();
      double d = dLogProb[row];
      double e = dEntropy[row];
      Formula loss = (o, f, a) -> d * given.logProb().of(o, f, a) + e * given.entropy().of(o, f, a);
      for (int i = 0; i < n; i++) {
        double expected = difference(loss, out, out, free, act, i);
        assertThat((double) dOut[row * n + i]).isCloseTo(expected, within(1e-5 * scale(expected)));
      }
      for (int i = 0; i < free.length; i++) {
        expectedFree[i] += difference(loss, free, out, free, act, i);
      }
    }
    for (int i = 0; i < dFree.length; i++) {
      assertThat((double) dFree[i])
          .isCloseTo(expectedFree[i], within(1e-5 * scale(expectedFree[i])));
    }
  }

  @ParameterizedTest
  @MethodSource("org.morl4j.nn.head.HeadCase#all")
  void aRowIsServedByItsGeneratorAlone(HeadCase given) {
    Sample s = new Sample(given, ROWS, 5);
    int n = s.head.outputs();
    double[] act = new double[s.head.actSize()];
    double[] logProb = new double[1];
    for (int row = 0; row < ROWS; row++) {
      float[] out = Arrays.copyOfRange(s.out, row * n, row * n + n);
      RandomGenerator[] generators = {new SeedTree(5).generators(ROWS)[row]};
      s.head.sample(out, s.free, 1, generators, act, logProb);
      assertThat(act).isEqualTo(s.act(row));
      assertThat(logProb[0]).isEqualTo(s.sampledLogProb[row]);
    }
  }

  /**
   * Entropy = E[-log pi] and KL = E[log pi_old - log pi_new] over 40,000 draws, within 5 standard
   * errors: wrong draws, or a wrong formula on either side, miss it.
   */
  @ParameterizedTest
  @MethodSource("org.morl4j.nn.head.HeadCase#all")
  void drawsFollowTheDensity(HeadCase given) {
    int draws = 40_000;
    ActionHead head = given.heads().get();
    Rng rng = new Rng(6);
    float[] oldOut = repeat(HeadCase.outputs(head, 1, rng), draws);
    float[] newOut = repeat(HeadCase.outputs(head, 1, rng), draws);
    float[] oldFree = HeadCase.free(head, rng);
    float[] newFree = HeadCase.free(head, rng);
    RandomGenerator[] generators = new RandomGenerator[draws];
    Arrays.fill(generators, rng);
    double[] act = new double[draws * head.actSize()];
    double[] logProb = new double[draws];
    head.sample(oldOut, oldFree, draws, generators, act, logProb);
    float[] entropy = new float[draws];
    float[] kl = new float[1];
    float[] oldLogProb = new float[draws];
    float[] newLogProb = new float[draws];
    head.evaluate(newOut, newFree, act, draws, newLogProb, entropy);
    head.evaluate(oldOut, oldFree, act, draws, oldLogProb, entropy);
    head.kl(oldOut, oldFree, newOut, newFree, 1, kl);

    double[] surprise = new double[draws];
    double[] ratio = new double[draws];
    for (int i = 0; i < draws; i++) {
      surprise[i] = -oldLogProb[i];
      ratio[i] = oldLogProb[i] - newLogProb[i];
    }
    assertMean(surprise, entropy[0]);
    assertMean(ratio, kl[0]);
    assertThat(kl[0]).isGreaterThan(0.01f);
  }

  @ParameterizedTest
  @MethodSource("org.morl4j.nn.head.HeadCase#all")
  void klOfADistributionWithItselfIsZero(HeadCase given) {
    Sample s = new Sample(given, ROWS, 7);
    float[] kl = new float[ROWS];
    Arrays.fill(kl, 1);
    s.head.kl(s.out, s.free, s.out, s.free, ROWS, kl);
    for (int row = 0; row < ROWS; row++) {
      assertThat((double) kl[row]).isCloseTo(0, within(1e-15));
    }
  }

  @ParameterizedTest
  @MethodSource("org.morl4j.nn.head.HeadCase#all")
  void nanOutputsGiveNanLogProbs(HeadCase given) {
    Sample s = new Sample(given, 1, 8);
    s.out[0] = Float.NaN;
    s.head.sample(s.out, s.free, 1, new SeedTree(8).generators(1), s.act, s.sampledLogProb);
    assertThat(s.sampledLogProb[0]).isNaN();
    s.head.evaluate(s.out, s.free, s.act, 1, s.logProb, s.entropy);
    assertThat(s.logProb[0]).isNaN();
  }

  @ParameterizedTest
  @MethodSource("org.morl4j.nn.head.HeadCase#all")
  void nothingIsAllocated(HeadCase given) {
    Sample s = new Sample(given, ROWS, 9);
    RandomGenerator[] generators = new SeedTree(9).generators(ROWS);
    float[] dOut = new float[s.out.length];
    float[] dFree = new float[s.free.length];
    float[] kl = new float[ROWS];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = 0;
    for (int i = 0; i < 200; i++) {
      if (i == 100) {
        before = threads.getCurrentThreadAllocatedBytes();
      }
      s.head.sample(s.out, s.free, ROWS, generators, s.act, s.sampledLogProb);
      s.head.evaluate(s.out, s.free, s.act, ROWS, s.logProb, s.entropy);
      s.head.backward(s.out, s.free, s.act, ROWS, s.logProb, s.entropy, dOut, dFree);
      s.head.kl(s.out, s.free, s.out, s.free, ROWS, kl);
      s.head.klBackward(s.out, s.free, s.out, s.free, ROWS, kl, dOut, dFree);
      s.head.fisher(s.out, s.free, ROWS, s.out, s.free, dOut, dFree);
      s.head.mode(s.out, s.free, ROWS, s.act);
      s.head.clip(s.act, ROWS);
    }
    // A single array a call would come to 1,600 bytes.
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000);
  }

  private static double difference(
      Formula loss, double[] varied, double[] out, double[] free, double[] act, int i) {
    double x = varied[i];
    double h = 1e-5;
    varied[i] = x + h;
    double above = loss.of(out, free, act);
    varied[i] = x - h;
    double below = loss.of(out, free, act);
    varied[i] = x;
    return (above - below) / (2 * h);
  }

  private static void assertMean(double[] values, double expected) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double error = Math.sqrt(squares) / values.length;
    assertThat(mean).isCloseTo(expected, within(5 * error + 1e-6));
  }

  private static float[] repeat(float[] row, int times) {
    float[] all = new float[row.length * times];
    for (int i = 0; i < all.length; i++) {
      all[i] = row[i % row.length];
    }
    return all;
  }

  private static double scale(double x) {
    return Math.max(1, Math.abs(x));
  }

  /** A fresh head with random parameters, actions drawn from them and their evaluation. */
  private static final class Sample {
    final ActionHead head;
    final float[] out;
    final float[] free;
    final double[] act;
    final double[] sampledLogProb;
    final float[] logProb;
    final float[] entropy;

    Sample(HeadCase given, int rows, long seed) {
      head = given.heads().get();
      Rng rng = new Rng(seed);
      out = HeadCase.outputs(head, rows, rng);
      free = HeadCase.free(head, rng);
      act = new double[rows * head.actSize()];
      sampledLogProb = new double[rows];
      logProb = new float[rows];
      entropy = new float[rows];
      head.sample(out, free, rows, new SeedTree(seed).generators(rows), act, sampledLogProb);
      head.evaluate(out, free, act, rows, logProb, entropy);
    }

    double[] out(int row) {
      double[] values = new double[head.outputs()];
      for (int i = 0; i < values.length; i++) {
        values[i] = out[row * values.length + i];
      }
      return values;
    }

    double[] free() {
      double[] values = new double[free.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = free[i];
      }
      return values;
    }

    double[] act(int row) {
      return Arrays.copyOfRange(act, row * head.actSize(), (row + 1) * head.actSize());
    }
  }
}
