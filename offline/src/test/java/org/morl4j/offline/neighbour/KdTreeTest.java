package org.morl4j.offline.neighbour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morl4j.core.data.NeighbourIndex;
import org.morl4j.core.data.Neighbours;
import org.morl4j.core.rng.Rng;

class KdTreeTest {
  /** Points like states and actions: few causes behind many numbers, some of which never change. */
  private static float[] points(int n, int dimensions, Rng rng) {
    int causes = 4;
    double[] mix = new double[causes * dimensions];
    for (int i = 0; i < mix.length; i++) {
      mix[i] = rng.nextGaussian();
    }
    float[] points = new float[n * dimensions];
    double[] cause = new double[causes];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < causes; c++) {
        cause[c] = 0.99 * cause[c] + 0.1 * rng.nextGaussian();
      }
      for (int j = 0; j < dimensions - 1; j++) { // the last one stays 0
        double sum = 0.05 * rng.nextGaussian();
        for (int c = 0; c < causes; c++) {
          sum += mix[c * dimensions + j] * cause[c];
        }
        points[i * dimensions + j] = (float) Math.tanh(sum);
      }
    }
    return points;
  }

  /** The first of those at the least distance. */
  private static int[] bruteForce(float[] points, float[] queries, int dimensions) {
    int[] nearest = new int[queries.length / dimensions];
    for (int i = 0; i < nearest.length; i++) {
      double least = Double.POSITIVE_INFINITY;
      for (int k = 0; k < points.length / dimensions; k++) {
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
    return nearest;
  }

  private static int[] search(NeighbourIndex tree, float[] queries, int[] hints) {
    int[] nearest = new int[hints.length];
    tree.nearest(queries, hints.length, hints, nearest);
    return nearest;
  }

  private static int[] none(int n) {
    int[] hints = new int[n];
    Arrays.fill(hints, -1);
    return hints;
  }

  @ParameterizedTest
  @CsvSource({"14, 50000", "23, 50000", "1, 1000", "3, 32", "2, 33"})
  void findsWhatLookingAtEachPointFinds(int dimensions, int n) {
    Rng rng = new Rng(dimensions);
    float[] points = points(n, dimensions, rng);
    int asked = 150;
    float[] queries = new float[asked * dimensions];
    int[] rows = new int[asked];
    int[] hints = new int[asked];
    for (int i = 0; i < asked; i++) {
      rows[i] = rng.nextInt(n);
      hints[i] = rng.nextInt(n);
      System.arraycopy(points, rows[i] * dimensions, queries, i * dimensions, dimensions);
      for (int j = dimensions / 2; j < dimensions; j++) { // far ones, near ones, the points
        queries[i * dimensions + j] += (float) (i % 3 * 0.3 * rng.nextGaussian());
      }
    }
    NeighbourIndex tree = Neighbours.factory().of(points.clone(), dimensions);
    assertThat(tree).isInstanceOf(KdTree.class);
    assertThat(tree.size()).isEqualTo(n);
    int[] expected = bruteForce(points, queries, dimensions);
    assertThat(search(tree, queries, none(asked))).isEqualTo(expected);
    assertThat(search(tree, queries, rows)).as("with its own row as a hint").isEqualTo(expected);
    assertThat(search(tree, queries, hints)).as("with bad hints").isEqualTo(expected);
    Arrays.fill(hints, n);
    assertThat(search(tree, queries, hints)).as("with hints at no point").isEqualTo(expected);
  }

  /** On a coarse grid most points are there several times, and many lie equally near. */
  @Test
  void ofEquallyNearPointsTheFirstIsFound() {
    Rng rng = new Rng(8);
    int dimensions = 3;
    float[] points = new float[6000];
    float[] queries = new float[600];
    for (int i = 0; i < points.length; i++) {
      points[i] = rng.nextInt(5);
    }
    int[] hints = new int[200];
    for (int i = 0; i < queries.length; i++) {
      queries[i] = rng.nextInt(9) / 2f;
      hints[i / 3] = rng.nextInt(2000);
    }
    KdTree tree = new KdTree(points, dimensions);
    int[] expected = bruteForce(points, queries, dimensions);
    assertThat(search(tree, queries, none(200))).isEqualTo(expected);
    assertThat(search(tree, queries, hints)).isEqualTo(expected);
  }

  /** More equal points than a bucket holds can't be told apart. */
  @Test
  void pointsMayAllBeOne() {
    float[] points = new float[300];
    Arrays.fill(points, 7);
    KdTree tree = new KdTree(points, 3);
    assertThat(search(tree, new float[] {1, 2, 3, 7, 7, 7}, new int[] {-1, 50})).containsOnly(0);
  }

  /** In floats 1e4 + 1e-4 is 1e4: the distances below are told apart only where it counts. */
  @Test
  void numbersFarFromZeroAreTold() {
    float far = 1e4f;
    float next = Math.nextUp(far);
    float[] points = {far, 0, next, 0, far, 1e-5f};
    KdTree tree = new KdTree(points, 2);
    assertThat(search(tree, new float[] {far, 9e-6f, next, -1, far, 0}, none(3)))
        .containsExactly(2, 1, 0);
  }

  @Test
  void whatIsNoPointIsRefused() {
    assertThatThrownBy(() -> new KdTree(new float[] {1, 2, 3, Float.NaN}, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Number 1 of point 1 is NaN, but points must be finite. Maybe the data has gaps.");
    assertThatThrownBy(() -> new KdTree(new float[0], 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 numbers of points in 2 dimensions");
    assertThatThrownBy(() -> new KdTree(new float[3], 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 numbers of points in 2 dimensions");
  }
}
