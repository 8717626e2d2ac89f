package org.morl4j.pareto.indicator;

/**
 * Exclusive volumes of all points of a three-dimensional front in one sweep, after Emmerich and
 * Fonseca, Computing Hypervolume Contributions in Low Dimensions, EMO 2011.
 *
 * <p>Points enter by descending z. Each point of the x-y staircase owns the part of the plane that
 * only it covers, cut into boxes side by side: all reach up to the point's y, their bottoms fall
 * from left to right. A new point takes the lower boxes from the right end of its left neighbour,
 * the left boxes of its right neighbour, and everything of the points that it covers. A box that
 * changes pays its area x (the height since it was made) to its owner; each step makes few boxes,
 * so all of them together are linear in number.
 */
final class Contributions3d {
  private final double[] rows;
  private final double[] volumes;

  /** Staircase: point numbers by ascending x, and the left edge of each point's boxes. */
  private final int[] stairs;

  private final double[] leftEdge;
  private int corners;

  /** Boxes: first and last by point, then right edge, bottom, height at the start, links. */
  private final int[] first;

  private final int[] last;
  private final double[] right;
  private final double[] bottom;
  private final double[] start;
  private final int[] next;
  private final int[] previous;
  private int boxes;

  private Contributions3d(double[] rows) {
    int n = rows.length / 3;
    this.rows = rows;
    volumes = new double[n];
    stairs = new int[n];
    leftEdge = new double[n];
    first = new int[n];
    last = new int[n];
    right = new double[3 * n];
    bottom = new double[3 * n];
    start = new double[3 * n];
    next = new int[3 * n];
    previous = new int[3 * n];
  }

  /**
   * Exclusive volumes of distinct non-dominated rows against the origin.
   *
   * @param rows row-major [N, 3], positive, by descending third coordinate
   */
  static double[] of(double[] rows) {
    Contributions3d sweep = new Contributions3d(rows);
    for (int point = 0; point < sweep.volumes.length; point++) {
      sweep.add(point);
    }
    for (int c = 0; c < sweep.corners; c++) {
      sweep.closeAll(sweep.stairs[c], 0);
    }
    return sweep.volumes;
  }

  private double x(int point) {
    return rows[3 * point];
  }

  private double y(int point) {
    return rows[3 * point + 1];
  }

  private void add(int point) {
    double px = x(point);
    double py = y(point);
    double pz = rows[3 * point + 2];
    int to = firstBeyond(px);
    int from = to;
    while (from > 0 && y(stairs[from - 1]) <= py) {
      from--;
    }
    first[point] = -1;
    last[point] = -1;
    leftEdge[point] = from > 0 ? x(stairs[from - 1]) : 0;
    for (int c = from; c < to; c++) {
      closeAll(stairs[c], pz);
      append(point, x(stairs[c]), y(stairs[c]), pz);
    }
    append(point, px, to < corners ? y(stairs[to]) : 0, pz);
    if (from > 0) {
      raiseBottom(stairs[from - 1], py, pz);
    }
    if (to < corners) {
      moveLeftEdge(stairs[to], px, pz);
    }
    System.arraycopy(stairs, to, stairs, from + 1, corners - to);
    stairs[from] = point;
    corners += from + 1 - to;
  }

  /** Takes all below {@code y} from a point's boxes, whose low ones are at the right end. */
  private void raiseBottom(int point, double y, double z) {
    boolean changed = false;
    while (last[point] >= 0 && bottom[last[point]] < y) {
      int box = last[point];
      pay(point, box, previous[box] < 0 ? leftEdge[point] : right[previous[box]], z);
      last[point] = previous[box];
      changed = true;
    }
    if (last[point] < 0) {
      first[point] = -1;
    } else {
      next[last[point]] = -1;
    }
    if (changed) {
      append(point, x(point), y, z);
    }
  }

  /** Takes all left of {@code x} from a point's boxes; the last one always reaches beyond it. */
  private void moveLeftEdge(int point, double x, double z) {
    int box = first[point];
    while (right[box] <= x) {
      pay(point, box, leftEdge[point], z);
      leftEdge[point] = right[box];
      box = next[box];
    }
    first[point] = box;
    previous[box] = -1;
    if (leftEdge[point] < x) {
      pay(point, box, leftEdge[point], z);
      leftEdge[point] = x;
    }
  }

  private void closeAll(int point, double z) {
    double left = leftEdge[point];
    for (int box = first[point]; box >= 0; box = next[box]) {
      pay(point, box, left, z);
      left = right[box];
    }
  }

  private void pay(int point, int box, double left, double z) {
    volumes[point] += (right[box] - left) * (y(point) - bottom[box]) * (start[box] - z);
    start[box] = z;
  }

  private void append(int point, double rightEdge, double y, double z) {
    int box = boxes++;
    right[box] = rightEdge;
    bottom[box] = y;
    start[box] = z;
    next[box] = -1;
    previous[box] = last[point];
    if (last[point] < 0) {
      first[point] = box;
    } else {
      next[last[point]] = box;
    }
    last[point] = box;
  }

  /** Number of corners with x at most px. */
  private int firstBeyond(double px) {
    int low = 0;
    int high = corners;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (x(stairs[middle]) <= px) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
