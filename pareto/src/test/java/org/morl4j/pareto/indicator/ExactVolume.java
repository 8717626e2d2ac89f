package org.morl4j.pareto.indicator;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Hypervolume without rounding: every double is a finite decimal, and so are sums and products. */
final class ExactVolume {
  private ExactVolume() {}

  static BigDecimal of(double[][] points, double[] reference) {
    List<BigDecimal[]> gains =
        Arrays.stream(points)
            .map(
                point ->
                    IntStream.range(0, reference.length)
                        .mapToObj(
                            j -> new BigDecimal(point[j]).subtract(new BigDecimal(reference[j])))
                        .toArray(BigDecimal[]::new))
            .filter(gain -> Arrays.stream(gain).allMatch(value -> value.signum() > 0))
            .collect(Collectors.toList());
    return slices(gains, reference.length);
  }

  /** Slices by the last of d coordinates, each as thick as the step to the next lower one. */
  private static BigDecimal slices(List<BigDecimal[]> points, int d) {
    if (d == 1) {
      return points.stream().map(p -> p[0]).max(Comparator.naturalOrder()).orElse(BigDecimal.ZERO);
    }
    List<BigDecimal[]> sorted =
        points.stream()
            .sorted(Comparator.comparing((BigDecimal[] p) -> p[d - 1]).reversed())
            .toList();
    BigDecimal volume = BigDecimal.ZERO;
    for (int i = 0; i < sorted.size(); i++) {
      BigDecimal below = i + 1 < sorted.size() ? sorted.get(i + 1)[d - 1] : BigDecimal.ZERO;
      BigDecimal thickness = sorted.get(i)[d - 1].subtract(below);
      if (thickness.signum() > 0) {
        volume = volume.add(slices(sorted.subList(0, i + 1), d - 1).multiply(thickness));
      }
    }
    return volume;
  }
}
