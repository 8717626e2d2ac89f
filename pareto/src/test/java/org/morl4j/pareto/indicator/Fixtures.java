package org.morl4j.pareto.indicator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Fronts and values of the test resources. */
final class Fixtures {
  private Fixtures() {}

  /** Values of moocore 0.3.2, written by benchmarks/python/indicators/make_fixtures.py. */
  record Case(String name, Map<String, List<double[]>> values) {
    double[][] rows(String kind) {
      return Objects.requireNonNull(values.get(kind)).toArray(double[][]::new);
    }

    double[] row(String kind) {
      return Objects.requireNonNull(values.get(kind)).get(0);
    }

    double value(String kind) {
      return row(kind)[0];
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> moocore() {
    Map<String, Case> cases = new LinkedHashMap<>();
    for (String[] fields : lines("moocore.csv")) {
      cases
          .computeIfAbsent(fields[0], name -> new Case(name, new LinkedHashMap<>()))
          .values()
          .computeIfAbsent(fields[1], kind -> new ArrayList<>())
          .add(numbers(fields, 2));
    }
    return List.copyOf(cases.values());
  }

  /** Leaves of MO-Gymnasium 1.3.2's fruit-tree-v0 of depth 5, 6 or 7: shape [2^depth, 6]. */
  static double[][] fruitTree(int depth) {
    return lines("fruit-tree.csv").stream()
        .filter(fields -> fields[0].equals(Integer.toString(depth)))
        .map(fields -> numbers(fields, 1))
        .toArray(double[][]::new);
  }

  /** Known front of MO-Gymnasium's deep-sea-treasure-v0 (treasure, minus time), undiscounted. */
  static double[][] deepSeaTreasure(double... treasures) {
    double[] times = {1, 3, 5, 7, 8, 9, 13, 14, 17, 19};
    double[][] front = new double[times.length][];
    for (int i = 0; i < times.length; i++) {
      front[i] = new double[] {treasures[i], -times[i]};
    }
    return front;
  }

  static double[][] convexDeepSeaTreasure() {
    return deepSeaTreasure(.7, 8.2, 11.5, 14, 15.1, 16.1, 19.6, 20.3, 22.4, 23.7);
  }

  static double[][] concaveDeepSeaTreasure() {
    return deepSeaTreasure(1, 2, 3, 5, 8, 16, 24, 50, 74, 124);
  }

  private static double[] numbers(String[] fields, int from) {
    return Arrays.stream(fields, from, fields.length).mapToDouble(Double::parseDouble).toArray();
  }

  private static List<String[]> lines(String resource) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Fixtures.class.getResourceAsStream(resource)),
                StandardCharsets.UTF_8))) {
      return reader.lines().map(line -> line.split(",", -1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
