package org.morl4j.core.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Episode;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/** Adds up the returns of running episodes, row by row, and keeps those of finished ones. */
final class EpisodeTally implements Savable {
  private final Signals signals;
  private final int m;
  private final int k;
  private final int rows;
  private final double[] running; // [n, S] return so far
  private final double[] sum; // [n, S] the same without discount
  private final double[] weight; // [n, S] gamma^t of the next step
  private final double[] horizon; // [n, S] sum of gamma^t so far
  private final int[] length; // [n]
  private double[] finished = new double[0]; // [episodes, 3 S + 1] returns, horizons, sums, length
  private int episodes;

  EpisodeTally(Signals signals, int rows) {
    this.signals = signals;
    this.rows = rows;
    m = signals.count(Signal.Kind.OBJECTIVE);
    k = signals.count(Signal.Kind.COST);
    running = new double[rows * signals.size()];
    sum = new double[running.length];
    weight = new double[running.length];
    horizon = new double[running.length];
    length = new int[rows];
    Arrays.fill(weight, 1);
  }

  /** Adds one step of every row; true in {@code take} (or null for all) where it counts. */
  void add(VectorStep step, boolean @Nullable [] take) {
    int size = signals.size();
    for (int i = 0; i < rows; i++) {
      if (take != null && !take[i]) {
        continue;
      }
      for (int s = 0; s < size; s++) {
        double value =
            s < m ? step.reward()[i * m + s] : s < m + k ? step.cost()[i * k + s - m] : 0;
        int j = i * size + s;
        running[j] += weight[j] * value;
        sum[j] += value;
        horizon[j] += weight[j];
        weight[j] *= signals.get(s).gamma();
      }
      length[i]++;
      if (step.ended(i)) {
        finish(i);
      }
    }
  }

  private void finish(int i) {
    int size = signals.size();
    int width = 3 * size + 1;
    if ((episodes + 1) * width > finished.length) {
      finished = Arrays.copyOf(finished, Math.max(16 * width, 2 * finished.length));
    }
    int o = episodes++ * width;
    for (int s = 0; s < size; s++) {
      int j = i * size + s;
      finished[o + s] = running[j];
      finished[o + size + s] = horizon[j];
      finished[o + 2 * size + s] = sum[j];
    }
    finished[o + 3 * size] = length[i];
    forget(i);
  }

  /** Row {@code i} begins a new episode; what its last one has not brought in is dropped. */
  void forget(int i) {
    int size = signals.size();
    Arrays.fill(running, i * size, (i + 1) * size, 0);
    Arrays.fill(sum, i * size, (i + 1) * size, 0);
    Arrays.fill(horizon, i * size, (i + 1) * size, 0);
    Arrays.fill(weight, i * size, (i + 1) * size, 1);
    length[i] = 0;
  }

  /** Episodes finished since the last {@link #drain}. */
  int episodes() {
    return episodes;
  }

  /** Statistics of the finished episodes, which are then forgotten; null if there are none. */
  @Nullable Returns drain() {
    if (episodes == 0) {
      return null;
    }
    int size = signals.size();
    int width = 3 * size + 1;
    double[] mean = new double[size];
    double[] error = new double[size];
    double[] h = new double[size];
    double steps = 0;
    for (int s = 0; s < size; s++) {
      double total = 0;
      double sumH = 0;
      for (int e = 0; e < episodes; e++) {
        total += finished[e * width + s];
        sumH += finished[e * width + size + s];
      }
      mean[s] = total / episodes;
      h[s] = sumH / episodes;
      double squares = 0;
      for (int e = 0; e < episodes; e++) {
        double d = finished[e * width + s] - mean[s];
        squares += d * d;
      }
      error[s] = episodes < 2 ? 0 : Math.sqrt(squares / (episodes - 1) / episodes);
    }
    for (int e = 0; e < episodes; e++) {
      steps += finished[e * width + 3 * size];
    }
    Returns returns =
        new Returns(Vec.of(mean), Vec.of(error), Vec.of(h), episodes, steps / episodes, each());
    episodes = 0;
    return returns;
  }

  private List<Episode> each() {
    int size = signals.size();
    int width = 3 * size + 1;
    List<Episode> each = new ArrayList<>(episodes);
    for (int e = 0; e < episodes; e++) {
      int o = e * width;
      each.add(
          new Episode(
              Vec.of(Arrays.copyOfRange(finished, o, o + size)),
              Vec.of(Arrays.copyOfRange(finished, o + 2 * size, o + 3 * size)),
              (int) finished[o + 3 * size]));
    }
    return each;
  }

  /** Saves running episodes; finished ones must have been drained. */
  @Override
  public void save(State out) {
    out.put("running", running);
    out.put("sum", sum);
    out.put("weight", weight);
    out.put("horizon", horizon);
    out.put("length", length);
  }

  @Override
  public void restore(State in) {
    System.arraycopy(in.doubles("running", running.length), 0, running, 0, running.length);
    System.arraycopy(in.doubles("sum", sum.length), 0, sum, 0, sum.length);
    System.arraycopy(in.doubles("weight", weight.length), 0, weight, 0, weight.length);
    System.arraycopy(in.doubles("horizon", horizon.length), 0, horizon, 0, horizon.length);
    System.arraycopy(in.ints("length", length.length), 0, length, 0, length.length);
    episodes = 0;
  }
}
