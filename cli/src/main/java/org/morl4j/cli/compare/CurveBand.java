package org.morl4j.cli.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * An algorithm's learning curve on a task: the interquartile mean of its runs at each evaluation,
 * with a pointwise interval, or between the lowest and the highest of few runs.
 *
 * @param transitions training transitions, ascending
 * @param values one each
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record CurveBand(String label, double[] transitions, List<Interval> values) {
  /** More points than this a reader can't tell apart; each costs a bootstrap. */
  private static final int MOST_POINTS = 200;

  /**
   * Where runs were evaluated at different times, each stands with its last evaluation at or before
   * the time; the curve begins when all runs have one and ends with the shortest.
   */
  public static CurveBand of(String label, List<Curve> runs, Intervals intervals, String name) {
    double[] grid = grid(runs);
    List<Interval> values = new ArrayList<>();
    for (double when : grid) {
      double[] scores = runs.stream().mapToDouble(run -> run.at(when)).toArray();
      values.add(intervals.ofCurve(name + "@" + when, scores));
    }
    return new CurveBand(label, grid, values);
  }

  /**
   * As the page's script bands.js draws them: {@code [x, value]} or {@code [x, value, low, high]}.
   */
  public static ArrayNode json(List<CurveBand> bands) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (CurveBand band : bands) {
      ArrayNode points = all.addObject().put("label", band.label).putArray("points");
      for (int i = 0; i < band.transitions.length; i++) {
        Interval value = band.values.get(i);
        ArrayNode point = points.addArray().add(band.transitions[i]).add(value.value());
        if (value.isGiven()) {
          point.add(value.low()).add(value.high());
        }
      }
    }
    return all;
  }

  private static double[] grid(List<Curve> runs) {
    double from = runs.stream().mapToDouble(Curve::first).max().orElse(0);
    double to = runs.stream().mapToDouble(Curve::last).min().orElse(0);
    TreeSet<Double> times = new TreeSet<>();
    for (Curve run : runs) {
      for (double when : run.transitions()) {
        if (when >= from && when <= to) {
          times.add(when);
        }
      }
    }
    double[] all = times.stream().mapToDouble(Double::doubleValue).toArray();
    int step = Math.max(1, (all.length + MOST_POINTS - 1) / MOST_POINTS);
    List<Double> kept = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      if ((all.length - 1 - i) % step == 0) {
        kept.add(all[i]);
      }
    }
    return kept.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
