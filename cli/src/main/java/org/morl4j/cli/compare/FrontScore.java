package org.morl4j.cli.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.morl4j.cli.report.JsonValue;
import org.morl4j.cli.report.Numbers;
import org.morl4j.pareto.indicator.Hypervolume;

/**
 * The hypervolume of a run's fronts.
 *
 * @param reference reference point [m]
 * @param own whether it is the run's own, under which the run itself has measured its curve
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record FrontScore(double[] reference, boolean own) {
  /**
   * Of the final front: dominated points of the archive add nothing to its volume, and policies
   * outside the run's limits are not on it.
   */
  double last(JsonValue archive) {
    return of(
        archive.get("points").items().stream()
            .filter(FrontScore::keepsLimits)
            .map(point -> point.get("returns"))
            .toList());
  }

  /** Whether there are policies, but none on the front, since none keeps the run's limits. */
  static boolean noneWithin(JsonValue archive) {
    List<JsonValue> points = archive.get("points").items();
    return !points.isEmpty() && points.stream().noneMatch(FrontScore::keepsLimits);
  }

  private static boolean keepsLimits(JsonValue point) {
    JsonValue within = point.find("within_limits");
    return within == null || within.flag();
  }

  /** Of the fronts on the way; empty without fronts.jsonl. */
  Curve curve(Path folder) {
    Path file = folder.resolve("fronts.jsonl");
    if (!Files.isRegularFile(file)) {
      return Curve.NONE;
    }
    List<JsonValue> lines = JsonFile.lines(file);
    ToDoubleFunction<JsonValue> hypervolume =
        own ? line -> line.get("hypervolume").number() : line -> of(line.get("points").items());
    return new Curve(
        lines.stream().mapToDouble(l -> l.get("training_transitions").number()).toArray(),
        lines.stream().mapToDouble(hypervolume).toArray());
  }

  /** {@code [0, -50]}. */
  String told() {
    return Arrays.stream(reference)
        .mapToObj(value -> Numbers.significant(value, 12))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private double of(List<JsonValue> points) {
    double[][] front =
        points.stream().map(p -> p.numbers(reference.length)).toArray(double[][]::new);
    return front.length == 0 ? 0 : Hypervolume.of(front, reference);
  }
}
