package org.morl4j.nn.head;

/**
 * Where a Gaussian's log standard deviations come from, clamped: free parameters shared by all
 * rows, or the second half of each row of network outputs plus a constant.
 *
 * <p>The clamp's gradient is 1 within and at its limits and 0 outside, as PyTorch's. A free
 * parameter, which has no other source of gradient, is kept within the limits by its {@link
 * org.morl4j.nn.Trainable}.
 */
final class LogStd {
  private final int n;
  private final boolean stateDependent;
  private final float initial;
  private final double min;
  private final double max;

  LogStd(int n, boolean stateDependent, HeadOptions options) {
    this.n = n;
    this.stateDependent = stateDependent;
    initial = (float) options.initialLogStd();
    min = options.minLogStd();
    max = options.maxLogStd();
  }

  /** Network outputs a row: n means, and n log standard deviations where the network gives them. */
  int outputs() {
    return stateDependent ? 2 * n : n;
  }

  int free() {
    return stateDependent ? 0 : n;
  }

  /** The clamp's lower limit, rounded to lie within it. */
  float min() {
    float rounded = (float) min;
    return rounded < min ? Math.nextUp(rounded) : rounded;
  }

  /** The clamp's upper limit, rounded to lie within it. */
  float max() {
    float rounded = (float) max;
    return rounded > max ? Math.nextDown(rounded) : rounded;
  }

  void initialise(float[] free, int offset) {
    for (int i = 0; i < free(); i++) {
      free[offset + i] = initial;
    }
  }

  /** The clamped value of dimension {@code i} in {@code row}. */
  double at(float[] out, float[] free, int row, int i) {
    return Math.min(max, Math.max(min, raw(out, free, row, i)));
  }

  /** Fills [n] values and their exponentials; shared ones only at the first row. */
  void fill(float[] out, float[] free, int row, double[] logStd, double[] std) {
    if (stateDependent || row == 0) {
      for (int i = 0; i < n; i++) {
        logStd[i] = at(out, free, row, i);
        std[i] = Math.exp(logStd[i]);
      }
    }
  }

  /** Writes the gradient to the network's output, or adds it to the free parameter's. */
  void backward(float[] out, float[] free, int row, int i, double d, float[] dOut, float[] dFree) {
    double raw = raw(out, free, row, i);
    float inside = raw >= min && raw <= max ? (float) d : 0;
    if (stateDependent) {
      dOut[row * 2 * n + n + i] = inside;
    } else {
      dFree[i] += inside;
    }
  }

  /** The entry of a vector laid out as outputs and free parameters that belongs to log sigma_i. */
  double entry(float[] vOut, float[] vFree, int row, int i) {
    return stateDependent ? vOut[row * 2 * n + n + i] : vFree[i];
  }

  private double raw(float[] out, float[] free, int row, int i) {
    return stateDependent ? (double) out[row * 2 * n + n + i] + initial : free[i];
  }
}
