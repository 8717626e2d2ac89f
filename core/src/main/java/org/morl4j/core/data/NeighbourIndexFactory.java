package org.morl4j.core.data;

/** Makes indices of points; found by {@link java.util.ServiceLoader}, see {@link Neighbours}. */
public interface NeighbourIndexFactory {
  /**
   * An index of points numbered from 0.
   *
   * @param points finite numbers [n, d], at least one row; kept, so they must not change any more
   * @param dimensions d
   * @throws IllegalArgumentException if there is none, or they are not finite
   */
  NeighbourIndex of(float[] points, int dimensions);
}
