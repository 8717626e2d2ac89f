package org.morl4j.offline.neighbour;

import org.morl4j.core.check.Check;
import org.morl4j.core.data.NeighbourIndex;

/**
 * An exact k-d tree (Bentley 1975, doi 10.1145/361002.361007): each node halves its points at the
 * median of their widest dimension and keeps their bounding box, buckets of up to 32 points end it.
 * A search leaves out boxes that lie farther than the nearest point so far. Distances in buckets
 * are sums of floats, one dimension after the other over all points; what is within rounding of the
 * nearest is measured again in doubles.
 */
public final class KdTree implements NeighbourIndex {
  private static final int BUCKET = 32;

  private final float[] points; // [n, d]
  private final int dimensions; // d
  private final int[] order; // [n] numbers of the points, bucket after bucket
  private final float[] buckets; // the points again, each bucket [d, points in it]
  private final Nodes nodes;

  /**
   * @param points [n, d], kept
   * @param dimensions d
   */
  public KdTree(float[] points, int dimensions) {
    this.points = points;
    this.dimensions = Check.atLeast("dimensions", dimensions, 1);
    int n = points.length / dimensions;
    if (n < 1 || n * dimensions != points.length) {
      throw new IllegalArgumentException(
          "There are %d numbers of points in %d dimensions, but at least one whole point is needed. Maybe the data is empty."
              .formatted(points.length, dimensions));
    }
    requireFinite();
    order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    nodes = new Nodes(n, dimensions);
    buckets = new float[points.length];
    build(0, n);
  }

  private void requireFinite() {
    for (int i = 0; i < points.length; i++) {
      if (!Float.isFinite(points[i])) {
        throw new IllegalArgumentException(
            "Number %d of point %d is %s, but points must be finite. Maybe the data has gaps."
                .formatted(i % dimensions, i / dimensions, points[i]));
      }
    }
  }

  @Override
  public int size() {
    return order.length;
  }

  /**
   * The nodes, in the order they are made: a node's first child follows it. {@code second} is 0 of
   * buckets, which are {@code count} points from {@code from} on.
   */
  private static final class Nodes {
    private int size;
    private final int[] second;
    private final int[] from;
    private final int[] count;
    private final int[] dimension; // that it is halved in
    private final float[] value; // there
    private final float[] boxes; // [node, 2, d] least and largest numbers, side by side in memory

    Nodes(int points, int dimensions) {
      int most = 4 * (points / BUCKET) + 1; // buckets hold more than half of 32, unless it is one
      second = new int[most];
      from = new int[most];
      count = new int[most];
      dimension = new int[most];
      value = new float[most];
      boxes = new float[Math.multiplyExact(most, 2 * dimensions)];
    }
  }

  private int build(int from, int to) {
    int node = nodes.size++;
    nodes.from[node] = from;
    nodes.count[node] = to - from;
    bound(node);
    int widest = widest(node);
    int at = 2 * node * dimensions + widest;
    if (to - from <= BUCKET || nodes.boxes[at + dimensions] == nodes.boxes[at]) {
      fill(from, to);
      return node;
    }
    int middle = (from + to) >>> 1;
    select(from, to - 1, middle, widest);
    nodes.dimension[node] = widest;
    nodes.value[node] = value(middle, widest);
    build(from, middle);
    nodes.second[node] = build(middle, to);
    return node;
  }

  private void bound(int node) {
    float[] boxes = nodes.boxes;
    int low = 2 * node * dimensions;
    int high = low + dimensions;
    int first = order[nodes.from[node]] * dimensions;
    System.arraycopy(points, first, boxes, low, dimensions);
    System.arraycopy(points, first, boxes, high, dimensions);
    for (int i = 1; i < nodes.count[node]; i++) {
      int point = order[nodes.from[node] + i] * dimensions;
      for (int j = 0; j < dimensions; j++) {
        boxes[low + j] = Math.min(boxes[low + j], points[point + j]);
        boxes[high + j] = Math.max(boxes[high + j], points[point + j]);
      }
    }
  }

  private int widest(int node) {
    int low = 2 * node * dimensions;
    int widest = 0;
    float width = -1;
    for (int j = 0; j < dimensions; j++) {
      float own = nodes.boxes[low + dimensions + j] - nodes.boxes[low + j];
      if (own > width) {
        width = own;
        widest = j;
      }
    }
    return widest;
  }

  private void fill(int from, int to) {
    int count = to - from;
    for (int j = 0; j < dimensions; j++) {
      int at = from * dimensions + j * count;
      for (int i = 0; i < count; i++) {
        buckets[at + i] = points[order[from + i] * dimensions + j];
      }
    }
  }

  /** Puts the point of rank {@code middle} in a dimension in its place (Hoare's selection). */
  private void select(int from, int to, int middle, int dimension) {
    int low = from;
    int high = to;
    while (high > low) {
      float pivot = pivot(low, high, dimension);
      int left = low;
      int right = high;
      while (left <= right) {
        while (value(left, dimension) < pivot) {
          left++;
        }
        while (value(right, dimension) > pivot) {
          right--;
        }
        if (left <= right) {
          int swapped = order[left];
          order[left++] = order[right];
          order[right--] = swapped;
        }
      }
      if (middle <= right) {
        high = right;
      } else if (middle >= left) {
        low = left;
      } else {
        return;
      }
    }
  }

  /** The median of three. */
  private float pivot(int low, int high, int dimension) {
    float a = value(low, dimension);
    float b = value((low + high) >>> 1, dimension);
    float c = value(high, dimension);
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }

  private float value(int place, int dimension) {
    return points[order[place] * dimensions + dimension];
  }

  @Override
  public void nearest(float[] queries, int n, int[] hints, int[] nearest) {
    Search search = new Search();
    for (int i = 0; i < n; i++) {
      nearest[i] = search.nearest(queries, i * dimensions, hints[i]);
    }
  }

  /** One thread's search for one query at a time. */
  private final class Search {
    /** More than floats' rounding can take off or add to a sum of squares. */
    private final float slack = 1 + 4e-7f * (dimensions + 4);

    private final float[] query = new float[dimensions];
    private float[] squares = new float[BUCKET];
    private double best; // square of the distance to the nearest so far
    private float bound; // the same with slack
    private int found;

    int nearest(float[] queries, int from, int hint) {
      System.arraycopy(queries, from, query, 0, dimensions);
      best = Double.POSITIVE_INFINITY;
      bound = Float.POSITIVE_INFINITY;
      found = -1;
      if (hint >= 0 && hint < order.length) {
        consider(hint);
      }
      visit(0);
      return found;
    }

    /**
     * First the half that the query lies in; the other one's box is looked at only if the plane
     * between them is near enough, which spares most of the boxes.
     */
    private void visit(int start) {
      int node = start;
      while (nodes.second[node] > 0) {
        float beyond = query[nodes.dimension[node]] - nodes.value[node];
        int near = beyond < 0 ? node + 1 : nodes.second[node];
        int far = beyond < 0 ? nodes.second[node] : node + 1;
        if (square(near) <= bound) {
          visit(near);
        }
        if (beyond * beyond > bound || square(far) > bound) {
          return;
        }
        node = far;
      }
      bucket(node);
    }

    /** Square of the distance to a node's box. */
    private float square(int node) {
      float[] boxes = nodes.boxes;
      float[] q = query;
      int low = 2 * node * q.length;
      int high = low + q.length;
      float sum = 0;
      for (int j = 0; j < q.length; j++) {
        float v = q[j];
        float out = Math.max(Math.max(boxes[low + j] - v, v - boxes[high + j]), 0f);
        sum += out * out;
      }
      return sum;
    }

    private void bucket(int node) {
      int count = nodes.count[node];
      int from = nodes.from[node];
      if (squares.length < count) {
        squares = new float[count]; // a bucket of equal points
      }
      float[] sums = squares;
      float[] all = buckets;
      int at = from * dimensions;
      float first = query[0];
      for (int i = 0; i < count; i++) {
        float e = all[at + i] - first;
        sums[i] = e * e;
      }
      for (int j = 1; j < dimensions; j++) {
        float q = query[j];
        int row = at + j * count;
        for (int i = 0; i < count; i++) {
          float e = all[row + i] - q;
          sums[i] += e * e;
        }
      }
      for (int i = 0; i < count; i++) {
        if (sums[i] <= bound) {
          consider(order[from + i]);
        }
      }
    }

    private void consider(int point) {
      double sum = 0;
      int at = point * dimensions;
      for (int j = 0; j < dimensions; j++) {
        double e = (double) query[j] - points[at + j];
        sum += e * e;
      }
      if (sum < best || (sum == best && point < found)) {
        best = sum;
        bound = (float) sum * slack + Float.MIN_NORMAL;
        found = point;
      }
    }
  }
}
