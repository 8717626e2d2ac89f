package org.morl4j.nn;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The parameters of one layer, which several networks may share. */
final class DenseParameters {
  final Layer layer;
  final int inputs;
  final int units;
  final float[] weight;
  final float[] bias;

  /** LayerNorm's weight and bias; empty without LayerNorm. */
  final float[] normWeight;

  final float[] normBias;

  private final float[][] transposed;
  private volatile boolean transposedIsCurrent;

  DenseParameters(Layer layer, int inputs) {
    this.layer = layer;
    this.inputs = inputs;
    units = layer.units();
    weight = new float[units * inputs];
    bias = new float[units];
    normWeight = new float[layer.layerNorm() ? units : 0];
    normBias = new float[normWeight.length];
    transposed = new float[inputs][units];
  }

  void initialise(RandomGenerator rng) {
    layer.init().fill(weight, bias, inputs, rng);
    Arrays.fill(normWeight, 1f);
    Arrays.fill(normBias, 0f);
    transposedIsCurrent = false;
  }

  int count() {
    return layer.parameterCount(inputs);
  }

  /** Writes the parameters to {@code out} from {@code at}; returns the index behind them. */
  int get(float[] out, int at) {
    int next = put(weight, out, at);
    next = put(bias, out, next);
    next = put(normWeight, out, next);
    return put(normBias, out, next);
  }

  /** Takes the parameters from {@code in} at {@code at}; returns the index behind them. */
  int set(float[] in, int at) {
    int next = take(weight, in, at);
    next = take(bias, in, next);
    next = take(normWeight, in, next);
    next = take(normBias, in, next);
    transposedIsCurrent = false;
    return next;
  }

  /** Moves towards {@code other}, parameters of the same shape. */
  void track(DenseParameters other, float rate) {
    Polyak.move(weight, other.weight, rate);
    Polyak.move(bias, other.bias, rate);
    Polyak.move(normWeight, other.normWeight, rate);
    Polyak.move(normBias, other.normBias, rate);
    transposedIsCurrent = false;
  }

  /** The weight's columns, one array an input, for {@link Axpy}; made when first asked for. */
  float[][] transposedWeight() {
    if (!transposedIsCurrent) {
      transpose();
    }
    return transposed;
  }

  private synchronized void transpose() {
    if (transposedIsCurrent) {
      return;
    }
    Transpose.columns(weight, units, inputs, transposed);
    transposedIsCurrent = true;
  }

  static int put(float[] part, float[] out, int at) {
    System.arraycopy(part, 0, out, at, part.length);
    return at + part.length;
  }

  static int take(float[] part, float[] in, int at) {
    System.arraycopy(in, at, part, 0, part.length);
    return at + part.length;
  }
}
