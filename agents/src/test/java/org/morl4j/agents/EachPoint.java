package org.morl4j.agents;

import org.morl4j.core.data.NeighbourIndex;
import org.morl4j.core.data.NeighbourIndexFactory;

/** Looks at each point: what a search for neighbours must come to. */
public final class EachPoint implements NeighbourIndexFactory {
  @Override
  public NeighbourIndex of(float[] points, int dimensions) {
    int size = points.length / dimensions;
    return new NeighbourIndex() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public void nearest(float[] queries, int n, int[] hints, int[] nearest) {
        for (int i = 0; i < n; i++) {
          double least = Double.POSITIVE_INFINITY;
          for (int k = 0; k < size; k++) {
            double sum = 0;
            for (int j = 0; j < dimensions; j++) {
              double e = (double) queries[i * dimensions + j] - points[k * dimensions + j];
              sum += e * e;
            }
            if (sum < least) {
              least = sum;
              nearest[i] = k;
            }
          }
        }
      }
    };
  }
}
