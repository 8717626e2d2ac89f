package org.morl4j.core.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.core.check.Vec;
import org.morl4j.core.rng.Rng;

class SpaceTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  private static final Space NESTED =
      new DictSpace(
          List.of(
              new DictSpace.Entry("mode", new Discrete(3, -1)),
              new DictSpace.Entry(
                  "parts",
                  new TupleSpace(
                      List.of(
                          Box.of(2, -1, 1, Dtype.FLOAT64),
                          new MultiDiscrete(List.of(2, 3)),
                          new MultiBinary(2))))));

  static List<Space> spaces() {
    return List.of(
        Box.of(3, -2, 5, Dtype.FLOAT64),
        Box.of(Vec.of(-0.07, 0.1), Vec.of(0.07, Math.nextUp(0.1)), Dtype.FLOAT32),
        Box.of(2, -3, 3, Dtype.INT32),
        Box.of(2, 0, 255, Dtype.UINT8),
        Box.of(2, 0, 1, Dtype.BOOL),
        Box.of(1, -0x1p63, 0x1p63, Dtype.INT64),
        Box.of(Vec.of(-INF, 2, -INF), Vec.of(INF, INF, 2), Dtype.FLOAT64),
        Box.of(Vec.of(-INF, 2, -INF), Vec.of(INF, INF, 2), Dtype.INT64),
        new Discrete(1),
        new Discrete(4, -2),
        new Discrete(3, Integer.MAX_VALUE),
        new MultiDiscrete(List.of(2, 1, 5)),
        new MultiBinary(4),
        NESTED);
  }

  @Test
  void aBoxClipsToItsBounds() {
    double[] values = {77, -9, 1, 9, 77};
    Box.of(Vec.of(-INF, 2, -1), Vec.of(INF, INF, 3), Dtype.FLOAT64).clip(values, 1);
    assertThat(values).containsExactly(77, -9, 2, 3, 77);
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void samplesStayInsideAndTouchNothingElse(Space space) {
    Rng rng = new Rng(11);
    double[] out = new double[space.size() + 2];
    float[] features = new float[space.features() + 2];
    for (int i = 0; i < 500; i++) {
      Arrays.fill(out, 77);
      Arrays.fill(features, 77);
      space.sample(rng, out, 1);
      assertThat(space.contains(out, 1)).as(Arrays.toString(out)).isTrue();
      space.encode(out, 1, features, 1);
      assertThat(out[0]).isEqualTo(77);
      assertThat(out[out.length - 1]).isEqualTo(77);
      assertThat(features[0]).isEqualTo(77);
      assertThat(features[features.length - 1]).isEqualTo(77);
    }
  }

  @Test
  void samplesCoverTheSpace() {
    Rng rng = new Rng(5);
    boolean[] seen = new boolean[7];
    double[] out = new double[1];
    Space box = Box.of(1, -3, 3, Dtype.INT32);
    for (int i = 0; i < 200; i++) {
      box.sample(rng, out, 0);
      seen[(int) out[0] + 3] = true;
    }
    assertThat(seen).containsOnly(true);
  }

  @Test
  void boxContains() {
    Box box = Box.of(Vec.of(-1, -INF), Vec.of(1, 0), Dtype.FLOAT64);
    assertThat(box.contains(new double[] {9, 1, -1e300}, 1)).isTrue();
    assertThat(box.contains(new double[] {-1, 0}, 0)).isTrue();
    assertThat(box.contains(new double[] {1.0000001, 0}, 0)).isFalse();
    assertThat(box.contains(new double[] {0, Double.NaN}, 0)).isFalse();
    assertThat(box.isBounded()).isFalse();
    assertThat(Box.of(2, -1, 1, Dtype.FLOAT32).isBounded()).isTrue();
  }

  @Test
  void integerBoxHoldsIntegersOnly() {
    Box box = Box.of(1, 0, 10, Dtype.INT32);
    assertThat(box.contains(new double[] {3}, 0)).isTrue();
    assertThat(box.contains(new double[] {3.5}, 0)).isFalse();
  }

  @Test
  void discreteContains() {
    Discrete space = new Discrete(3, -1);
    assertThat(space.contains(new double[] {-1}, 0)).isTrue();
    assertThat(space.contains(new double[] {1}, 0)).isTrue();
    assertThat(space.contains(new double[] {2}, 0)).isFalse();
    assertThat(space.contains(new double[] {0.5}, 0)).isFalse();
    assertThat(space.contains(new double[] {Double.NaN}, 0)).isFalse();
    assertThat(new MultiDiscrete(List.of(2, 3)).contains(new double[] {1, 2}, 0)).isTrue();
    assertThat(new MultiDiscrete(List.of(2, 3)).contains(new double[] {2, 2}, 0)).isFalse();
    assertThat(new MultiBinary(2).contains(new double[] {0, 1}, 0)).isTrue();
    assertThat(new MultiBinary(2).contains(new double[] {0, 0.5}, 0)).isFalse();
  }

  @Test
  void nestedPartsLieOneAfterTheOther() {
    double[] raw = {99, 0, 0.25, -0.5, 1, 2, 0, 1};
    float[] out = new float[NESTED.features() + 1];
    assertThat(NESTED.size()).isEqualTo(7);
    assertThat(NESTED.features()).isEqualTo(3 + 2 + 5 + 2);
    assertThat(NESTED.contains(raw, 1)).isTrue();
    NESTED.encode(raw, 1, out, 1);
    assertThat(out).containsExactly(0, 0, 1, 0, 0.25f, -0.5f, 0, 1, 0, 0, 1, 0, 1);
    raw[5] = 3;
    assertThat(NESTED.contains(raw, 1)).as("3 is beyond the second choice of 3").isFalse();
  }

  @Test
  void encodings() {
    float[] out = new float[4];
    new Discrete(4, 10).encode(new double[] {12}, 0, out, 0);
    assertThat(out).containsExactly(0, 0, 1, 0);
    Box.of(4, 0, 255, Dtype.UINT8).encode(new double[] {0, 1, 128, 255}, 0, out, 0);
    assertThat(out).containsExactly(0, 1, 128, 255);
  }

  /** What was encoded comes back as something that encodes to the same features. */
  @ParameterizedTest
  @MethodSource("spaces")
  void decodesWhatItEncoded(Space space) {
    Rng rng = new Rng(5);
    double[] raw = new double[2 * space.size()];
    double[] back = new double[raw.length];
    float[] features = new float[2 * space.features()];
    float[] again = new float[features.length];
    for (int i = 0; i < 20; i++) {
      space.sample(rng, raw, 0);
      space.sample(rng, raw, space.size());
      space.encodeRows(raw, 2, features);
      space.decodeRows(features, 2, back);
      space.encodeRows(back, 2, again);
      assertThat(again).isEqualTo(features);
    }
  }

  @Test
  void impossibleSpacesAreRefused() {
    refused(() -> new Discrete(0), "Discrete n is 0");
    refused(() -> new MultiBinary(0), "MultiBinary n is 0");
    refused(() -> new MultiDiscrete(List.of(2, 0)), "MultiDiscrete n[1] is 0");
    refused(() -> Box.of(2, 1, 0, Dtype.FLOAT32), "Box low[0] is 1.0, but must not exceed high[0]");
    refused(() -> Box.of(1, Double.NaN, 0, Dtype.FLOAT32), "Box low[0] is NaN");
    refused(
        () -> new Box(Vec.of(0, 0), Vec.of(1, 1), List.of(3), Dtype.FLOAT32),
        "Box shape [3] needs 3 bounds, but low has 2");
    refused(
        () -> new Box(Vec.of(0, 0), Vec.of(1, 1), List.of(-1, -2), Dtype.FLOAT32),
        "Box shape [-1, -2]");
    DictSpace.Entry entry = new DictSpace.Entry("a", new Discrete(2));
    refused(() -> new DictSpace(List.of(entry, entry)), "Two parts of a Dict are named a");
  }

  @ParameterizedTest
  @EnumSource(Dtype.class)
  void dtypesHaveNumpysNames(Dtype dtype) {
    assertThat(Dtype.ofNumpy(dtype.numpyName())).isEqualTo(dtype);
  }

  @Test
  void unknownDtypeIsRefused() {
    assertThat(Dtype.FLOAT32.numpyName()).isEqualTo("float32");
    refused(() -> Dtype.ofNumpy("float16"), "dtype is float16");
  }

  private static void refused(Runnable make, String message) {
    assertThatThrownBy(make::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
