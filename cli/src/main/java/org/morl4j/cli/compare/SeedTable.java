package org.morl4j.cli.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.morl4j.configs.set.NamedRun;
import org.morl4j.configs.set.RunSet;
import org.morl4j.configs.set.RunState;

/**
 * What each seed of a set came to, and the means.
 *
 * @param names of what was measured: objectives and costs of the policy last, or the front's
 *     hypervolume and size
 * @param lines one a finished seed
 * @param means one a name, with Student's t intervals from two seeds on
 */
public record SeedTable(List<String> names, List<Line> lines, List<Interval> means) {
  /** A finished seed. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record Line(long seed, double[] values) {}

  /** Of the runs that are done; without lines if none is. */
  public static SeedTable of(RunSet set) {
    List<String> names = List.of();
    List<Line> lines = new ArrayList<>();
    for (NamedRun run : set.plan().runs()) {
      if (set.state(run) == RunState.DONE) {
        RunScore score = RunScore.read(set.folder(run));
        names = score.names();
        lines.add(new Line(run.seed(), score.values()));
      }
    }
    List<Interval> means = new ArrayList<>();
    for (int j = 0; j < names.size(); j++) {
      int column = j;
      means.add(mean(lines.stream().mapToDouble(line -> line.values()[column]).toArray()));
    }
    return new SeedTable(names, lines, means);
  }

  /** Without an interval of a single value. */
  public static Interval mean(double[] values) {
    double mean = Arrays.stream(values).average().orElse(Double.NaN);
    return values.length < 2
        ? Interval.none(mean)
        : Student.interval(mean, new double[][] {values}, Bootstrap.CONFIDENCE)
            .orNoneWithoutWidth();
  }
}
