package org.morl4j.testkit;

import java.util.Arrays;

/**
 * A dense network in double precision, written for reading: every test of a faster network compares
 * with it, and central differences check it in turn.
 *
 * <pre>
 *   u = x W' + b     y = LayerNorm(u) (optional)     x_next = f(y)
 * </pre>
 *
 * The flat parameter vector holds per layer W [units, inputs] row by row, b, then LayerNorm's
 * weight and bias where the layer has it.
 */
public final class ReferenceNetwork {
  private static final double NORM_EPSILON = 1e-5;

  private final int[] sizes;
  private final String[] activations;
  private final boolean[] layerNorm;
  private final double[] parameters;

  // What the last forward pass leaves behind, per layer [rows][units].
  private final double[][][] inputs;
  private final double[][][] normalised;
  private final double[][] deviation;
  private final double[][][] preActivations;
  private int rows;

  /**
   * @param sizes the width of the inputs, then each layer's units
   * @param activations a name for each layer: IDENTITY, TANH, RELU or GELU
   * @param layerNorm whether each layer normalises before its activation
   * @param parameters the flat vector; copied
   */
  public ReferenceNetwork(
      int[] sizes, String[] activations, boolean[] layerNorm, double[] parameters) {
    int layers = sizes.length - 1;
    if (layers < 1 || activations.length != layers || layerNorm.length != layers) {
      throw new IllegalArgumentException(
          "sizes name "
              + layers
              + " layers, activations "
              + activations.length
              + ", layerNorm "
              + layerNorm.length
              + ". Maybe the inputs are missing in sizes.");
    }
    this.sizes = sizes.clone();
    this.activations = activations.clone();
    this.layerNorm = layerNorm.clone();
    this.parameters = parameters.clone();
    if (parameters.length != parameterCount()) {
      throw new IllegalArgumentException(
          "parameters has "
              + parameters.length
              + " entries, but needs "
              + parameterCount()
              + ". Maybe LayerNorm is set differently.");
    }
    inputs = new double[layers][][];
    normalised = new double[layers][][];
    deviation = new double[layers][];
    preActivations = new double[layers][][];
  }

  public int parameterCount() {
    return offset(layers());
  }

  private int layers() {
    return sizes.length - 1;
  }

  /** Where layer {@code layer} starts in the flat vector. */
  private int offset(int layer) {
    int at = 0;
    for (int l = 0; l < layer; l++) {
      at += sizes[l + 1] * (sizes[l] + (layerNorm[l] ? 3 : 1));
    }
    return at;
  }

  /** Outputs [rows, outputs] for {@code in} [rows, inputs], both flat. */
  public double[] forward(double[] in, int rows) {
    this.rows = rows;
    double[][] x = unflatten(in, rows);
    for (int l = 0; l < layers(); l++) {
      inputs[l] = x;
      double[][] y = linear(l, parameters, x);
      for (int o = 0, b = biasAt(l); o < sizes[l + 1]; o++) {
        for (double[] row : y) {
          row[o] += parameters[b + o];
        }
      }
      if (layerNorm[l]) {
        normalise(l, y);
      }
      preActivations[l] = y;
      x = new double[rows][sizes[l + 1]];
      for (int r = 0; r < rows; r++) {
        for (int o = 0; o < x[r].length; o++) {
          x[r][o] = value(activations[l], y[r][o]);
        }
      }
    }
    return flatten(x);
  }

  private void normalise(int l, double[][] y) {
    int n = sizes[l + 1];
    int weightAt = biasAt(l) + n;
    normalised[l] = new double[rows][n];
    deviation[l] = new double[rows];
    for (int r = 0; r < rows; r++) {
      double mean = Arrays.stream(y[r]).average().orElseThrow();
      double variance = Arrays.stream(y[r]).map(v -> (v - mean) * (v - mean)).average().orElse(0);
      deviation[l][r] = Math.sqrt(variance + NORM_EPSILON);
      for (int o = 0; o < n; o++) {
        normalised[l][r][o] = (y[r][o] - mean) / deviation[l][r];
        y[r][o] = normalised[l][r][o] * parameters[weightAt + o] + parameters[weightAt + n + o];
      }
    }
  }

  /** Derivatives of a scalar L with respect to parameters and inputs. */
  public record Gradient(double[] parameters, double[] inputs) {}

  /** The gradient at the last forward pass, given dL/d(outputs) [rows, outputs]. */
  public Gradient backward(double[] dOut) {
    double[] gradient = new double[parameterCount()];
    double[][] d = unflatten(dOut, rows);
    for (int l = layers() - 1; l >= 0; l--) {
      scaleByDerivative(l, d);
      if (layerNorm[l]) {
        normaliseBackward(l, d, gradient);
      }
      double[][] dIn = new double[rows][sizes[l]];
      for (int r = 0; r < rows; r++) {
        for (int o = 0; o < sizes[l + 1]; o++) {
          gradient[biasAt(l) + o] += d[r][o];
          for (int i = 0; i < sizes[l]; i++) {
            gradient[offset(l) + o * sizes[l] + i] += d[r][o] * inputs[l][r][i];
            dIn[r][i] += d[r][o] * parameters[offset(l) + o * sizes[l] + i];
          }
        }
      }
      d = dIn;
    }
    return new Gradient(gradient, flatten(d));
  }

  private void normaliseBackward(int l, double[][] d, double[] gradient) {
    int n = sizes[l + 1];
    int weightAt = biasAt(l) + n;
    for (int r = 0; r < rows; r++) {
      double[] xhat = normalised[l][r];
      double mean = 0;
      double along = 0;
      for (int o = 0; o < n; o++) {
        gradient[weightAt + o] += d[r][o] * xhat[o];
        gradient[weightAt + n + o] += d[r][o];
        mean += d[r][o] * parameters[weightAt + o] / n;
        along += d[r][o] * parameters[weightAt + o] * xhat[o] / n;
      }
      for (int o = 0; o < n; o++) {
        d[r][o] = (d[r][o] * parameters[weightAt + o] - mean - xhat[o] * along) / deviation[l][r];
      }
    }
  }

  /** The derivative of the last forward pass's outputs along the parameter direction {@code v}. */
  public double[] tangent(double[] v) {
    double[][] t = new double[rows][sizes[0]];
    for (int l = 0; l < layers(); l++) {
      double[][] fromInputs = linear(l, parameters, t);
      double[][] next = linear(l, v, inputs[l]);
      for (int r = 0; r < rows; r++) {
        for (int o = 0; o < sizes[l + 1]; o++) {
          next[r][o] += fromInputs[r][o] + v[biasAt(l) + o];
        }
      }
      if (layerNorm[l]) {
        normaliseTangent(l, next, v);
      }
      scaleByDerivative(l, next);
      t = next;
    }
    return flatten(t);
  }

  private void normaliseTangent(int l, double[][] t, double[] v) {
    int n = sizes[l + 1];
    int weightAt = biasAt(l) + n;
    for (int r = 0; r < rows; r++) {
      double[] xhat = normalised[l][r];
      double mean = 0;
      double along = 0;
      for (int o = 0; o < n; o++) {
        mean += t[r][o] / n;
        along += t[r][o] * xhat[o] / n;
      }
      for (int o = 0; o < n; o++) {
        double dXhat = (t[r][o] - mean - xhat[o] * along) / deviation[l][r];
        t[r][o] =
            dXhat * parameters[weightAt + o] + xhat[o] * v[weightAt + o] + v[weightAt + n + o];
      }
    }
  }

  private int biasAt(int l) {
    return offset(l) + sizes[l + 1] * sizes[l];
  }

  /** x W' for the weight of layer {@code l} in {@code flat}. */
  private double[][] linear(int l, double[] flat, double[][] x) {
    double[][] y = new double[rows][sizes[l + 1]];
    for (int r = 0; r < rows; r++) {
      for (int o = 0, w = offset(l); o < sizes[l + 1]; o++) {
        for (int i = 0; i < sizes[l]; i++, w++) {
          y[r][o] += x[r][i] * flat[w];
        }
      }
    }
    return y;
  }

  private void scaleByDerivative(int l, double[][] d) {
    for (int r = 0; r < rows; r++) {
      for (int o = 0; o < d[r].length; o++) {
        d[r][o] *= derivative(activations[l], preActivations[l][r][o]);
      }
    }
  }

  private static double value(String activation, double x) {
    return switch (activation) {
      case "IDENTITY" -> x;
      case "TANH" -> Math.tanh(x);
      case "RELU" -> Math.max(x, 0);
      case "GELU" -> x * normalDistribution(x);
      default -> throw new IllegalArgumentException("No activation is called " + activation);
    };
  }

  private static double derivative(String activation, double x) {
    return switch (activation) {
      case "IDENTITY" -> 1;
      case "TANH" -> 1 - Math.tanh(x) * Math.tanh(x);
      case "RELU" -> x > 0 ? 1 : 0;
      case "GELU" -> normalDistribution(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
      default -> throw new IllegalArgumentException("No activation is called " + activation);
    };
  }

  /**
   * Phi(x) = 1/2 + phi(x) (x + x^3/3 + x^5/(3*5) + ...), Abramowitz and Stegun 26.2.11; accurate to
   * rounding where |x| is below about 8, and 0 or 1 to rounding beyond.
   */
  static double normalDistribution(double x) {
    if (Math.abs(x) > 8.5) {
      return x > 0 ? 1 : 0;
    }
    double term = x;
    double sum = x;
    for (int k = 3; Math.abs(term) > 1e-18 * Math.abs(sum); k += 2) {
      term *= x * x / k;
      sum += term;
    }
    return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  private static double[][] unflatten(double[] flat, int rows) {
    int width = flat.length / rows;
    double[][] matrix = new double[rows][];
    for (int r = 0; r < rows; r++) {
      matrix[r] = Arrays.copyOfRange(flat, r * width, (r + 1) * width);
    }
    return matrix;
  }

  private static double[] flatten(double[][] matrix) {
    return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray();
  }
}
