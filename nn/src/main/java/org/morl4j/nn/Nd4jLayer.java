package org.morl4j.nn;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** One dense layer of {@link Nd4jNetwork}: views of the parameters, last activations, passes. */
final class Nd4jLayer {
  private static final double NORM_EPSILON = 1e-5;

  private final Layer layer;
  private final int inputs;
  private final int units;
  private final INDArray weight;
  private final INDArray bias;
  private final @Nullable INDArray normWeight;
  private final @Nullable INDArray normBias;

  private INDArray in = Nd4j.empty();
  private INDArray normalised = Nd4j.empty();
  private INDArray inverseDeviation = Nd4j.empty();
  private INDArray sums = Nd4j.empty();
  private INDArray out = Nd4j.empty();

  Nd4jLayer(Layer layer, int inputs, INDArray flat, int at) {
    this.layer = layer;
    this.inputs = inputs;
    units = layer.units();
    weight = weightIn(flat, at);
    bias = rowIn(flat, at, 0);
    normWeight = layer.layerNorm() ? rowIn(flat, at, 1) : null;
    normBias = layer.layerNorm() ? rowIn(flat, at, 2) : null;
  }

  int parameterCount() {
    return layer.parameterCount(inputs);
  }

  private INDArray weightIn(INDArray flat, int at) {
    return Nd4jNetwork.view(flat, at, units, inputs);
  }

  /** The bias (0), LayerNorm's weight (1) or bias (2). */
  private INDArray rowIn(INDArray flat, int at, int which) {
    return Nd4jNetwork.view(flat, at + units * (inputs + which), 1, units);
  }

  INDArray forward(INDArray x) {
    in = x;
    INDArray u = x.mmul(weight.transpose()).addi(bias);
    if (normWeight != null && normBias != null) {
      INDArray centred = u.sub(u.mean(true, 1));
      INDArray variance = centred.mul(centred).mean(true, 1);
      inverseDeviation = Transforms.sqrt(variance.addi(NORM_EPSILON), false).rdivi(1);
      normalised = centred.muli(inverseDeviation);
      u = normalised.mul(normWeight).addi(normBias);
    }
    sums = u;
    out = apply(u);
    return out;
  }

  /** Writes the parameters' gradient at {@code at}; returns dL/d(in). */
  INDArray backward(INDArray dOut, float[] gradient, int at) {
    INDArray d = dOut.mul(derivative());
    int biasAt = at + units * inputs;
    if (normWeight != null) {
      put(d.mul(normalised).sum(true, 0), gradient, biasAt + units);
      put(d.sum(true, 0), gradient, biasAt + 2 * units);
      d = projected(d.mul(normWeight));
    }
    put(d.transpose().mmul(in), gradient, at);
    put(d.sum(true, 0), gradient, biasAt);
    return d.mmul(weight);
  }

  /** The tangent of out, for that of in and the direction {@code v} of all parameters. */
  INDArray tangent(INDArray t, INDArray v, int at) {
    INDArray tu = t.mmul(weight.transpose());
    tu.addi(in.mmul(weightIn(v, at).transpose())).addi(rowIn(v, at, 0));
    if (normWeight != null) {
      tu = projected(tu).muli(normWeight);
      tu.addi(normalised.mul(rowIn(v, at, 1))).addi(rowIn(v, at, 2));
    }
    return tu.muli(derivative());
  }

  /** The Jacobian of LayerNorm's normalised values, which is symmetric, times {@code d}. */
  private INDArray projected(INDArray d) {
    INDArray along = d.mul(normalised).mean(true, 1);
    return d.sub(d.mean(true, 1)).subi(normalised.mul(along)).muli(inverseDeviation);
  }

  private INDArray apply(INDArray u) {
    return switch (layer.activation()) {
      case IDENTITY -> u;
      case TANH -> Transforms.tanh(u, true);
      case RELU -> Transforms.max(u, 0, true);
      case GELU -> normalDistribution(u).muli(u);
    };
  }

  private INDArray derivative() {
    return switch (layer.activation()) {
      case IDENTITY -> Nd4j.onesLike(out);
      case TANH -> out.mul(out).rsubi(1);
      case RELU -> out.gt(0).castTo(out.dataType());
      case GELU -> {
        INDArray density = Transforms.exp(sums.mul(sums).muli(-0.5), false);
        density.muli(1 / Math.sqrt(2 * Math.PI)).muli(sums);
        yield normalDistribution(sums).addi(density);
      }
    };
  }

  private static INDArray normalDistribution(INDArray x) {
    return Nd4j.math().erf(x.mul(Math.sqrt(0.5))).addi(1).muli(0.5);
  }

  private static void put(INDArray part, float[] gradient, int at) {
    float[] flat = part.dup('c').data().asFloat();
    System.arraycopy(flat, 0, gradient, at, flat.length);
  }
}
