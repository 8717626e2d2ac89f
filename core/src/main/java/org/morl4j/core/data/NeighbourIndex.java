package org.morl4j.core.data;

/** Finds which of fixed points lie nearest to others, exactly. Made by {@link Neighbours}. */
public interface NeighbourIndex {
  /** How many points it holds. */
  int size();

  /**
   * The points of least Euclidean distance, of several equally near ones that of the lowest number.
   * Threads may ask at the same time.
   *
   * @param queries [n, d]
   * @param n how many
   * @param hints points likely to be near, by number [n]; a good one shortens the search, a bad one
   *     or none of the points, such as -1, changes nothing
   * @param nearest their numbers [n], written
   */
  void nearest(float[] queries, int n, int[] hints, int[] nearest);
}
