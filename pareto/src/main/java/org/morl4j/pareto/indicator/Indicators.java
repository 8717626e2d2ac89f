package org.morl4j.pareto.indicator;

import org.jspecify.annotations.Nullable;

/**
 * All indicators of one front. Hypervolume counts every row as given (covered rows add nothing);
 * expected utility, sparsity and cardinality use the distinct non-dominated rows, whether better
 * than the reference point or not; the last three compare all rows as given with another front and
 * are null where there is none.
 *
 * @param hypervolume see {@link Hypervolume}
 * @param expectedUtility see {@link ExpectedUtility}
 * @param sparsity see {@link Sparsity}
 * @param cardinality number of distinct non-dominated rows
 * @param igd see {@link Distance#igd}
 * @param igdPlus see {@link Distance#igdPlus}
 * @param epsilonAdditive see {@link Distance#epsilonAdditive}
 */
public record Indicators(
    double hypervolume,
    double expectedUtility,
    double sparsity,
    int cardinality,
    @Nullable Double igd,
    @Nullable Double igdPlus,
    @Nullable Double epsilonAdditive) {

  /** Indicators of a front alone, expected utility with the default divisions. */
  public static Indicators of(double[][] points, double[] reference) {
    int objectives = Rows.objectives(points, "points");
    return of(points, reference, ExpectedUtility.defaultDivisions(objectives), null);
  }

  /**
   * Indicators of a front, beside another one where given.
   *
   * @param points shape [N, m], N at least 1
   * @param reference reference point of the hypervolume, shape [m]
   * @param divisions of the grid of expected utility; has no effect for one objective
   * @param against reference set of the distances, shape [R, m], or null
   * @throws IllegalArgumentException where an argument is empty, ragged, not finite or of another
   *     number of objectives
   */
  public static Indicators of(
      double[][] points, double[] reference, int divisions, double @Nullable [][] against) {
    double hypervolume = Hypervolume.of(points, reference);
    double[][] front = NonDominated.filter(points);
    return new Indicators(
        hypervolume,
        ExpectedUtility.of(front, divisions),
        Sparsity.of(front),
        front.length,
        against == null ? null : Distance.igd(points, against),
        against == null ? null : Distance.igdPlus(points, against),
        against == null ? null : Distance.epsilonAdditive(points, against));
  }
}
