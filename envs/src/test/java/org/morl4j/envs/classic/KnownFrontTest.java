package org.morl4j.envs.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Step;
import org.morl4j.envs.NativeEnvs;

/** Hypervolumes: moocore 0.2.0's of mo-gymnasium 1.3.2's {@code pareto_front}. */
class KnownFrontTest {
  @ParameterizedTest
  @CsvSource({
    "deep-sea-treasure-v0, 1, 0 -50, 10, 994.3",
    "deep-sea-treasure-v0, 1, 0 -25, 10, 401.8",
    "deep-sea-treasure-v0, .99, 0 -50, 10, 854.85",
    "deep-sea-treasure-v0, .99, 0 -25, 10, 360.40",
    "deep-sea-treasure-concave-v0, 1, 0 -50, 10, 4255",
    "deep-sea-treasure-concave-v0, 1, 0 -25, 10, 1155",
    "deep-sea-treasure-concave-v0, .99, 0 -50, 10, 3688.38",
    "deep-sea-treasure-mirrored-v0, .99, 0 -25, 10, 1101.38",
    "fruit-tree-d5-v0, 1, 0 0 0 0 0 0, 32, 8808.42",
    "fruit-tree-v0, 1, 0 0 0 0 0 0, 64, 12575.87",
    "fruit-tree-v0, .99, -1 -1 -1 -1 -1 -1, 64, 46034.80",
    "minecart-v0, 1, -1 -1 -200, 10, 879.70",
    "minecart-v0, .98, -1 -1 -200, 20, 668.18",
    "minecart-deterministic-v0, 1, -1 -1 -200, 10, 944.93",
    "minecart-deterministic-v0, .98, -1 -1 -200, 20, 723.05",
  })
  void hypervolumesAreTheOriginals(
      String name, double gamma, String reference, int size, double hypervolume) {
    List<Vec> front = front(name, gamma);
    assertThat(front).hasSize(size);
    Vec ref = Vec.of(List.of(reference.split(" ")).stream().map(Double::valueOf).toList());
    assertThat(hypervolume(front, ref)).isCloseTo(hypervolume, within(.005));
  }

  @Test
  void aKnownPointInFull() {
    assertThat(front("deep-sea-treasure-v0", 1)).contains(Vec.of(.7, -1), Vec.of(23.7, -19));
    assertThat(front("fruit-tree-d7-v0", 1)).hasSize(128);
    Vec discounted = front("deep-sea-treasure-v0", .5).get(1);
    assertThat(discounted).isEqualTo(Vec.of(8.2 * .25, -1.75));
    // mo-gymnasium 1.3.2, minecart-v0, gamma 0.98: the seventh in lexicographic order
    List<Vec> mine = front("minecart-v0", .98);
    mine.sort(Comparator.comparingDouble(v -> v.get(0)));
    double[] expected = {0.39863875125442133, 0.5827449672255672, -0.8352190803379487};
    for (int j = 0; j < 3; j++) {
      assertThat(mine.get(6).get(j)).isCloseTo(expected[j], within(1e-14));
    }
  }

  @Test
  void resourceGatheringHasAWayPastTheEnemiesThatTheShippedFrontMisses() {
    assertThat(front("resource-gathering-v0", 1)).containsExactly(Vec.of(0, 1, 1));
    // up to the gold by column 1, back to row 2, across to the diamond and home
    int[] way = {2, 0, 0, 0, 0, 3, 2, 1, 1, 3, 3, 3, 0, 1, 1, 1, 2, 2};
    assertWay(way);
    // discounted, it competes with fetching one of the two sooner
    double gamma = .98;
    assertThat(front("resource-gathering-v0", gamma))
        .anySatisfy(v -> assertThat(v.get(1)).isCloseTo(Math.pow(gamma, 17), within(1e-12)))
        .anySatisfy(v -> assertThat(v.get(2)).isCloseTo(Math.pow(gamma, 9), within(1e-12)))
        .anySatisfy(v -> assertThat(v.get(1)).isCloseTo(Math.pow(gamma, 11), within(1e-12)));
  }

  private static void assertWay(int[] actions) {
    try (Environment env = NativeEnvs.create("resource-gathering-v0")) {
      env.reset(3);
      for (int t = 0; t < actions.length; t++) {
        Step step = env.step(new double[] {actions[t]});
        boolean last = t == actions.length - 1;
        assertThat(step.terminated()).isEqualTo(last);
        assertThat(step.reward()).containsExactly(0, last ? 1 : 0, last ? 1 : 0);
      }
    }
  }

  @Test
  void theExactFrontOfResourceGatheringIsBetterThanTheShippedOne() {
    // mo-gymnasium 1.3.2 pareto_front(0.9)
    List<Vec> shipped =
        List.of(
            Vec.of(-0.12604410000000002, 0.3486784401000001, 0.0),
            Vec.of(-0.08269753401000002, 0.2287679245496101, 0.2287679245496101),
            Vec.of(-0.04782969000000001, 0.2058911320946491, 0.2058911320946491),
            Vec.of(-0.04782969000000001, 0.3138105960900001, 0.0),
            Vec.of(0.0, 0.0, 0.3486784401000001),
            Vec.of(0.0, 0.2824295364810001, 0.0));
    List<Vec> exact = front("resource-gathering-v0", .9);
    Vec ref = Vec.of(-1, -1, -2);
    assertThat(hypervolume(exact, ref)).isGreaterThan(hypervolume(shipped, ref));
  }

  private static List<Vec> front(String name, double gamma) {
    try (Environment env = NativeEnvs.create(name)) {
      return new ArrayList<>(Objects.requireNonNull(env.spec().knownFront()).points(gamma));
    }
  }

  /** While et al. 2012: sum of exclusive volumes. */
  private static double hypervolume(List<Vec> points, Vec ref) {
    double sum = 0;
    for (int i = 0; i < points.size(); i++) {
      Vec p = points.get(i);
      List<Vec> limited = new ArrayList<>();
      for (Vec q : points.subList(i + 1, points.size())) {
        double[] lower = new double[ref.size()];
        for (int j = 0; j < lower.length; j++) {
          lower[j] = Math.min(p.get(j), q.get(j));
        }
        Fronts.offer(limited, Vec.of(lower));
      }
      double volume = 1;
      for (int j = 0; j < ref.size(); j++) {
        volume *= Math.max(0, p.get(j) - ref.get(j));
      }
      sum += volume - hypervolume(limited, ref);
    }
    return sum;
  }
}
