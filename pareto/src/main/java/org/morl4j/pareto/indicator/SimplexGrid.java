package org.morl4j.pareto.indicator;

/**
 * Regular grid of preferences on the simplex: all vectors k / D of non-negative integers k with sum
 * D, D being the number of divisions. Generated from the integers, never by filtering
 * floating-point sums, which loses members (Das and Dennis, 1998).
 */
public final class SimplexGrid {
  private static final int LARGEST_GRID = 10_000_000;

  private SimplexGrid() {}

  /**
   * Integer compositions in lexicographic order, from [0, ..., 0, D] to [D, 0, ..., 0].
   *
   * @param objectives m, at least 1
   * @param divisions D, at least 1
   * @return shape [C, m], C = binomial(D + m - 1, m - 1)
   * @throws IllegalArgumentException where a number is below 1 or C is over ten million
   */
  public static int[][] compositions(int objectives, int divisions) {
    int[][] rows = new int[size(objectives, divisions)][objectives];
    int[] current = new int[objectives];
    current[objectives - 1] = divisions;
    for (int r = 0; r < rows.length; r++) {
      System.arraycopy(current, 0, rows[r], 0, objectives);
      advance(current);
    }
    return rows;
  }

  /** The same rows divided by D: shape [C, m], each with sum 1 up to rounding. */
  public static double[][] weights(int objectives, int divisions) {
    int[][] compositions = compositions(objectives, divisions);
    double[][] weights = new double[compositions.length][objectives];
    for (int r = 0; r < weights.length; r++) {
      for (int j = 0; j < objectives; j++) {
        weights[r][j] = compositions[r][j] / (double) divisions;
      }
    }
    return weights;
  }

  /**
   * C, how many rows there are, without making them.
   *
   * @return binomial(D + m - 1, m - 1), or a number beyond any use where it is larger than that
   */
  public static long count(int objectives, int divisions) {
    double size = 1;
    for (int j = 1; j < objectives && size < 1e15; j++) {
      size = Math.rint(size * ((double) divisions + j) / j);
    }
    return (long) Math.min(size, 1e15);
  }

  /** Moves one unit from the last non-zero part to the one before and the rest to the end. */
  private static void advance(int[] parts) {
    int last = parts.length - 1;
    while (last > 0 && parts[last] == 0) {
      last--;
    }
    if (last == 0) {
      return;
    }
    int rest = parts[last] - 1;
    parts[last] = 0;
    parts[last - 1]++;
    parts[parts.length - 1] = rest;
  }

  private static int size(int objectives, int divisions) {
    if (objectives < 1) {
      throw new IllegalArgumentException(
          "objectives is "
              + objectives
              + ", but must be at least 1. Maybe the front has no columns.");
    }
    if (divisions < 1) {
      throw new IllegalArgumentException(
          "divisions is " + divisions + ", but must be at least 1. Maybe you meant 10.");
    }
    long size = 1;
    for (int j = 1; j < objectives; j++) {
      size = size * (divisions + j) / j;
      if (size > LARGEST_GRID) {
        throw new IllegalArgumentException(
            "divisions is "
                + divisions
                + ", but for "
                + objectives
                + " objectives the grid must not exceed "
                + LARGEST_GRID
                + " weights. Maybe you meant 4.");
      }
    }
    return (int) size;
  }
}
