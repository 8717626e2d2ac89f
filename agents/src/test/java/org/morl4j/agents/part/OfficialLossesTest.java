package org.morl4j.agents.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.agents.OfficialNumbers;
import org.morl4j.agents.implicit.Eql;
import org.morl4j.agents.implicit.FDvl;
import org.morl4j.agents.implicit.ImplicitOptions;
import org.morl4j.agents.implicit.Iql;
import org.morl4j.agents.implicit.Sql;
import org.morl4j.agents.implicit.Xql;
import org.morl4j.agents.value.ScalarHead;

/** Losses and slopes of the implicit family as the authors' functions give them on one batch. */
class OfficialLossesTest {
  private static final double TOLERANCE = 1e-5;
  private static final OfficialNumbers OFFICIAL = new OfficialNumbers();
  private static final double CLIP = 3; // of the cases xql and reverse-kl

  /** The options, 1 or 1/2 of the critics' squared error, and log of what scales the loss of V. */
  static Stream<Arguments> cases() {
    FDvl.Options dvl = FDvl.Options.DEFAULT;
    return Stream.of(
        Arguments.of("iql", Iql.Options.DEFAULT, 2, 0),
        Arguments.of("sql", Sql.Options.DEFAULT, 2, 0),
        Arguments.of("eql", Eql.Options.DEFAULT.withClipped(Eql.Clipped.FALLING), 2, 5),
        Arguments.of("xql", Xql.Options.DEFAULT.withClip(CLIP), 1, CLIP),
        Arguments.of(
            "f-dvl.chi-square",
            dvl.withDivergence(new FDvl.ChiSquare(0.6, FDvl.Conjugate.AS_CODED)),
            1,
            0),
        Arguments.of(
            "f-dvl.total-variation", dvl.withDivergence(FDvl.TotalVariation.DEFAULT), 1, 0),
        Arguments.of("f-dvl.reverse-kl", dvl.withDivergence(new FDvl.ReverseKl(2, CLIP)), 1, CLIP));
  }

  /** min(q1, q2) - v [B]. */
  private static float[] advantage() {
    float[] q1 = OFFICIAL.floats("batch.q1");
    float[] q2 = OFFICIAL.floats("batch.q2");
    float[] v = OFFICIAL.floats("batch.v");
    float[] d = new float[v.length];
    for (int i = 0; i < d.length; i++) {
      d[i] = Math.min(q1[i], q2[i]) - v[i];
    }
    return d;
  }

  private static void assertAll(String name, double[] actual) {
    assertThat(actual).as(name).containsExactly(OFFICIAL.doubles(name), within(TOLERANCE));
  }

  private static double[] scaled(float[] values, double factor) {
    double[] out = new double[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i] * factor;
    }
    return out;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void valueLossIsTheAuthors(String name, ImplicitOptions<?> options, int factor, double m) {
    float[] d = advantage();
    int n = d.length;
    float[] loss = new float[n];
    float[] slope = new float[n];
    float[] v = OFFICIAL.floats("batch.v");
    options.rule().evaluate(d, v, n, loss, slope, new float[n]);
    double sum = 0;
    for (float one : loss) {
      sum += one;
    }
    // Theirs holds the scale of the batch, e^-m.
    assertThat(sum / n * Math.exp(-m))
        .as(name)
        .isCloseTo(OFFICIAL.value(name + ".value_loss"), within(TOLERANCE));
    assertAll(name + ".value_slope", scaled(slope, 1.0 / n));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void policyLossIsTheAuthors(String name, ImplicitOptions<?> options, int factor, double m) {
    float[] d = advantage();
    int n = d.length;
    float[] weight = new float[n];
    options.weights().weights(d, n, options.settings().policy().maxWeight(), weight);
    float[] dLogProb = new float[n];
    double loss = PolicyFit.loss(OFFICIAL.floats("batch.log_prob"), weight, n, dLogProb);
    assertThat(loss).as(name).isCloseTo(OFFICIAL.value(name + ".policy_loss"), within(TOLERANCE));
    assertAll(name + ".policy_slope", scaled(dLogProb, 1));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void criticLossIsTheAuthors(String name, ImplicitOptions<?> options, int factor, double m) {
    float[] reward = OFFICIAL.floats("batch.reward");
    float[] mask = OFFICIAL.floats("batch.mask");
    float[] next = OFFICIAL.floats("batch.next_v");
    int n = reward.length;
    float[] y = new float[n];
    for (int i = 0; i < n; i++) {
      y[i] = reward[i] + 0.99f * mask[i] * next[i];
    }
    ScalarHead.Options head = (ScalarHead.Options) options.settings().critic().head();
    double loss = 0;
    double[] slopes = new double[2 * n];
    for (int k = 0; k < 2; k++) {
      float[] dOut = new float[n];
      float[] out = OFFICIAL.floats("batch.c" + (k + 1));
      loss += head.head(1, 1).loss(out, y, n, null, new float[n], dOut);
      System.arraycopy(scaled(dOut, factor), 0, slopes, k * n, n);
    }
    double expected = OFFICIAL.value(name + ".critic_loss");
    assertThat(loss * factor).as(name).isCloseTo(expected, within(1e-6 * expected));
    assertAll(name + ".critic_slope", slopes);
  }
}
