package org.morl4j.nn;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The network in ND4J operations, for any ND4J backend (CPU or CUDA). Slower than the fused
 * executor on small networks: each operation costs microseconds, and rows are copied in and out.
 */
final class Nd4jNetwork implements Network {
  private final NetworkSpec spec;
  private final int parameterCount;

  /** [P]; the layers' weights and biases are views of it. */
  private final INDArray parameters;

  private final Nd4jLayer[] layers;
  private float[] out = new float[0];
  private int rows;

  private Nd4jNetwork(NetworkSpec spec, INDArray parameters) {
    this.spec = spec;
    this.parameterCount = spec.parameterCount();
    this.parameters = parameters;
    layers = new Nd4jLayer[spec.layers().size()];
    int at = 0;
    int width = spec.inputs();
    for (int i = 0; i < layers.length; i++) {
      layers[i] = new Nd4jLayer(spec.layers().get(i), width, parameters, at);
      at += spec.layers().get(i).parameterCount(width);
      width = spec.layers().get(i).units();
    }
  }

  /** The ND4J backend in use. */
  static String kernel() {
    try {
      return "ND4J " + Nd4j.getBackend().getClass().getSimpleName();
    } catch (LinkageError e) {
      throw missing(e);
    }
  }

  private static IllegalStateException missing(LinkageError e) {
    return new IllegalStateException(
        "ND4J doesn't start, so there is no backend nd4j. Maybe its native library for this platform is not on the class path (build property natives).",
        e);
  }

  /** Draws the same parameters as the fused executor does from the same generator. */
  static Network create(NetworkSpec spec, RandomGenerator rng) {
    float[] initial = new float[spec.parameterCount()];
    FusedNetwork.create(spec, rng, new JavaGemm()).getParameters(initial, 0);
    try {
      return new Nd4jNetwork(spec, Nd4j.createFromArray(initial));
    } catch (LinkageError e) {
      throw missing(e);
    }
  }

  @Override
  public NetworkSpec spec() {
    return spec;
  }

  @Override
  public int parameterCount() {
    return parameterCount;
  }

  @Override
  public void getParameters(float[] out, int offset) {
    Shapes.require("parameter vector", out.length, offset, parameterCount);
    System.arraycopy(parameters.toFloatVector(), 0, out, offset, parameterCount);
  }

  @Override
  public void setParameters(float[] in, int offset) {
    Shapes.require("parameter vector", in.length, offset, parameterCount);
    parameters.assign(vector(in, offset));
  }

  @Override
  public float[] forward(float[] in, int rows) {
    Shapes.requireRows("in", in.length, rows, spec.inputs());
    this.rows = rows;
    INDArray x = matrix(in, rows, spec.inputs());
    for (Nd4jLayer layer : layers) {
      x = layer.forward(x);
    }
    out = x.data().length() == x.length() ? x.data().asFloat() : x.dup('c').data().asFloat();
    return out;
  }

  @Override
  public void backward(float[] dOut, Gradient flat, int offset, float @Nullable [] dIn) {
    float[] gradient = HostGradient.valuesOf(flat);
    requireForward();
    Shapes.requireRows("dOut", dOut.length, rows, spec.outputs());
    Shapes.require("gradient", gradient.length, offset, parameterCount);
    INDArray d = matrix(dOut, rows, spec.outputs());
    int at = offset + parameterCount;
    for (int i = layers.length - 1; i >= 0; i--) {
      at -= layers[i].parameterCount();
      d = layers[i].backward(d, gradient, at);
    }
    if (dIn != null) {
      Shapes.requireRows("dIn", dIn.length, rows, spec.inputs());
      copyRows(d, dIn);
    }
  }

  @Override
  public void tangent(float[] v, int offset, float[] out) {
    requireForward();
    Shapes.require("v", v.length, offset, parameterCount);
    Shapes.requireRows("out", out.length, rows, spec.outputs());
    INDArray direction = vector(v, offset);
    INDArray t = Nd4j.zeros(DataType.FLOAT, rows, spec.inputs());
    int at = 0;
    for (Nd4jLayer layer : layers) {
      t = layer.tangent(t, direction, at);
      at += layer.parameterCount();
    }
    copyRows(t, out);
  }

  @Override
  public Network copy() {
    return new Nd4jNetwork(spec, parameters.dup());
  }

  @Override
  public Network share() {
    return new Nd4jNetwork(spec, parameters);
  }

  private void requireForward() {
    Shapes.requireForward(rows == 0 ? null : this);
  }

  private INDArray vector(float[] x, int offset) {
    return Nd4j.createFromArray(Arrays.copyOfRange(x, offset, offset + parameterCount));
  }

  private static INDArray matrix(float[] x, int rows, int columns) {
    return Nd4j.createFromArray(Arrays.copyOf(x, rows * columns)).reshape('c', rows, columns);
  }

  private static void copyRows(INDArray from, float[] to) {
    float[] flat = from.dup('c').data().asFloat();
    System.arraycopy(flat, 0, to, 0, flat.length);
  }

  /** Entries {@code at} to {@code at + shape} of a flat vector, as a view in that shape. */
  static INDArray view(INDArray flat, int at, long... shape) {
    long count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return flat.get(NDArrayIndex.interval(at, at + count)).reshape('c', shape);
  }
}
