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
 * <p>A point is known by its rank in z. Of points with equal z, one that enters later must have the
 * smaller rank: then no point of the list can be dominated by one below it.
 */
final class Sweep4d {
  /** Coordinates by rank, to be set before {@link #add}; the last entries are sentinels. */
  final double[] x;

  final double[] y;
  final double[] z;

  private final int head;
  private final int end;
  private final int leftWall;
  private final int rightWall;
  private final int[] next;
  private final int[] leftNeighbour;
  private final int[] rightNeighbour;

  /** Scratch: right neighbours within the staircase of the box at hand. */
  private final int[] step;

  Sweep4d(int capacity) {
    x = new double[capacity + 4];
    y = new double[capacity + 4];
    z = new double[capacity + 4];
    next = new int[capacity + 4];
    leftNeighbour = new int[capacity];
    rightNeighbour = new int[capacity];
    step = new int[capacity + 4];
    head = capacity;
    end = capacity + 1;
    leftWall = capacity + 2;
    rightWall = capacity + 3;
    y[leftWall] = Double.POSITIVE_INFINITY;
    x[rightWall] = Double.POSITIVE_INFINITY;
    z[end] = -1;
    clear();
  }

  void clear() {
    next[head] = end;
  }

  /** Adds the point of this rank; returns the three-dimensional volume that only it covers. */
  double add(int point) {
    double px = x[point];
    double py = y[point];
    double pz = z[point];
    int left = leftWall;
    int right = rightWall;
    int above = head;
    int below = next[head];
    for (; below < point; below = next[below]) {
      if (y[below] >= py) {
        if (x[below] >= px) {
          return 0;
        }
        if (x[below] >= x[left]) {
          left = below;
        }
      } else if (x[below] >= px && y[below] >= y[right]) {
        right = below;
      }
      above = below;
    }
    double leftX = x[left];
    double rightY = y[right];
    for (int level = below; z[level] == pz; level = next[level]) {
      if (y[level] >= py) {
        if (x[level] >= px) {
          return 0;
        }
        leftX = Math.max(leftX, x[level]);
      } else if (x[level] >= px) {
        rightY = Math.max(rightY, y[level]);
      }
    }
    double volume = exclusive(px, py, pz, leftX, rightY);
    insert(point, above, below, left, right);
    return volume;
  }

  /**
   * Volume of the box [0, p] outside the list. Its base is [0, px] x [0, py]; there the points at
   * or above pz leave free what is right of leftX, above rightY and above the staircase between.
   */
  private double exclusive(double px, double py, double pz, double leftX, double rightY) {
    step[leftWall] = rightWall;
    int point = next[head];
    for (; z[point] >= pz; point = next[point]) {
      if (x[point] > leftX && y[point] > rightY) {
        int right = rightNeighbour[point];
        int left = leftNeighbour[point];
        step[x[left] > leftX ? left : leftWall] = point;
        step[point] = y[right] > rightY ? right : rightWall;
      }
    }
    double area = 0;
    double edge = leftX;
    for (int s = step[leftWall]; s != rightWall; s = step[s]) {
      area += (x[s] - edge) * (py - y[s]);
      edge = x[s];
    }
    area += (px - edge) * (py - rightY);

    double volume = 0;
    double height = pz;
    for (; point != end; point = next[point]) {
      double qx = x[point];
      double qy = y[point];
      if (qx <= leftX || qy <= rightY) {
        continue;
      }
      volume += area * (height - z[point]);
      height = z[point];
      if (qx >= px && qy >= py) {
        return volume;
      }
      int left = leftNeighbour[point];
      int right = rightNeighbour[point];
      boolean fromWall = x[left] <= leftX;
      boolean toWall = y[right] <= rightY;
      left = fromWall ? leftWall : left;
      right = toWall ? rightWall : right;
      qx = Math.min(qx, px);
      qy = Math.min(qy, py);
      edge = fromWall ? leftX : x[left];
      for (int s = step[left]; s != right; s = step[s]) {
        area -= (x[s] - edge) * (qy - y[s]);
        edge = x[s];
      }
      area -= (qx - edge) * (qy - (toWall ? rightY : y[right]));
      if (qy == py) {
        leftX = qx;
        step[leftWall] = right;
      } else if (qx == px) {
        rightY = qy;
        step[left] = rightWall;
      } else {
        step[left] = point;
        step[point] = right;
      }
    }
    return volume + area * height;
  }

  /** Links the point between two others and drops or redirects the points below it. */
  private void insert(int point, int above, int below, int left, int right) {
    double px = x[point];
    double py = y[point];
    leftNeighbour[point] = left;
    rightNeighbour[point] = right;
    next[above] = point;
    int last = point;
    for (int q = below; q != end; q = next[q]) {
      if (px >= x[q]) {
        if (py >= y[q]) {
          continue;
        }
        int neighbour = rightNeighbour[q];
        if (py > y[neighbour] || (py == y[neighbour] && px >= x[neighbour])) {
          rightNeighbour[q] = point;
        }
      } else if (py >= y[q]) {
        int neighbour = leftNeighbour[q];
        if (px > x[neighbour] || (px == x[neighbour] && py >= y[neighbour])) {
          leftNeighbour[q] = point;
        }
      }
      next[last] = q;
      last = q;
    }
    next[last] = end;
  }
}
