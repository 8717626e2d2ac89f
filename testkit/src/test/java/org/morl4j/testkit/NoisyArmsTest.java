package org.morl4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.check.Vec;
import org.morl4j.core.rng.Rng;

class NoisyArmsTest {
  private final NoisyArms env = new NoisyArms();
  private final Rng seeds = new Rng(1);

  /** The mean return of an arm over so many episodes. */
  private Vec measured(int arm, int episodes) {
    double[] sum = new double[2];
    for (int e = 0; e < episodes; e++) {
      env.reset(seeds.nextLong() >>> 32);
      double[] reward = env.step(new double[] {arm}).reward();
      sum[0] += reward[0] / episodes;
      sum[1] += reward[1] / episodes;
    }
    return Vec.of(sum);
  }

  /** The area between (0, 0) and the points: the best second objective at each first one. */
  private static double area(List<Vec> points) {
    double area = 0;
    double from = 0;
    for (double x :
        points.stream().mapToDouble(p -> p.get(0)).filter(v -> v > 0).sorted().toArray()) {
      double left = from;
      double best =
          points.stream().filter(p -> p.get(0) > left).mapToDouble(p -> p.get(1)).max().orElse(0);
      area += (x - from) * Math.max(0, best);
      from = x;
    }
    return area;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void returnsHaveTheirMeansAndDeviations(int arm) {
    int episodes = 20_000;
    Vec mean = measured(arm, episodes);
    double standardError = NoisyArms.deviation(arm) / Math.sqrt(episodes);
    assertThat(mean.get(0)).isCloseTo(NoisyArms.mean(arm).get(0), within(4 * standardError));
    assertThat(mean.get(1)).isCloseTo(NoisyArms.mean(arm).get(1), within(4 * standardError));
    double squares = 0;
    for (int e = 0; e < episodes; e++) {
      Vec one = measured(arm, 1);
      squares += Math.pow(one.get(1) - NoisyArms.mean(arm).get(1), 2) / episodes;
    }
    assertThat(Math.sqrt(squares)).isCloseTo(NoisyArms.deviation(arm), within(4 * standardError));
  }

  @Test
  void theFrontAndItsHypervolumes() {
    List<Vec> front = Objects.requireNonNull(env.spec().knownFront()).points(0.9);
    assertThat(front)
        .containsExactly(Vec.of(2, 10), Vec.of(6, 8), Vec.of(9, 5), Vec.of(10, 1))
        .isEqualTo(List.of(0, 1, 2, 3).stream().map(NoisyArms::mean).toList());
    List<Vec> all = new ArrayList<>();
    List<Vec> mixtures = new ArrayList<>();
    for (int arm = 0; arm < 8; arm++) {
      all.add(NoisyArms.mean(arm));
    }
    for (Vec a : all) {
      for (Vec b : all.subList(all.indexOf(a), 8)) {
        for (double p = 0; p <= 1; p += 1.0 / 128) {
          mixtures.add(
              Vec.of(p * a.get(0) + (1 - p) * b.get(0), p * a.get(1) + (1 - p) * b.get(1)));
        }
      }
    }
    assertThat(area(front)).isCloseTo(NoisyArms.HYPERVOLUME, within(1e-12));
    assertThat(area(all)).as("the others add nothing").isEqualTo(NoisyArms.HYPERVOLUME);
    assertThat(area(mixtures)).isCloseTo(NoisyArms.HULL_HYPERVOLUME, within(0.1));
  }

  /** What makes the task worth having: keeping the best of few-episode means overstates it. */
  @Test
  void fewEpisodesKeepFlukes() {
    List<Vec> kept = new ArrayList<>();
    List<Vec> anew = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      kept.add(measured(i % 8, 5));
    }
    for (int i = 0; i < 8; i++) {
      anew.add(measured(i, 40_000));
    }
    assertThat(area(kept)).isGreaterThan(1.5 * NoisyArms.HYPERVOLUME);
    assertThat(area(anew)).isCloseTo(NoisyArms.HYPERVOLUME, within(0.01 * NoisyArms.HYPERVOLUME));
  }
}
