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
 *
 * <p>As there, coordinates are the bits of positive doubles: rows are compared in all coordinates
 * without a branch in between.
 */
final class SlicedVolume {
  private final Sweep4d sweep;
  private final int[] rank;

  /** Scratch by dimension: limit sets, row-major, and the rows entered so far by descending w. */
  private final long[][] limit;

  private final int[][] entered;
  private final int[] enteredByZ;

  SlicedVolume(int capacity, int dimensions) {
    sweep = new Sweep4d(capacity);
    rank = new int[capacity];
    limit = new long[dimensions + 1][];
    entered = new int[dimensions + 1][];
    for (int d = 4; d <= dimensions; d++) {
      limit[d] = new long[capacity * d];
      entered[d] = new int[capacity];
    }
    enteredByZ = new int[capacity];
  }

  /**
   * Volume of a union of boxes.
   *
   * @param rows row-major [N, d], positive, by descending last coordinate
   */
  static double of(double[] rows, int d) {
    int n = rows.length / d;
    return new SlicedVolume(n, d).volume(bits(rows), n, d);
  }

  /**
   * Volume that each row alone covers.
   *
   * @param rows row-major [N, d], positive, distinct, non-dominated, by descending last coordinate
   */
  static double[] contributions(double[] rows, int d) {
    int n = rows.length / d;
    return new SlicedVolume(n, d).contributions(bits(rows), n, d);
  }

  private double[] contributions(long[] rows, int n, int d) {
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

  private double volume(long[] rows, int n, int d) {
    if (n == 0) {
      return 0;
    }
    if (n == 1) {
      return box(rows, 0, d);
    }
    if (n == 2) {
      double common = 1;
      for (int j = 0; j < d; j++) {
        common *= Double.longBitsToDouble(Math.min(rows[j], rows[d + j]));
      }
      return box(rows, 0, d) + (box(rows, d, d) - common);
    }
    return d == 4 ? volume4(rows, n) : slices(rows, n, d);
  }

  private double volume4(long[] rows, int n) {
    long[] corner = {rows[0], rows[1], rows[2], rows[3]};
    double[] z = new double[n];
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < 4; j++) {
        corner[j] = Math.max(corner[j], rows[4 * i + j]);
      }
      z[n - 1 - i] = Double.longBitsToDouble(rows[4 * i + 2]);
      order[i] = i;
    }
    int[] byZ = SortOrder.descending(z);
    for (int t = 0; t < n; t++) {
      byZ[t] = n - 1 - byZ[t];
    }
    return clipped4(rows, 4, corner, 0, order, byZ, n);
  }

  private double slices(long[] rows, int n, int d) {
    int e = d - 1;
    int[] order = entered[d];
    int count = 0;
    int i = 0;
    // Clipped rows often share the largest last coordinate: one volume of them all, a dimension
    // lower, takes the place of their exclusive volumes.
    for (; i < n && rows[i * d + e] == rows[e]; i++) {
      if (!isCovered(rows, d, e, i, order, count)) {
        count = enter(rows, d, i, count);
      }
    }
    long[] projection = limit[e];
    for (int t = 0; t < count; t++) {
      System.arraycopy(rows, order[t] * d, projection, t * e, e);
    }
    double volume = volume(projection, count, e) * Double.longBitsToDouble(rows[e]);
    for (; i < n; i++) {
      if (!isCovered(rows, d, e, i, order, count)) {
        volume +=
            exclusive(rows, d, e, i, order, enteredByZ, count)
                * Double.longBitsToDouble(rows[i * d + e]);
        count = enter(rows, d, i, count);
      }
    }
    return volume;
  }

  /** Puts row i into the orders of dimension d in place of the rows that it covers. */
  private int enter(long[] rows, int d, int i, int count) {
    int e = d - 1;
    int kept = dropCovered(rows, d, e, i, entered[d], count);
    if (e == 4) {
      if (kept < count) {
        dropCovered(rows, d, e, i, enteredByZ, count);
      }
      insertByZ(enteredByZ, kept, rows, d, i);
    }
    insertByLast(entered[d], kept, rows, d, e, i);
    return kept + 1;
  }

  /**
   * Volume in the first e coordinates that only row i covers, beside the rows of {@code order}.
   *
   * @param order row numbers by descending coordinate e - 1
   * @param byZ for e = 4 the same rows by descending coordinate 2, equal ones against their order
   *     in {@code order}
   */
  private double exclusive(
      long[] rows, int stride, int e, int i, int[] order, int[] byZ, int count) {
    double own = box(rows, i * stride, e);
    if (count == 0) {
      return own;
    }
    if (e == 4) {
      return own - clipped4(rows, stride, rows, i * stride, order, byZ, count);
    }
    long[] clipped = limit[e];
    int n = 0;
    for (int t = 0; t < count; t++) {
      n = addClipped(clipped, n, e, rows, order[t] * stride, i * stride);
    }
    return own - volume(clipped, n, e);
  }

  /**
   * Four-dimensional volume of the rows of {@code order}, clipped to the corner at an offset. Those
   * that reach its w enter together, as a three-dimensional front; the others follow one by one.
   */
  private double clipped4(
      long[] rows, int stride, long[] corner, int at, int[] order, int[] byZ, int count) {
    long px = corner[at];
    long py = corner[at + 1];
    long pz = corner[at + 2];
    long pw = corner[at + 3];
    sweep.clear();
    int reaching = 0;
    int top = 0;
    for (; reaching < count && rows[order[reaching] * stride + 3] >= pw; reaching++) {
      int from = order[reaching] * stride;
      if (rows[from + 2] >= pz) {
        sweep.place(Math.min(rows[from], px), Math.min(rows[from + 1], py));
        top++;
      }
    }
    int ranks = 0;
    for (int t = count - 1; t >= reaching; t--) {
      if (rows[order[t] * stride + 2] >= pz) {
        rank[order[t]] = ranks++;
      }
    }
    double volume = sweep.linkPlaced(ranks, pz);
    for (int t = ranks + top; t < count; t++) {
      int from = byZ[t] * stride;
      if (rows[from + 3] >= pw) {
        volume +=
            sweep.append(t, Math.min(rows[from], px), Math.min(rows[from + 1], py), rows[from + 2]);
      } else {
        rank[byZ[t]] = t;
      }
    }
    volume *= Double.longBitsToDouble(pw);
    for (int t = reaching; t < count; t++) {
      int from = order[t] * stride;
      long x = Math.min(rows[from], px);
      long y = Math.min(rows[from + 1], py);
      long z = Math.min(rows[from + 2], pz);
      volume += sweep.add(rank[order[t]], x, y, z) * Double.longBitsToDouble(rows[from + 3]);
      if ((x - px | y - py | z - pz) >= 0) {
        break;
      }
    }
    return volume;
  }

  /**
   * Appends a row clipped to p, where no earlier one covers it, and drops earlier ones that it
   * covers; these can only be ones with an equal last coordinate.
   */
  private static int addClipped(long[] clipped, int n, int e, long[] rows, int row, int p) {
    int at = n * e;
    for (int j = 0; j < e; j++) {
      clipped[at + j] = Math.min(rows[row + j], rows[p + j]);
    }
    for (int k = 0; k < at; k += e) {
      if (atLeast(clipped, k, clipped, at, e)) {
        return n;
      }
    }
    long last = clipped[at + e - 1];
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

  private static boolean isCovered(long[] rows, int stride, int e, int i, int[] order, int count) {
    for (int t = 0; t < count; t++) {
      if (atLeast(rows, order[t] * stride, rows, i * stride, e)) {
        return true;
      }
    }
    return false;
  }

  private static int dropCovered(long[] rows, int stride, int e, int i, int[] order, int count) {
    int kept = 0;
    for (int t = 0; t < count; t++) {
      order[kept] = order[t];
      if (!atLeast(rows, i * stride, rows, order[t] * stride, e)) {
        kept++;
      }
    }
    return kept;
  }

  private static boolean atLeast(long[] a, int from, long[] b, int other, int e) {
    long sign =
        a[from] - b[other]
            | a[from + 1] - b[other + 1]
            | a[from + 2] - b[other + 2]
            | a[from + 3] - b[other + 3];
    for (int j = 4; j < e; j++) {
      sign |= a[from + j] - b[other + j];
    }
    return sign >= 0;
  }

  private static void insertByLast(int[] order, int count, long[] rows, int stride, int e, int i) {
    long key = rows[i * stride + e - 1];
    int t = count;
    while (t > 0 && rows[order[t - 1] * stride + e - 1] < key) {
      order[t] = order[t - 1];
      t--;
    }
    order[t] = i;
  }

  /** Of rows with equal z the one that comes later in the sweep (by w, then entry) goes first. */
  private static void insertByZ(int[] byZ, int count, long[] rows, int stride, int i) {
    long z = rows[i * stride + 2];
    long w = rows[i * stride + 3];
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

  private static double box(long[] rows, int from, int e) {
    double volume = 1;
    for (int j = 0; j < e; j++) {
      volume *= Double.longBitsToDouble(rows[from + j]);
    }
    return volume;
  }

  private static long[] bits(double[] rows) {
    long[] bits = new long[rows.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Double.doubleToRawLongBits(rows[i]);
    }
    return bits;
  }
}
