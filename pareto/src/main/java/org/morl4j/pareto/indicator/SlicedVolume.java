package org.morl4j.pareto.indicator;

/**
 * Volume of a union of boxes [0, point] in four or more dimensions, by slicing and limit sets.
 *
 * <p>Slicing: points enter by descending last coordinate, and each adds (its exclusive volume in
 * the other coordinates) x (its last). Limit set: the volume that only p covers is that of its box
 * less the volume of the union of the other boxes, each clipped to it (While, Bradstreet and
 * Barone, A Fast Way of Calculating Exact Hypervolumes, IEEE Transactions on Evolutionary
 * Computation 16(1), 2012). Clipping keeps every order, so nothing is sorted twice; four dimensions
 * end in {@link Sweep4d}.
 */
final class SlicedVolume {
  private final Sweep4d sweep;
  private final int[] rank;

  /** Scratch by dimension: limit sets, row-major, and the rows entered so far in two orders. */
  private final double[][] limit;

  private final int[][] entered;
  private final int[] enteredByZ;

  SlicedVolume(int capacity, int dimensions) {
    sweep = new Sweep4d(capacity);
    rank = new int[capacity];
    limit = new double[dimensions + 1][];
    entered = new int[dimensions + 1][];
    for (int d = 5; d <= dimensions; d++) {
      limit[d] = new double[capacity * d];
      entered[d] = new int[capacity];
    }
    enteredByZ = new int[capacity];
  }

  /** Volume of n rows with d coordinates, the rows by descending last coordinate. */
  double volume(double[] rows, int n, int d) {
    if (n == 0) {
      return 0;
    }
    if (n == 1) {
      return box(rows, 0, d);
    }
    if (n == 2) {
      double common = 1;
      for (int j = 0; j < d; j++) {
        common *= Math.min(rows[j], rows[d + j]);
      }
      return box(rows, 0, d) + (box(rows, d, d) - common);
    }
    return d == 4 ? volume4(rows, n) : slices(rows, n, d);
  }

  private double volume4(double[] rows, int n) {
    int[] byZ = new int[n];
    for (int i = 0; i < n; i++) {
      insertByZ(byZ, i, rows, 4, i);
    }
    for (int t = 0; t < n; t++) {
      int row = byZ[t];
      rank[row] = t;
      sweep.x[t] = rows[4 * row];
      sweep.y[t] = rows[4 * row + 1];
      sweep.z[t] = rows[4 * row + 2];
    }
    sweep.clear();
    double volume = 0;
    for (int i = 0; i < n; i++) {
      volume += sweep.add(rank[i]) * rows[4 * i + 3];
    }
    return volume;
  }

  private double slices(double[] rows, int n, int d) {
    int e = d - 1;
    int[] order = entered[d];
    int count = 0;
    double volume = 0;
    for (int i = 0; i < n; i++) {
      if (isCovered(rows, d, e, i, order, count)) {
        continue;
      }
      volume += exclusive(rows, d, e, i, order, enteredByZ, count) * rows[i * d + e];
      int kept = dropCovered(rows, d, e, i, order, count);
      if (e == 4) {
        if (kept < count) {
          dropCovered(rows, d, e, i, enteredByZ, count);
        }
        insertByZ(enteredByZ, kept, rows, d, i);
      }
      count = insertByLast(order, kept, rows, d, e, i);
    }
    return volume;
  }

  /** Volume that each of n non-dominated rows alone covers; rows by descending last coordinate. */
  double[] contributions(double[] rows, int n, int d) {
    double[] volumes = new double[n];
    int[] byZ = new int[n];
    int[] others = new int[n];
    int[] othersByZ = new int[n];
    for (int i = 0; i < n; i++) {
      insertByZ(byZ, i, rows, d, i);
    }
    for (int i = 0; i < n; i++) {
      int count = 0;
      int countByZ = 0;
      for (int t = 0; t < n; t++) {
        if (t != i) {
          others[count++] = t;
        }
        if (byZ[t] != i) {
          othersByZ[countByZ++] = byZ[t];
        }
      }
      volumes[i] = Math.max(0, exclusive(rows, d, d, i, others, othersByZ, count));
    }
    return volumes;
  }

  /**
   * Volume in the first e coordinates that only row i covers, beside the rows of {@code order}.
   *
   * @param order row numbers by descending coordinate e - 1
   * @param byZ for e = 4 the same rows by descending coordinate 2, equal ones against their order
   *     in {@code order}
   */
  double exclusive(double[] rows, int stride, int e, int i, int[] order, int[] byZ, int count) {
    double own = box(rows, i * stride, e);
    if (count == 0) {
      return own;
    }
    if (e == 4) {
      return own - clipped4(rows, stride, i, order, byZ, count);
    }
    double[] clipped = limit[e];
    int n = 0;
    for (int t = 0; t < count; t++) {
      n = addClipped(clipped, n, e, rows, order[t] * stride, i * stride);
    }
    return own - volume(clipped, n, e);
  }

  /** Four-dimensional volume of the rows of {@code order}, clipped to row i. */
  private double clipped4(double[] rows, int stride, int i, int[] order, int[] byZ, int count) {
    double px = rows[i * stride];
    double py = rows[i * stride + 1];
    double pz = rows[i * stride + 2];
    double pw = rows[i * stride + 3];
    int ranks = 0;
    for (int t = count - 1; t >= 0; t--) {
      if (rows[order[t] * stride + 2] >= pz) {
        rank[order[t]] = ranks++;
      }
    }
    for (int t = ranks; t < count; t++) {
      rank[byZ[t]] = t;
    }
    sweep.clear();
    double volume = 0;
    for (int t = 0; t < count; t++) {
      int row = order[t];
      int from = row * stride;
      int r = rank[row];
      double x = Math.min(rows[from], px);
      double y = Math.min(rows[from + 1], py);
      double z = Math.min(rows[from + 2], pz);
      sweep.x[r] = x;
      sweep.y[r] = y;
      sweep.z[r] = z;
      volume += sweep.add(r) * Math.min(rows[from + 3], pw);
      if (x == px && y == py && z == pz) {
        break;
      }
    }
    return volume;
  }

  /**
   * Appends row clipped to p, where no earlier one covers it; drops earlier ones that it covers.
   */
  private static int addClipped(double[] clipped, int n, int e, double[] rows, int row, int p) {
    int at = n * e;
    for (int j = 0; j < e; j++) {
      clipped[at + j] = Math.min(rows[row + j], rows[p + j]);
    }
    if (NonDominated.firstAtLeast(clipped, n, clipped, at, e) < n) {
      return n;
    }
    double last = clipped[at + e - 1];
    int tied = n;
    while (tied > 0 && clipped[(tied - 1) * e + e - 1] == last) {
      tied--;
    }
    int kept = tied;
    for (int k = tied; k < n; k++) {
      if (!atLeast(clipped, at, clipped, k * e, e)) {
        System.arraycopy(clipped, k * e, clipped, kept * e, e);
        kept++;
      }
    }
    System.arraycopy(clipped, at, clipped, kept * e, e);
    return kept + 1;
  }

  private static boolean isCovered(
      double[] rows, int stride, int e, int i, int[] order, int count) {
    for (int t = 0; t < count; t++) {
      if (atLeast(rows, order[t] * stride, rows, i * stride, e)) {
        return true;
      }
    }
    return false;
  }

  private static int dropCovered(double[] rows, int stride, int e, int i, int[] order, int count) {
    int kept = 0;
    for (int t = 0; t < count; t++) {
      if (!atLeast(rows, i * stride, rows, order[t] * stride, e)) {
        order[kept++] = order[t];
      }
    }
    return kept;
  }

  private static boolean atLeast(double[] a, int from, double[] b, int other, int e) {
    for (int j = 0; j < e; j++) {
      if (a[from + j] < b[other + j]) {
        return false;
      }
    }
    return true;
  }

  private static int insertByLast(int[] order, int count, double[] rows, int stride, int e, int i) {
    double key = rows[i * stride + e - 1];
    int t = count;
    while (t > 0 && rows[order[t - 1] * stride + e - 1] < key) {
      order[t] = order[t - 1];
      t--;
    }
    order[t] = i;
    return count + 1;
  }

  /** Of rows with equal z the one that comes later in the sweep (by w, then entry) goes first. */
  private static void insertByZ(int[] byZ, int count, double[] rows, int stride, int i) {
    double z = rows[i * stride + 2];
    double w = rows[i * stride + 3];
    int t = count;
    while (t > 0) {
      int before = byZ[t - 1] * stride;
      if (rows[before + 2] > z || (rows[before + 2] == z && rows[before + 3] < w)) {
        break;
      }
      byZ[t] = byZ[t - 1];
      t--;
    }
    byZ[t] = i;
  }

  private static double box(double[] rows, int from, int e) {
    double volume = 1;
    for (int j = 0; j < e; j++) {
      volume *= rows[from + j];
    }
    return volume;
  }
}
