package org.morl4j.nn;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The default executor: {@code float[]} activations, a {@link Gemm} and plain loops. */
final class FusedNetwork implements Network {
  /** Distinct row counts that keep their arrays: minibatch, its rest, evaluation, acting. */
  private static final int PASSES_KEPT = 4;

  private final NetworkSpec spec;
  private final int parameterCount;
  private final DenseParameters[] parameters;
  private final Gemm gemm;
  private final Deque<Pass> passes = new ArrayDeque<>();
  private @Nullable Pass last;

  /** The activations of all layers for one row count. */
  private static final class Pass {
    final int rows;
    final float[] in;
    final DensePass[] layers;
    float @Nullable [] dIn;

    Pass(DenseParameters[] parameters, Gemm gemm, int rows) {
      this.rows = rows;
      in = new float[Math.multiplyExact(rows, parameters[0].inputs)];
      layers = new DensePass[parameters.length];
      for (int i = 0; i < layers.length; i++) {
        layers[i] = new DensePass(parameters[i], gemm, rows);
      }
    }

    float[] inputOf(int layer) {
      return layer == 0 ? in : layers[layer - 1].out();
    }

    /** Made on first use: few algorithms need the gradient at the inputs. */
    float[] dIn() {
      if (dIn == null) {
        dIn = new float[in.length];
      }
      return dIn;
    }
  }

  private FusedNetwork(NetworkSpec spec, DenseParameters[] parameters, Gemm gemm) {
    this.spec = spec;
    this.parameterCount = spec.parameterCount();
    this.parameters = parameters;
    this.gemm = gemm;
  }

  static FusedNetwork create(NetworkSpec spec, RandomGenerator rng, Gemm gemm) {
    FusedNetwork network = uninitialised(spec, gemm);
    for (DenseParameters p : network.parameters) {
      p.initialise(rng);
    }
    return network;
  }

  /** All parameters are 0 until they are set. */
  static FusedNetwork uninitialised(NetworkSpec spec, Gemm gemm) {
    return new FusedNetwork(spec, allocate(spec), gemm);
  }

  private static DenseParameters[] allocate(NetworkSpec spec) {
    DenseParameters[] parameters = new DenseParameters[spec.layers().size()];
    int width = spec.inputs();
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = new DenseParameters(spec.layers().get(i), width);
      width = parameters[i].units;
    }
    return parameters;
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
    int at = offset;
    for (DenseParameters p : parameters) {
      at = p.get(out, at);
    }
  }

  @Override
  public void setParameters(float[] in, int offset) {
    Shapes.require("parameter vector", in.length, offset, parameterCount);
    int at = offset;
    for (DenseParameters p : parameters) {
      at = p.set(in, at);
    }
  }

  @Override
  public float[] forward(float[] in, int rows) {
    Shapes.requireRows("in", in.length, rows, spec.inputs());
    Pass pass = passFor(rows);
    System.arraycopy(in, 0, pass.in, 0, pass.in.length);
    float[] x = pass.in;
    for (DensePass layer : pass.layers) {
      layer.forward(x);
      x = layer.out();
    }
    last = pass;
    return x;
  }

  private Pass passFor(int rows) {
    if (last != null && last.rows == rows) {
      return last;
    }
    for (Pass pass : passes) {
      if (pass.rows == rows) {
        return pass;
      }
    }
    if (passes.size() == PASSES_KEPT) {
      passes.removeFirst();
    }
    Pass pass = new Pass(parameters, gemm, rows);
    passes.addLast(pass);
    return pass;
  }

  @Override
  public void backward(float[] dOut, Gradient flat, int offset, float @Nullable [] dIn) {
    float[] gradient = HostGradient.valuesOf(flat);
    Pass pass = Shapes.requireForward(last);
    Shapes.requireRows("dOut", dOut.length, pass.rows, spec.outputs());
    Shapes.require("gradient", gradient.length, offset, parameterCount);
    int top = pass.layers.length - 1;
    System.arraycopy(dOut, 0, pass.layers[top].dOut(), 0, pass.rows * spec.outputs());
    int at = offset + parameterCount;
    for (int i = top; i > 0; i--) {
      at -= parameters[i].count();
      pass.layers[i].backward(pass.inputOf(i), gradient, at, pass.layers[i - 1].dOut());
    }
    if (dIn == null) {
      pass.layers[0].backward(pass.in, gradient, offset, null);
      return;
    }
    Shapes.requireRows("dIn", dIn.length, pass.rows, spec.inputs());
    float[] own = pass.dIn();
    pass.layers[0].backward(pass.in, gradient, offset, own);
    System.arraycopy(own, 0, dIn, 0, own.length);
  }

  @Override
  public void inputGradient(float[] dOut, float[] dIn) {
    Pass pass = Shapes.requireForward(last);
    Shapes.requireRows("dOut", dOut.length, pass.rows, spec.outputs());
    Shapes.requireRows("dIn", dIn.length, pass.rows, spec.inputs());
    int top = pass.layers.length - 1;
    System.arraycopy(dOut, 0, pass.layers[top].dOut(), 0, pass.rows * spec.outputs());
    for (int i = top; i > 0; i--) {
      pass.layers[i].inputGradient(pass.layers[i - 1].dOut());
    }
    float[] own = pass.dIn();
    pass.layers[0].inputGradient(own);
    System.arraycopy(own, 0, dIn, 0, own.length);
  }

  @Override
  public void track(Network source, double rate) {
    if (!(source instanceof FusedNetwork fused) || !fused.spec.equals(spec)) {
      Network.super.track(source, rate);
      return;
    }
    for (int i = 0; i < parameters.length; i++) {
      parameters[i].track(fused.parameters[i], (float) rate);
    }
  }

  @Override
  public void tangent(float[] v, int offset, float[] out) {
    Pass pass = Shapes.requireForward(last);
    Shapes.require("v", v.length, offset, parameterCount);
    Shapes.requireRows("out", out.length, pass.rows, spec.outputs());
    float[] t = null;
    int at = offset;
    for (int i = 0; i < pass.layers.length; i++) {
      t = pass.layers[i].tangent(pass.inputOf(i), t, v, at);
      at += parameters[i].count();
    }
    System.arraycopy(t, 0, out, 0, pass.rows * spec.outputs());
  }

  @Override
  public Network copy() {
    FusedNetwork copy = uninitialised(spec, gemm.sibling());
    float[] flat = new float[parameterCount];
    getParameters(flat, 0);
    copy.setParameters(flat, 0);
    return copy;
  }

  @Override
  public Network share() {
    return new FusedNetwork(spec, parameters, gemm.sibling());
  }
}
