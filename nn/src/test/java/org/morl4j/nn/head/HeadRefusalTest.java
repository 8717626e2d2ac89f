package org.morl4j.nn.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.core.check.Vec;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.DictSpace;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.MultiBinary;
import org.morl4j.core.space.MultiDiscrete;
import org.morl4j.core.space.Space;
import org.morl4j.core.space.TupleSpace;
import org.morl4j.nn.head.HeadOptions.Gaussian;

/** Which head a space gets, and what is refused with which words. */
class HeadRefusalTest {
  private static final Box BOX = Box.of(3, -1, 1, Dtype.FLOAT32);
  private static final HeadOptions SQUASHED = new HeadOptions(Gaussian.SQUASHED, 0, -20, 2);

  @Test
  void everySpaceGetsItsHead() {
    assertHead(new Discrete(4, 2), HeadOptions.DEFAULT, Categorical.class, 4, 0, 1);
    assertHead(
        new MultiDiscrete(List.of(2, 3)), HeadOptions.DEFAULT, MultiCategorical.class, 5, 0, 2);
    assertHead(new MultiBinary(3), HeadOptions.DEFAULT, Bernoulli.class, 3, 0, 3);
    assertHead(BOX, HeadOptions.DEFAULT, DiagonalGaussian.class, 3, 3, 3);
    HeadOptions dependent = new HeadOptions(Gaussian.STATE_DEPENDENT, 0, -20, 2);
    assertHead(BOX, dependent, DiagonalGaussian.class, 6, 0, 3);
    HeadOptions bounded = HeadOptions.DEFAULT.withGaussian(Gaussian.BOUNDED_MEAN);
    assertHead(BOX, bounded, BoundedMean.class, 3, 3, 3);
    assertHead(BOX, SQUASHED, SquashedGaussian.class, 6, 0, 3);
  }

  @Test
  void compositeSpacesAreRefusedByName() {
    DictSpace dict =
        new DictSpace(
            List.of(new DictSpace.Entry("arm", BOX), new DictSpace.Entry("grip", new Discrete(2))));
    assertRefused(
        dict,
        HeadOptions.DEFAULT,
        "The action space is a Dict with keys [arm, grip], but must be Discrete, MultiDiscrete,"
            + " MultiBinary or Box. Maybe a wrapper can flatten it into a MultiDiscrete or a"
            + " Box.");
    assertRefused(
        new TupleSpace(List.of(BOX, BOX)),
        HeadOptions.DEFAULT,
        "The action space is a Tuple of 2 parts, but must be Discrete, MultiDiscrete, MultiBinary"
            + " or Box. Maybe a wrapper can flatten it into a MultiDiscrete or a Box.");
  }

  @Test
  void boxesWithoutAGaussianAreRefused() {
    String integers =
        "The action space is a Box of uint8, but a Gaussian needs float32 or float64. Maybe"
            + " declare it as MultiDiscrete.";
    assertRefused(Box.of(2, 0, 255, Dtype.UINT8), HeadOptions.DEFAULT, integers);
    assertRefused(Box.of(2, 0, 255, Dtype.UINT8), SQUASHED, integers);
    assertRefused(
        Box.of(Vec.of(-1, 0), Vec.of(1, Double.POSITIVE_INFINITY), Dtype.FLOAT32),
        SQUASHED,
        "The action space, a Box of shape [2], goes from 0.0 to Infinity in dimension 1, but a"
            + " policy that is stretched over the action space needs distinct bounds within +-1e18."
            + " Maybe give the environment's action space such bounds, or use an agent that needs"
            + " none, such as ppo with its default head.");
    assertThatThrownBy(() -> ActionHead.of(Box.of(Vec.of(2), Vec.of(2), Dtype.FLOAT32), SQUASHED))
        .hasMessageContaining("goes from 2.0 to 2.0 in dimension 0,");
    Box largest = Box.of(1, -Float.MAX_VALUE, Float.MAX_VALUE, Dtype.FLOAT32);
    assertThatThrownBy(() -> ActionHead.of(largest, SQUASHED))
        .hasMessageContaining("goes from -3.4028234663852886E38 to 3.4028234663852886E38");
    assertThatThrownBy(() -> ActionHead.of(Box.of(1, -1e19, 1, Dtype.FLOAT32), SQUASHED))
        .hasMessageContaining("goes from -1.0E19 to 1.0");
    assertThat(ActionHead.of(Box.of(1, -1e18, 1e18, Dtype.FLOAT32), SQUASHED).actSize()).isOne();
    assertThatThrownBy(() -> new DiagonalGaussian(BOX, SQUASHED))
        .hasMessageContaining("Maybe you meant a SquashedGaussian or a Deterministic.");
    assertThatThrownBy(() -> new SquashedGaussian(BOX, HeadOptions.DEFAULT))
        .hasMessage(
            "head.gaussian is state-independent, but must be squashed here, where actions are"
                + " drawn through tanh. Maybe leave it out.");
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new HeadOptions(Gaussian.SQUASHED, 0, 2, -20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "head.minLogStd is 2.0 and head.maxLogStd -20.0, but both must be finite and the first"
                + " below the second. Maybe you swapped them.");
    assertThatThrownBy(() -> new HeadOptions(Gaussian.SQUASHED, 0, Double.NaN, 2))
        .hasMessageStartingWith("minLogStd is NaN");
    assertThatThrownBy(() -> new HeadOptions(Gaussian.SQUASHED, 2.5, -20, 2))
        .hasMessage(
            "head.initialLogStd is 2.5, but must lie between minLogStd -20.0 and maxLogStd 2.0."
                + " Maybe you gave the standard deviation; its natural logarithm is meant.");
  }

  private static void assertHead(
      Space space, HeadOptions options, Class<?> type, int outputs, int free, int actSize) {
    ActionHead head = ActionHead.of(space, options);
    assertThat(head).isInstanceOf(type);
    assertThat(head.outputs()).isEqualTo(outputs);
    assertThat(head.free()).isEqualTo(free);
    assertThat(head.actSize()).isEqualTo(actSize);
  }

  private static void assertRefused(Space space, HeadOptions options, String message) {
    assertThatThrownBy(() -> ActionHead.of(space, options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
