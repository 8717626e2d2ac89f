package org.morl4j.offline.neighbour;

import org.morl4j.core.data.NeighbourIndex;
import org.morl4j.core.data.NeighbourIndexFactory;

/** Makes {@link KdTree}s. */
public final class KdTreeFactory implements NeighbourIndexFactory {
  @Override
  public NeighbourIndex of(float[] points, int dimensions) {
    return new KdTree(points, dimensions);
  }
}
