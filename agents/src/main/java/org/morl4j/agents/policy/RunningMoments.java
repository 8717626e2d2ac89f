package org.morl4j.agents.policy;

import java.util.Arrays;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * Mean and variance of each column of everything seen so far, in double precision, merged batch by
 * batch (Chan, Golub, LeVeque 1979).
 */
public final class RunningMoments implements Savable {
  private static final double EPSILON = 1e-8; // under the root

  private final double[] mean;
  private final double[] variance;
  private double count;

  /** Mean 0 and variance 1 until the first batch. */
  public RunningMoments(int columns) {
    mean = new double[columns];
    variance = new double[columns];
    Arrays.fill(variance, 1);
  }

  private RunningMoments(RunningMoments other) {
    mean = other.mean.clone();
    variance = other.variance.clone();
    count = other.count;
  }

  public RunningMoments copy() {
    return new RunningMoments(this);
  }

  public int columns() {
    return mean.length;
  }

  /** Adds {@code rows} rows of {@code values} [rows, columns]. */
  public void add(float[] values, int rows) {
    int n = mean.length;
    double total = count + rows;
    for (int j = 0; j < n; j++) {
      double sum = 0;
      for (int i = 0; i < rows; i++) {
        sum += values[i * n + j];
      }
      double batchMean = sum / rows;
      double squares = 0;
      for (int i = 0; i < rows; i++) {
        double d = values[i * n + j] - batchMean;
        squares += d * d;
      }
      double delta = batchMean - mean[j];
      double old = count == 0 ? 0 : variance[j] * count;
      mean[j] += delta * rows / total;
      variance[j] = (old + squares + delta * delta * count * rows / total) / total;
    }
    count = total;
  }

  /**
   * Adds so much to every column's deviation: {@link #normalize} then gives (value - mean) /
   * (deviation + more), clipped, as TD3+BC's code does with 1e-3.
   */
  public void widen(double more) {
    for (int j = 0; j < variance.length; j++) {
      double wide = Math.sqrt(variance[j]) + more;
      variance[j] = wide * wide - EPSILON;
    }
  }

  /** How many rows were added. */
  public double count() {
    return count;
  }

  /** (value - mean) / sqrt(variance + 1e-8), clipped to +-{@code clip}; out may be values. */
  public void normalize(float[] values, int rows, float clip, float[] out) {
    int n = mean.length;
    for (int j = 0; j < n; j++) {
      double m = mean[j];
      double scale = scale(j);
      for (int i = 0, k = j; i < rows; i++, k += n) {
        float z = (float) ((values[k] - m) * scale);
        out[k] = Math.max(-clip, Math.min(clip, z));
      }
    }
  }

  /** What {@link #normalize} multiplies column {@code j} by. */
  public double scale(int j) {
    return 1 / Math.sqrt(variance[j] + EPSILON);
  }

  /** Mean of column {@code j}. */
  public double mean(int j) {
    return mean[j];
  }

  /**
   * Standard deviation of column {@code j}, or 1 while nothing has varied beyond rounding: a signal
   * that has been constant so far says nothing of its scale.
   */
  public double deviation(int j) {
    return count > 0 && variance[j] > 1e-12 * mean[j] * mean[j] ? Math.sqrt(variance[j]) : 1;
  }

  @Override
  public void save(State out) {
    out.put("mean", mean);
    out.put("variance", variance);
    out.put("count", count);
  }

  @Override
  public void restore(State in) {
    System.arraycopy(in.doubles("mean", mean.length), 0, mean, 0, mean.length);
    System.arraycopy(in.doubles("variance", variance.length), 0, variance, 0, variance.length);
    count = in.scalarDouble("count");
  }
}
