package org.morl4j.pareto.indicator;

/**
 * Upper-right border of a union of boxes [floor, x] x [floor, y] in the plane: corners with x
 * ascending and y descending, between two sentinels. Search is binary, insertion shifts; the
 * corners of real fronts are few enough that shifting beats a tree.
 */
final class Staircase {
  private final double[] x;
  private final double[] y;
  private int corners;

  /** With an infinite floor only the sign of {@link #insert} has a meaning. */
  Staircase(int capacity, double floor) {
    x = new double[capacity + 2];
    y = new double[capacity + 2];
    x[0] = floor;
    y[0] = Double.POSITIVE_INFINITY;
    x[1] = Double.POSITIVE_INFINITY;
    y[1] = floor;
  }

  /** Adds a corner; returns the area won, or -1 where the corner is already covered. */
  double insert(double px, double py) {
    int at = firstAtOrAfter(px);
    if (y[at] >= py) {
      return -1;
    }
    int right = x[at] == px ? at + 1 : at;
    int left = at - 1;
    double area = 0;
    double edge = px;
    double height = y[at];
    while (y[left] <= py) {
      area += (edge - x[left]) * (py - height);
      edge = x[left];
      height = y[left];
      left--;
    }
    area += (edge - x[left]) * (py - height);
    if (left + 2 != right) {
      int moved = corners + 2 - right;
      System.arraycopy(x, right, x, left + 2, moved);
      System.arraycopy(y, right, y, left + 2, moved);
      corners += left + 2 - right;
    }
    x[left + 1] = px;
    y[left + 1] = py;
    return area;
  }

  private int firstAtOrAfter(double px) {
    int low = 1;
    int high = corners + 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (x[middle] < px) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
