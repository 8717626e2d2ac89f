package org.morl4j.agents.regularized;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.part.ActionTerm;
import org.morl4j.agents.part.ActionUnits;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.ObsScale;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.NeighbourIndex;
import org.morl4j.core.data.NeighbourIndexFactory;
import org.morl4j.core.learn.MemoryNeed;

/**
 * Keeps a policy near the recorded row that is nearest to what it does, see {@link Prdc}. Points
 * and keys are [beta s, a]: F features as networks see them, then A action values in [-1, 1]. B
 * rows.
 */
final class NearestCloning implements ActionTerm {

  /**
   * What it came to.
   *
   * @param nearest the policy's distance from the nearest row
   * @param lambda what values count for
   */
  public record Losses(double nearest, double lambda) {}

  private final Prdc.Options options;
  private final ActionUnits units;
  private final NeighbourIndexFactory indices;
  private float[] points = {}; // [n, F + A]
  private @Nullable NeighbourIndex index; // of them
  private float[] keys = {}; // [B, F + A]
  private float[] target = {}; // [B, A]
  private int[] found = {}; // [B]
  private float lambda;
  private double nearest;

  NearestCloning(Prdc.Options options, ActionUnits units, NeighbourIndexFactory indices) {
    this.options = options;
    this.units = units;
    this.indices = indices;
  }

  @Override
  public void prepare(DataView data, ObsScale scale) {
    int width = width(data.read(0, 1));
    long numbers = data.size() * width;
    if (numbers > Integer.MAX_VALUE - 16) {
      throw new IllegalArgumentException(
          "The data has %d rows of %d numbers, more than a search for neighbours can hold. Maybe use td3-bc, or a part of the data."
              .formatted(data.size(), width));
    }
    // The points twice, and boxes around them.
    String tree = "a search tree of %d rows of %d numbers".formatted(data.size(), width);
    MemoryNeed.require(
        List.of(new MemoryNeed(tree, 9 * numbers + 4 * data.size(), "the number of rows")), 1);
    points = new float[(int) numbers];
    int from = 0;
    for (Batch batch : data.batches()) {
      float[] seen = new float[batch.obs().length];
      scale.apply(batch.obs(), batch.rows(), seen);
      join(seen, batch.act(), batch.rows(), from);
      from += batch.rows();
    }
    index = indices.of(points, width);
  }

  private int width(Batch batch) {
    return batch.obs().length / batch.rows() + units.size();
  }

  private void join(float[] features, double[] act, int rows, int first) {
    int size = units.size();
    int f = features.length / rows;
    for (int i = 0; i < rows; i++) {
      int at = (first + i) * (f + size);
      scaled(features, i * f, f, points, at);
      units.write(act, i * size, points, at + f);
    }
  }

  private void scaled(float[] features, int from, int n, float[] to, int at) {
    for (int j = 0; j < n; j++) {
      to[at + j] = (float) options.beta() * features[from + j];
    }
  }

  @Override
  public float scale(float[] q, int rows) {
    lambda = ActionCloning.lambda(options.alpha(), q, rows);
    return lambda;
  }

  @Override
  public double add(BatchRows rows, float[] act, float[] dAct) {
    int n = rows.size();
    find(rows, act);
    nearest =
        switch (options.distance()) {
          case ACTION -> ActionCloning.squared(1.0 / units.size(), act, target, n, dAct);
          case JOINT -> joint(n, dAct);
        };
    return nearest;
  }

  /** The nearest rows' actions; a row's own recorded one bounds the search. */
  private void find(BatchRows rows, float[] act) {
    if (index == null) {
      throw new IllegalStateException("PRDC needs the recorded data before its first update.");
    }
    int n = rows.size();
    int size = units.size();
    int f = rows.features().length / n;
    if (found.length != n) {
      keys = new float[n * (f + size)];
      target = new float[n * size];
      found = new int[n];
    }
    for (int i = 0; i < n; i++) {
      int at = i * (f + size);
      scaled(rows.features(), i * f, f, keys, at);
      System.arraycopy(act, i * size, keys, at + f, size);
    }
    index.nearest(keys, n, rows.numbers(), found);
    for (int i = 0; i < n; i++) {
      System.arraycopy(points, found[i] * (f + size) + f, target, i * size, size);
    }
  }

  /**
   * E[|key - point|] and its derivative with respect to the actions, 0 where the point is the key.
   *
   * @param dAct [B, A], added to
   */
  private double joint(int n, float[] dAct) {
    int width = keys.length / n;
    int size = units.size();
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double squares = 0;
      for (int j = 0; j < width; j++) {
        double e = (double) keys[i * width + j] - points[found[i] * width + j];
        squares += e * e;
      }
      double distance = Math.sqrt(squares);
      sum += distance;
      for (int j = 0; j < size && distance > 0; j++) {
        double e = (double) keys[(i + 1) * width - size + j] - target[i * size + j];
        dAct[i * size + j] += (float) (e / (n * distance));
      }
    }
    return sum / n;
  }

  @Override
  public Losses losses() {
    return new Losses(nearest, lambda);
  }
}
