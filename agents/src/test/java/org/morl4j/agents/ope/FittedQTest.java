package org.morl4j.agents.ope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Episode;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.Signals;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.train.PolicyActions.Acting;

class FittedQTest {
  private static final FittedQ.Options OPTIONS =
      FittedQ.Options.DEFAULT
          .withUpdates(2500)
          .withBatch(32)
          .withLearningRate(2e-3)
          .withTargetEvery(40)
          .withNetworks(MlpOptions.DEFAULT.withHidden(32));

  /** Q of goal and toll at the six steps: state 0 stay, state 0 right, state 1 stay, ... */
  private static double[] values(FittedQ.Options options, Acting acting) {
    FittedQ critics = new FittedQ(options, Chain.setup(1), Chain.data(1, 1), acting);
    critics.fit();
    float[] obs = new float[18];
    double[] act = new double[6];
    for (int i = 0; i < 6; i++) {
      obs[3 * i + i / 2] = 1;
      act[i] = i % 2;
    }
    float[] out = new float[12];
    critics.values().values(obs, act, null, 6, out);
    double[] values = new double[12];
    for (int i = 0; i < 12; i++) {
      values[i] = out[i];
    }
    return values;
  }

  /**
   * Going right always, V(goal) = 0.81, 0.9, 1 and V(toll) = 1.75, 1.5, 1 at the states; staying
   * puts it off by a step. All steps that end no episode are cut, so time limits bootstrap.
   */
  @ParameterizedTest
  @CsvSource({"40, 1, true", "1, 0.05, true", "40, 1, false"})
  void isThePolicysValueOnAChain(int targetEvery, double polyak, boolean scaled) {
    FittedQ.Options options =
        OPTIONS.withTargetEvery(targetEvery).withPolyak(polyak).withScaled(scaled);
    assertThat(values(options, new Acting(Chain.right(), null, Mode.EXPLOIT)))
        .containsExactly(
            new double[] {0.729, 0.875, 0.81, 1.75, 0.81, 0.75, 0.9, 1.5, 0.9, 0.5, 1, 1},
            Offset.offset(0.02));
  }

  /**
   * With probability 1/2 at each step, V(2) = 0.5 / (1 - 0.45), V(1) = 0.45 V(2) / 0.55, V(0) =
   * 0.45 V(1) / 0.55 of the goal; of the toll V = (0.5 + 0.25 V of the next) / 0.75.
   */
  @Test
  void countsAPolicysOwnDraws() {
    FittedQ.Options slower =
        OPTIONS.withUpdates(4000).withBatch(64).withLearningRate(5e-4).withTargetEvery(80);
    assertThat(values(slower, new Acting(Chain.right(), null, Mode.EXPLORE)))
        .containsExactly(
            new double[] {
              0.9 * 0.608565, 0.5 * 0.962963, 0.9 * 0.743802, 1 + 0.5 * 0.888889,
              0.9 * 0.743802, 0.5 * 0.888889, 0.9 * 0.909091, 1 + 0.5 * 0.666667,
              0.9 * 0.909091, 0.5 * 0.666667, 1, 1
            },
            Offset.offset(0.03));
  }

  private static Returns estimate(double unit, long seed, Policy policy, @Nullable Vec preference) {
    FittedQEstimator estimator =
        new FittedQEstimator(OPTIONS, Chain.SPEC, Chain.data(unit, 1), "fused");
    return estimator
        .evaluate(policy, preference, Mode.EXPLOIT, new SeedTree(seed), List.of(Chain.SIGNALS))
        .get(0);
  }

  /** All six rows are cut, so each begins an episode: the mean of V over the states. */
  @Test
  void theEstimateIsTheMeanOverBeginnings() {
    Returns returns = estimate(1, 3, Chain.right(), null);
    assertThat(returns.episodes()).isEqualTo(6);
    assertThat(returns.mean().get(0)).isCloseTo(2.71 / 3, Offset.offset(0.01));
    assertThat(returns.mean().get(1)).isCloseTo(4.25 / 3, Offset.offset(0.01));
    // Each state twice: squares 2 (0.0933^2 + 0.0033^2 + 0.0967^2) over 5 over 6.
    assertThat(returns.standardError().get(0)).isCloseTo(0.0347, Offset.offset(0.004));
    assertThat(returns.length()).as("steps of an episode").isEqualTo(1);
    // Five are cut and count as 1 / (1 - 0.5), one terminates at its only step.
    assertThat(returns.discountedLength().get(1)).isCloseTo(11 / 6.0, Offset.offset(1e-12));
    Episode any = returns.each().get(4);
    assertThat(any.sum().get(1))
        .as("the toll, undiscounted")
        .isCloseTo(any.discounted().get(1) * 6 / 11, Offset.offset(1e-12));
  }

  /** Returns of all signals are learned in units of their own. */
  @Test
  void unitsOfRewardsDoNotCount() {
    Returns one = estimate(1, 3, Chain.right(), null);
    Returns thousand = estimate(1024, 3, Chain.right(), null);
    for (int s = 0; s < 2; s++) {
      assertThat(thousand.mean().get(s) / 1024).isCloseTo(one.mean().get(s), Offset.offset(1e-4));
    }
  }

  @Test
  void actsUnderThePreference() {
    assertThat(estimate(1, 3, Chain.asPreferred(), Vec.of(1, 0)).mean().get(1))
        .isCloseTo(4.25 / 3, Offset.offset(0.01));
    assertThat(estimate(1, 3, Chain.asPreferred(), Vec.of(0, 1)).mean().get(1))
        .as("who stays pays no toll")
        .isCloseTo(0, Offset.offset(0.01));
  }

  @Test
  void oneSeedGivesTheSameBits() {
    Returns first = estimate(1, 3, Chain.right(), null);
    assertThat(estimate(1, 3, Chain.right(), null)).isEqualTo(first);
    assertThat(estimate(1, 4, Chain.right(), null).mean()).isNotEqualTo(first.mean());
  }

  /** The loss at networks that know nothing is the mean square of what comes back from updates. */
  @Test
  void lossesFall() {
    FittedQ critics =
        new FittedQ(
            OPTIONS,
            Chain.setup(1),
            Chain.data(1, 1),
            new Acting(Chain.right(), null, Mode.EXPLOIT));
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      losses.add(critics.update());
    }
    assertThat(losses.get(399)).isLessThan(losses.get(0) / 10);
  }

  /** Two discounts, one fit each; the same discount is not fitted twice. */
  @Test
  void discountsHaveFitsOfTheirOwn() {
    FittedQEstimator estimator =
        new FittedQEstimator(OPTIONS, Chain.SPEC, Chain.data(1, 1), "fused");
    Signals half = Signals.of(Chain.SPEC, 0.5, 1);
    List<Returns> all =
        estimator.evaluate(
            Chain.right(),
            null,
            Mode.EXPLOIT,
            new SeedTree(3),
            List.of(Chain.SIGNALS, half, Chain.SIGNALS));
    assertThat(all.get(2)).isSameAs(all.get(0));
    assertThat(all.get(1).mean().get(0)).isCloseTo(1.75 / 3, Offset.offset(0.01));
    assertThat(estimator.transitions()).isZero();
  }

  @Test
  void whatCanNotBeEstimatedIsRefused() {
    FittedQEstimator plain = new FittedQEstimator(OPTIONS, Chain.SPEC, Chain.data(1, 1), "fused");
    assertThatThrownBy(() -> plain.requireFits(Signals.of(Chain.SPEC, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The discount of goal is 1, but fitted Q evaluation needs one below 1: it goes on after"
                + " time limits. Maybe evaluate under 0.99.");
    FittedQEstimator sums = new FittedQEstimator(OPTIONS, Chain.SPEC, Chain.data(1, 3), "fused");
    assertThatThrownBy(() -> sums.requireFits(Chain.SIGNALS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Row 0 of the data is a sum over 3 steps of the policy that acted, but fitted Q"
                + " evaluation needs single steps. Maybe keep a replay with agent.replay.nStep 1.");
  }

  /** Squares of such rewards are no numbers any more. */
  @Test
  void divergenceIsTold() {
    FittedQ critics =
        new FittedQ(
            OPTIONS.withScaled(false),
            Chain.setup(1),
            Chain.data(1e300, 1),
            new Acting(Chain.right(), null, Mode.EXPLOIT));
    assertThatThrownBy(critics::fit)
        .isInstanceOf(ArithmeticException.class)
        .hasMessageStartingWith("Fitted Q evaluation diverged after 0 updates. Maybe lower ");
  }
}
