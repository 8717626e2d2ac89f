package org.morl4j.cli.report;

import java.util.List;
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

  private HypervolumeTile() {}

  static String of(RunReport run) {
    Summary summary = run.summary();
    double[] reference = summary == null ? null : summary.reference();
    List<CurvePoint> curve = run.curve();
    double selected = curve.isEmpty() ? Double.NaN : curve.get(curve.size() - 1).hypervolume();
    String of = reference == null ? "" : "reference (%s)".formatted(Sections.list(reference));
    if (!run.archived() || reference == null || reference.length > MAX_OBJECTIVES) {
      return Double.isNaN(selected)
          ? ""
          : Sections.tile("Hypervolume", Numbers.grouped(selected, 6), of);
    }
    List<ArchivePoint> front =
        run.policies().stream()
            .filter(policy -> policy.onFront() && ChartData.isDrawable(policy.returns()))
            .toList();
    double[][] returns = front.stream().map(ArchivePoint::returns).toArray(double[][]::new);
    double[][] errors = front.stream().map(ArchivePoint::standardError).toArray(double[][]::new);
    MeasuredFront claim = MeasuredFront.of(returns, errors, reference);
    StringBuilder note = new StringBuilder("measured anew, " + of);
    boolean noisy = noisy(errors);
    if (noisy) {
      note.append("; beyond noise ").append(Numbers.grouped(claim.beyondNoise(), 6));
    }
    if (!Double.isNaN(selected) && noisy) {
      note.append("; the archive selected by ").append(Numbers.grouped(selected, 6));
    }
    return Sections.tile("Hypervolume", Numbers.grouped(claim.hypervolume(), 6), note.toString());
  }

  private static boolean noisy(double[][] errors) {
    for (double[] row : errors) {
      for (double error : row) {
        if (error > 0) {
          return true;
        }
      }
    }
    return false;
  }
}
