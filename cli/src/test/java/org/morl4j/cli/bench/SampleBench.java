package org.morl4j.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.morl4j.cli.bench.BenchResult.Key;
import org.morl4j.cli.bench.BenchResult.Measured;
import org.morl4j.cli.bench.BenchResult.Reached;
import org.morl4j.cli.bench.BenchResult.Spent;
import org.morl4j.cli.compare.Curve;
import org.morl4j.configs.bench.Suite;

/**
 * A suite of two data sets, one with costs, and results of its runs as if they had been trained.
 */
public final class SampleBench {
  private SampleBench() {}

  private static final String SUITE =
      """
      {
        "format": 2,
        "name": "sample",
        "methods": {
          "bc": {"agent": {"type": "bc"}},
          "iql": {"agent": {"type": "iql"}}
        },
        "datasets": {
          "swing": {
            "data": {"path": "swing"}, "environment": {"id": "native:Pendulum-v1"},
            "references": {"random": [-1200], "expert": [-200]},
            "published": {"iql": {"mean": 66.3, "deviation": 1.5, "source": "<b>somebody</b> 2021, table 2"}}
          },
          "safe": {
            "data": {"path": "safe"}, "environment": {"id": "native:Pendulum-v1"},
            "constraints": [{"signal": "cost", "atMost": 25}]
          }
        },
        "seeds": [1, 2]
      }
      """;

  /** The suite, with other settings laid over it. */
  public static Suite suite(String... settings) {
    return Suite.reader().parse(SUITE, "sample.json", List.of(settings));
  }

  /** On swing returns -700, -500 (bc), -400, -200 (iql); on safe 10, 20 (bc), 30, 40 (iql). */
  public static List<BenchResult> results() {
    List<BenchResult> results = new ArrayList<>();
    double[][] swing = {{-700, -500}, {-400, -200}};
    double[][] safe = {{10, 20}, {30, 40}};
    double[][] costs = {{20, 24}, {22, 30}};
    String[] methods = {"bc", "iql"};
    for (int m = 0; m < 2; m++) {
      for (int seed = 1; seed <= 2; seed++) {
        results.add(result(methods[m], "swing", seed, swing[m][seed - 1], Measured.NOTHING));
        double cost = costs[m][seed - 1];
        Measured measured =
            new Measured(Map.of("reward", safe[m][seed - 1]), Map.of("cost", cost), within(cost));
        results.add(result(methods[m], "safe", seed, safe[m][seed - 1], measured));
      }
    }
    return results;
  }

  private static @Nullable Boolean within(double cost) {
    return cost <= 25;
  }

  private static BenchResult result(
      String method, String dataset, int seed, double last, Measured measured) {
    Scale scale = BenchTable.scales(suite()).getOrDefault(dataset, new Scale(0, 1));
    Curve curve = new Curve(new double[] {50, 100}, new double[] {last - 50, last});
    return new BenchResult(
        new Key(method, dataset, "" + seed, dataset + "." + method + ".seed-" + seed, false),
        new Reached(last, last + 10, scale.score(last), scale.score(last + 10), scale.score(curve)),
        measured,
        new Spent(100, 0, 2));
  }

  /** The table of these results, with a remark. */
  public static BenchTable table() {
    return BenchTable.of(suite(), results(), List.of());
  }
}
