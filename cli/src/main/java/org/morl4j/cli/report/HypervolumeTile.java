package org.morl4j.cli.report;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.cli.report.RunReport.ArchivePoint;
import org.morl4j.cli.report.RunReport.CurvePoint;
import org.morl4j.cli.report.RunReport.Summary;
import org.morl4j.pareto.indicator.MeasuredFront;

/**
 * The hypervolume that a run may claim: of its policies as measured anew, and beside it of those
 * that are told apart beyond the noise of that. What the archive selected by flatters, and is told
 * small. Before there is an archive it is that of the last evaluations.
 */
final class HypervolumeTile {
  /** More objectives take minutes. */
  private static final int MAX_OBJECTIVES = 6;

  /** Less than this share beyond noise is worth a warning. */
  private static final double SURE = 0.95;

  private final RunReport run;
  private final double @Nullable [] reference;

  /** Null before there is an archive, and where it would take too long. */
  private final @Nullable MeasuredFront claim;

  /** Whether a return has a standard error. */
  private final boolean noisy;

  HypervolumeTile(RunReport run) {
    this.run = run;
    Summary summary = run.summary();
    reference = summary == null ? null : summary.reference();
    List<ArchivePoint> front =
        run.front().stream().filter(p -> ChartData.isDrawable(p.returns())).toList();
    noisy =
        front.stream().anyMatch(p -> Arrays.stream(p.standardError()).anyMatch(error -> error > 0));
    claim =
        !run.archived() || reference == null || reference.length > MAX_OBJECTIVES
            ? null
            : MeasuredFront.of(
                front.stream().map(ArchivePoint::returns).toArray(double[][]::new),
                front.stream().map(ArchivePoint::standardError).toArray(double[][]::new),
                reference);
  }

  /** Empty where nothing is known. */
  String html() {
    List<CurvePoint> curve = run.curve();
    double selected = curve.isEmpty() ? Double.NaN : curve.get(curve.size() - 1).hypervolume();
    String of = reference == null ? "" : "reference (%s)".formatted(Sections.list(reference));
    if (claim == null) {
      return Double.isNaN(selected)
          ? ""
          : Sections.tile("hypervolume", "Hypervolume", Numbers.grouped(selected, 6), of);
    }
    StringBuilder note = new StringBuilder("measured anew, " + of);
    if (noisy) {
      note.append("; beyond noise ").append(Numbers.grouped(claim.beyondNoise(), 6));
    }
    if (!Double.isNaN(selected) && noisy) {
      note.append("; the archive selected by ").append(Numbers.grouped(selected, 6));
    }
    return Sections.tile(
        "hypervolume", "Hypervolume", Numbers.grouped(claim.hypervolume(), 6), note.toString());
  }

  /** A sentence for a front much of which may be chance; empty for others. */
  String warning() {
    return claim != null && noisy && claim.beyondNoise() < SURE * claim.hypervolume()
        ? "The hypervolume is inexact: of %s only %s is beyond the noise of measuring. Maybe raise evaluation.finalEpisodes."
            .formatted(
                Numbers.grouped(claim.hypervolume(), 6), Numbers.grouped(claim.beyondNoise(), 6))
        : "";
  }
}
