package org.morl4j.cli.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morl4j.configs.set.NamedRun;
import org.morl4j.configs.set.RunSet;
import org.morl4j.configs.set.RunState;

/**
 * The variants of a sweep, best first: those whose runs are all done, those within limits before
 * the others; then those that were stopped early, by the best they came to; then those that failed.
 *
 * @param paths of the varied settings
 * @param measured what the score is, in words
 */
public record SweepTable(List<String> paths, String measured, List<Variant> variants) {
  /**
   * One variant.
   *
   * @param name e.g. {@code v003}
   * @param values of the varied settings, one a path
   * @param state in which all its runs are, or the worst of them
   * @param seeds runs that are done
   * @param score mean over these, with Student's t interval from two on; NaN without any
   * @param best the highest score at an evaluation of those that were stopped early; NaN for none
   * @param within whether all that are done keep the run's limits
   * @param why runs failed or were stopped, else empty
   * @param folders of its runs
   */
  public record Variant(
      String name,
      List<String> values,
      RunState state,
      int seeds,
      Interval score,
      double best,
      boolean within,
      String why,
      List<Path> folders) {}

  private static final Comparator<Variant> BEST_FIRST =
      Comparator.comparing(Variant::state)
          .thenComparing(variant -> !variant.within())
          .thenComparing(
              variant ->
                  -(variant.state() == RunState.DONE ? variant.score().value() : variant.best()))
          .thenComparing(Variant::name);

  public static SweepTable of(RunSet set) {
    Map<String, List<NamedRun>> groups = new LinkedHashMap<>();
    for (NamedRun run : set.plan().runs()) {
      groups.computeIfAbsent(run.group(), group -> new ArrayList<>()).add(run);
    }
    List<Variant> variants = new ArrayList<>();
    String[] measured = {"score"};
    groups.values().forEach(runs -> variants.add(variant(set, runs, measured)));
    variants.sort(BEST_FIRST);
    List<String> paths =
        set.plan().varied().stream().map(vary -> vary.substring(0, vary.indexOf('='))).toList();
    return new SweepTable(paths, measured[0], List.copyOf(variants));
  }

  private static Variant variant(RunSet set, List<NamedRun> runs, String[] measured) {
    List<Double> scores = new ArrayList<>();
    boolean within = true;
    RunState state = RunState.DONE;
    String why = "";
    double best = Double.NaN;
    for (NamedRun run : runs) {
      RunState its = set.state(run);
      if (its == RunState.DONE) {
        RunScore score = RunScore.read(set.folder(run));
        measured[0] = score.measured();
        scores.add(score.value());
        within &= score.within();
      } else if (its.compareTo(state) > 0 || state == RunState.DONE) {
        state = its;
        why = set.why(run);
      }
      if (its == RunState.PRUNED) {
        best = Double.isNaN(best) ? set.best(run) : Math.max(best, set.best(run));
      }
    }
    NamedRun first = runs.get(0);
    List<String> values =
        first.overrides().stream()
            .filter(override -> !override.startsWith("name="))
            .map(override -> override.substring(override.indexOf('=') + 1))
            .toList();
    return new Variant(
        first.group().substring(0, first.group().indexOf(' ')),
        values,
        state,
        scores.size(),
        SeedTable.mean(scores.stream().mapToDouble(Double::doubleValue).toArray()),
        best,
        within,
        why,
        runs.stream().map(set::folder).toList());
  }

  /** The learning curve of a variant; empty where its runs have none to show. */
  static CurveBand curve(Variant variant) {
    List<Curve> curves =
        variant.folders().stream()
            .filter(folder -> Files.exists(folder.resolve("run.json")))
            .map(RunScore::curve)
            .filter(curve -> !curve.isEmpty())
            .toList();
    return curves.isEmpty()
        ? new CurveBand(variant.name(), new double[0], List.of())
        : CurveBand.of(variant.name(), curves, new Intervals.None(), variant.name());
  }
}
