package org.morl4j.pareto.indicator;

/**
 * Volume of a union of four-dimensional boxes [0, point]: points enter by descending fourth
 * coordinate, and each adds (its exclusive volume in the first three) x (its fourth). The
 * three-dimensional front so far is a list by descending third coordinate (z). Beside each of its
 * points stand the two neighbours that it had in the x-y staircase of the points above it; they
 * make every exclusive volume and every insertion linear, without a search.
 *
 * <p>The idea of stored neighbours is that of Guerreiro and Fonseca, Computing and Updating
 * Hypervolume Contributions in Up to Four Dimensions, IEEE Transactions on Evolutionary Computation
 * 22(3), 2018.
 *
 * <p>Coordinates are kept as the bits of positive doubles, which have the same order: the signs of
 * two differences of longs can be tested by one branch, and branches that no processor can foresee
 * are what a sweep spends its time on. {@code (a - b | c - d) >= 0} says a >= b and c >= d.
 */
final class Sweep4d {
  private final int head;
  private final int end;
  private final int leftWall;
  private final int rightWall;

  /** Points by rank in z, then sentinels. */
  private final long[] x;

  private final long[] y;
  private final long[] z;
  private final int[] next;

  /** Neighbours of each point in the staircase of the points above it, and their x or y. */
  private final int[] left;

  private final int[] right;
  private final long[] leftX;
  private final long[] rightY;

  /** Scratch for the box at hand: right neighbours in its staircase, points that may be in it. */
  private final int[] step;

  private final int[] inside;

  /** Staircase while points are placed or appended: corners by ascending x. */
  private final long[] stairX;

  private final long[] stairY;
  private final int[] stairs;
  private int corners;
  private int tail;
  private int placedAt;

  Sweep4d(int capacity) {
    head = capacity;
    end = capacity + 1;
    leftWall = capacity + 2;
    rightWall = capacity + 3;
    x = new long[capacity + 4];
    y = new long[capacity + 4];
    z = new long[capacity + 4];
    next = new int[capacity + 4];
    left = new int[capacity];
    right = new int[capacity];
    leftX = new long[capacity];
    rightY = new long[capacity];
    step = new int[capacity + 4];
    inside = new int[capacity];
    stairX = new long[capacity];
    stairY = new long[capacity];
    stairs = new int[capacity];
    x[rightWall] = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);
    y[leftWall] = x[rightWall];
    z[end] = -1;
    clear();
  }

  void clear() {
    next[head] = end;
    tail = head;
    corners = 0;
  }

  /** Adds a corner to the staircase; returns the area won, or -1 where it is covered. */
  double place(long px, long py) {
    int at = corners;
    while (at > 0 && stairX[at - 1] >= px) {
      at--;
    }
    if (at < corners && stairY[at] >= py) {
      return -1;
    }
    int to = at < corners && stairX[at] == px ? at + 1 : at;
    double top = number(py);
    double edge = number(px);
    double height = at < corners ? number(stairY[at]) : 0;
    double area = 0;
    int from = at;
    for (; from > 0 && stairY[from - 1] <= py; from--) {
      double start = number(stairX[from - 1]);
      area += (edge - start) * (top - height);
      edge = start;
      height = number(stairY[from - 1]);
    }
    area += (edge - (from > 0 ? number(stairX[from - 1]) : 0)) * (top - height);
    if (from + 1 != to) {
      System.arraycopy(stairX, to, stairX, from + 1, corners - to);
      System.arraycopy(stairY, to, stairY, from + 1, corners - to);
      System.arraycopy(stairs, to, stairs, from + 1, corners - to);
      corners += from + 1 - to;
    }
    stairX[from] = px;
    stairY[from] = py;
    placedAt = from;
    return area;
  }

  /** Makes the corners placed so far the list, all at height pz; returns the volume below them. */
  double linkPlaced(int firstRank, long pz) {
    double area = 0;
    double edge = 0;
    for (int c = 0; c < corners; c++) {
      stairs[c] = firstRank + c;
      link(firstRank + c, stairX[c], stairY[c], pz);
      left[firstRank + c] = c > 0 ? stairs[c - 1] : leftWall;
      leftX[firstRank + c] = c > 0 ? stairX[c - 1] : 0;
      right[firstRank + c] = rightWall;
      rightY[firstRank + c] = 0;
      area += (number(stairX[c]) - edge) * number(stairY[c]);
      edge = number(stairX[c]);
    }
    return area * number(pz);
  }

  /** Adds a point below the whole list; returns the volume that it adds, 0 where it is covered. */
  double append(int point, long px, long py, long pz) {
    double area = place(px, py);
    if (area < 0) {
      return 0;
    }
    int c = placedAt;
    stairs[c] = point;
    link(point, px, py, pz);
    left[point] = c > 0 ? stairs[c - 1] : leftWall;
    leftX[point] = c > 0 ? stairX[c - 1] : 0;
    right[point] = c + 1 < corners ? stairs[c + 1] : rightWall;
    rightY[point] = c + 1 < corners ? stairY[c + 1] : 0;
    return area * number(pz);
  }

  private void link(int point, long px, long py, long pz) {
    x[point] = px;
    y[point] = py;
    z[point] = pz;
    next[tail] = point;
    next[point] = end;
    tail = point;
  }

  /**
   * Adds a point, coordinates as bits of positive doubles; returns the three-dimensional volume
   * that only it covers.
   *
   * @param point its rank by descending z. Of points with equal z one that enters later must have
   *     the smaller rank: then no point of the list can be dominated by one below it
   */
  double add(int point, long px, long py, long pz) {
    x[point] = px;
    y[point] = py;
    z[point] = pz;
    int neighbourLeft = leftWall;
    int neighbourRight = rightWall;
    long edge = 0;
    long floor = 0;
    int inner = 0;
    int above = head;
    int q = next[head];
    for (; q < point; q = next[q]) {
      long qx = x[q];
      long qy = y[q];
      if ((qx - edge | qy - floor) >= 0) {
        if (qy >= py) {
          if (qx >= px) {
            return 0;
          }
          neighbourLeft = q;
          edge = qx;
        } else if (qx >= px) {
          neighbourRight = q;
          floor = qy;
        } else {
          inside[inner++] = q;
        }
      }
      above = q;
    }
    left[point] = neighbourLeft;
    right[point] = neighbourRight;
    leftX[point] = edge;
    rightY[point] = floor;
    int below = q;
    for (; z[q] == pz; q = next[q]) {
      long qx = x[q];
      long qy = y[q];
      if ((qx - edge | qy - floor) >= 0) {
        if (qy >= py) {
          if (qx >= px) {
            return 0;
          }
          edge = qx;
        } else if (qx >= px) {
          floor = qy;
        } else {
          inside[inner++] = q;
        }
      }
    }
    double area = baseArea(px, py, edge, floor, inner);
    double volume = sweepDown(q, px, py, pz, edge, floor, area);
    insert(point, above, below);
    return volume;
  }

  /**
   * Links the staircase of the points at or above p within its base [0, px] x [0, py], right of
   * edge and above floor; returns the area that it leaves free.
   */
  private double baseArea(long px, long py, long edge, long floor, int inner) {
    step[leftWall] = rightWall;
    for (int i = 0; i < inner; i++) {
      int q = inside[i];
      if ((edge - x[q] & floor - y[q]) < 0) {
        step[leftX[q] > edge ? left[q] : leftWall] = q;
        step[q] = rightY[q] > floor ? right[q] : rightWall;
      }
    }
    double area = 0;
    double top = number(py);
    double from = number(edge);
    for (int s = step[leftWall]; s != rightWall; s = step[s]) {
      double to = number(x[s]);
      area += (to - from) * (top - number(y[s]));
      from = to;
    }
    return area + (number(px) - from) * (top - number(floor));
  }

  /** Volume under the base, as points from q downwards take their parts of its area. */
  private double sweepDown(int q, long px, long py, long pz, long edge, long floor, double area) {
    double volume = 0;
    double height = number(pz);
    for (; q != end; q = next[q]) {
      long qx = x[q];
      long qy = y[q];
      if ((edge - qx & floor - qy) >= 0) {
        continue;
      }
      double level = number(z[q]);
      volume += area * (height - level);
      height = level;
      if ((qx - px | qy - py) >= 0) {
        return volume;
      }
      int from = leftX[q] > edge ? left[q] : leftWall;
      int to = rightY[q] > floor ? right[q] : rightWall;
      double corner = number(Math.min(qx, px));
      double top = number(Math.min(qy, py));
      double start = number(Math.max(leftX[q], edge));
      for (int s = step[from]; s != to; s = step[s]) {
        double stop = number(x[s]);
        area -= (stop - start) * (top - number(y[s]));
        start = stop;
      }
      area -= (corner - start) * (top - number(Math.max(rightY[q], floor)));
      if (qy >= py) {
        edge = qx;
        step[leftWall] = to;
      } else if (qx >= px) {
        floor = qy;
        step[from] = rightWall;
      } else {
        step[from] = q;
        step[q] = to;
      }
    }
    return volume + area * height;
  }

  /** Links the point between two others and drops or redirects the points below it. */
  private void insert(int point, int above, int below) {
    long px = x[point];
    long py = y[point];
    next[above] = point;
    next[point] = below;
    int last = point;
    for (int q = below; q != end; q = next[q]) {
      long dx = px - x[q];
      long dy = py - y[q];
      if ((dx | dy) >= 0) {
        next[last] = next[q];
        continue;
      }
      if ((dx | py - rightY[q]) >= 0) {
        if (py > rightY[q] || px >= x[right[q]]) {
          right[q] = point;
          rightY[q] = py;
        }
      } else if ((dy | px - leftX[q]) >= 0) {
        if (px > leftX[q] || py >= y[left[q]]) {
          left[q] = point;
          leftX[q] = px;
        }
      }
      last = q;
    }
  }

  private static double number(long bits) {
    return Double.longBitsToDouble(bits);
  }
}
