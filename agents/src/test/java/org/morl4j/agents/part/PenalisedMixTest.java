package org.morl4j.agents.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.constraints.Constraint;
import org.morl4j.constraints.LogBarrier;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.constraints.Threshold;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Episode;
import org.morl4j.core.constraint.Returns;

/** A barrier's slope as weights of signals, by hand. */
class PenalisedMixTest {
  /** Two rows of two signals. */
  private static final float[] VALUES = {3, 8, -2, 4};

  private final PenalisedMix mix = new PenalisedMix(2);

  /** One whole episode of ten steps. */
  private static Returns episode(double first, double second) {
    Vec returns = Vec.of(first, second);
    return new Returns(
        returns, Vec.of(0, 0), Vec.of(10, 10), 1, 10, List.of(new Episode(returns, returns, 10)));
  }

  /** 2 Q_0, and a barrier with t = 2 before "the second signal is at least 1". */
  private static Mixture barrier() {
    return barrier(new Threshold.Absolute(1));
  }

  private static Mixture barrier(Threshold threshold) {
    Constraint limit = Constraint.atLeast("second", 1, threshold);
    return new Mixture(
        Mixer.weightedSum(Vec.of(2, 0)), List.of(new LogBarrier(List.of(limit), 2, 1)));
  }

  private float[] mixed() {
    float[] out = new float[2];
    mix.mix(VALUES, null, 2, out);
    return out;
  }

  private float[] gradient() {
    float[] out = new float[4];
    mix.gradient(VALUES, null, 2, out);
    return out;
  }

  /** Room of 2 from a return of 3: d penalty / d change = -1 / (t 2) = -1/4. */
  @Test
  void theSlopeAtWhatWasMeasuredIsAWeight() {
    Mixture criterion = barrier();
    criterion.tick(Clock.ROLLOUT, episode(0, 3));
    mix.follow(criterion);
    assertThat(mixed()).containsExactly(2 * 3 + 2, 2 * -2 + 1);
    assertThat(gradient()).containsExactly(2, 0.25f, 2, 0.25f);
  }

  /** Beyond the limit the slope is 10 / t; a tick is heard at the next batch. */
  @Test
  void aTickMovesTheSlope() {
    Mixture criterion = barrier();
    criterion.tick(Clock.ROLLOUT, episode(0, 3));
    mix.follow(criterion);
    criterion.tick(Clock.ROLLOUT, episode(0, -7));
    assertThat(gradient()).containsExactly(2, 0.25f, 2, 0.25f);
    mix.follow(criterion);
    assertThat(gradient()).containsExactly(2, 5, 2, 5);
    assertThat(mixed()).containsExactly(2 * 3 + 5 * 8, 2 * -2 + 5 * 4);
  }

  @Test
  void beforeAnEpisodeEndedThereIsNoPenalty() {
    mix.follow(barrier());
    assertThat(mixed()).containsExactly(6, -4);
    assertThat(gradient()).containsExactly(2, 0, 2, 0);
    Mixture relative = barrier(new Threshold.Relative(0.5, 1));
    mix.follow(relative);
    assertThat(gradient()).containsExactly(2, 0, 2, 0);
    // From a return of 4 the bound is 2, the room its scale, 2: 1 / (t 1 2).
    relative.tick(Clock.ROLLOUT, episode(0, 4));
    mix.follow(relative);
    assertThat(gradient()).containsExactly(2, 0.25f, 2, 0.25f);
  }

  @Test
  void withoutAPenaltyItIsTheCriterionsMix() {
    assertThat(mixed()).as("before any criterion").containsExactly(0, 0);
    assertThat(gradient()).containsExactly(0, 0, 0, 0);
    mix.follow(barrier());
    mix.follow(new Mixture(Mixer.weightedSum(Vec.of(1, 3)), List.of()));
    assertThat(mixed()).containsExactly(27, 10);
    assertThat(gradient()).containsExactly(1, 3, 1, 3);
  }
}
