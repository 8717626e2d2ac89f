package org.morl4j.cli.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.morl4j.cli.bench.BenchResult.Key;
import org.morl4j.cli.bench.BenchResult.Measured;
import org.morl4j.cli.bench.BenchResult.Reached;
import org.morl4j.cli.bench.BenchResult.Spent;
import org.morl4j.cli.compare.RunScore;
import org.morl4j.cli.report.JsonValue;
import org.morl4j.cli.report.RunText;
import org.morl4j.configs.bench.Bench;
import org.morl4j.configs.bench.SuiteRun;
import org.morl4j.configs.set.RunSet;
import org.morl4j.configs.set.RunState;

/** Reads the run folders of a benchmark. */
final class BenchRuns {
  private BenchRuns() {}

  /** Of the runs that are done, in the benchmark's order. */
  static List<BenchResult> read(Bench bench, RunSet set, Map<String, Scale> scales) {
    List<BenchResult> results = new ArrayList<>();
    for (SuiteRun run : bench.runs()) {
      Scale scale = scales.get(run.dataset());
      if (scale != null && set.state(run.run()) == RunState.DONE) {
        results.add(read(run, set.folder(run.run()), scale));
      }
    }
    return results;
  }

  private static BenchResult read(SuiteRun of, Path folder, Scale scale) {
    RunScore last = RunScore.read(folder, RunScore.LAST);
    RunScore best = RunScore.read(folder, RunScore.BEST);
    Path file = folder.resolve("run.json");
    JsonValue run = JsonValue.parse(RunText.of(file), file.toString(), 1);
    int objectives = run.get("environment").get("objectives").items().size();
    boolean limited = !run.get("constraints").items().isEmpty();
    return new BenchResult(
        new Key(of.method(), of.dataset(), Long.toString(of.run().seed()), of.run().name(), false),
        new Reached(
            last.value(),
            best.value(),
            scale.score(last.value()),
            scale.score(best.value()),
            scale.score(RunScore.curve(folder))),
        measured(last, objectives, limited ? last.within() : null),
        new Spent(
            (long) run.get("training_updates").number(),
            (long) run.get("training_transitions").number(),
            run.get("seconds").number()));
  }

  private static Measured measured(RunScore last, int objectives, @Nullable Boolean within) {
    Map<String, Double> returns = new LinkedHashMap<>();
    Map<String, Double> costs = new LinkedHashMap<>();
    for (int j = 0; j < last.names().size(); j++) {
      (j < objectives ? returns : costs).put(last.names().get(j), last.values()[j]);
    }
    return new Measured(returns, costs, within);
  }
}
