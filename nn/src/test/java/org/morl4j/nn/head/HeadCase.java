package org.morl4j.nn.head;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.morl4j.core.check.Vec;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.MultiBinary;
import org.morl4j.core.space.MultiDiscrete;
import org.morl4j.nn.head.HeadOptions.Gaussian;

/**
 * A head beside a second, double-precision writing of its formulas for one row, as the textbooks
 * have them and without a care for overflow.
 */
record HeadCase(String name, Supplier<ActionHead> heads, Formula logProb, Formula entropy) {
  interface Formula {
    double of(double[] out, double[] free, double[] act);
  }

  private static final double[] LOW = {-2, 0};
  private static final double[] HIGH = {2, 10};

  static Stream<HeadCase> all() {
    return Stream.of(
        new HeadCase(
            "Categorical",
            () -> ActionHead.of(new Discrete(5, -2), HeadOptions.DEFAULT),
            (out, free, act) -> Math.log(softmax(out, 0, 5)[(int) act[0] + 2]),
            (out, free, act) -> entropy(softmax(out, 0, 5))),
        new HeadCase(
            "MultiCategorical",
            () -> ActionHead.of(new MultiDiscrete(List.of(2, 3)), HeadOptions.DEFAULT),
            (out, free, act) ->
                Math.log(softmax(out, 0, 2)[(int) act[0]] * softmax(out, 2, 3)[(int) act[1]]),
            (out, free, act) -> entropy(softmax(out, 0, 2)) + entropy(softmax(out, 2, 3))),
        new HeadCase(
            "Bernoulli",
            () -> ActionHead.of(new MultiBinary(3), HeadOptions.DEFAULT),
            (out, free, act) -> {
              double product = 1;
              for (int i = 0; i < 3; i++) {
                double p = 1 / (1 + Math.exp(-out[i]));
                product *= act[i] == 1 ? p : 1 - p;
              }
              return Math.log(product);
            },
            (out, free, act) -> {
              double sum = 0;
              for (int i = 0; i < 3; i++) {
                double p = 1 / (1 + Math.exp(-out[i]));
                sum += entropy(new double[] {p, 1 - p});
              }
              return sum;
            }),
        new HeadCase(
            "DiagonalGaussian, state-independent",
            () -> box(Gaussian.STATE_INDEPENDENT, 0),
            (out, free, act) -> Math.log(normal(out, free, act)),
            (out, free, act) -> Math.log(2 * Math.PI * Math.E) + free[0] + free[1]),
        new HeadCase(
            "DiagonalGaussian, state-dependent",
            () -> box(Gaussian.STATE_DEPENDENT, -.5),
            (out, free, act) -> Math.log(normal(out, tail(out, -.5), act)),
            (out, free, act) -> Math.log(2 * Math.PI * Math.E) + out[2] + out[3] - 1),
        new HeadCase(
            "BoundedMean",
            () -> box(Gaussian.BOUNDED_MEAN, -.5),
            (out, free, act) -> Math.log(normal(stretched(out), halfRanges(free), act)),
            (out, free, act) ->
                Math.log(2 * Math.PI * Math.E) + free[0] + free[1] + Math.log(2) + Math.log(5)),
        new HeadCase(
            "SquashedGaussian",
            () -> box(Gaussian.SQUASHED, -.25),
            HeadCase::squashedLogProb,
            (out, free, act) -> squashedEntropy(out, tail(out, -.25))));
  }

  private static ActionHead box(Gaussian gaussian, double initialLogStd) {
    Box box = Box.of(Vec.of(LOW), Vec.of(HIGH), Dtype.FLOAT32);
    return ActionHead.of(box, new HeadOptions(gaussian, initialLogStd, -20, 2));
  }

  /** Random outputs [rows, outputs()] whose Gaussians have standard deviations of 0.2 to 1. */
  static float[] outputs(ActionHead head, int rows, Rng rng) {
    int n = head.outputs();
    boolean logStds = n == 2 * head.actSize() && !(head instanceof Categorical);
    float[] out = new float[rows * n];
    for (int i = 0; i < out.length; i++) {
      boolean logStd = logStds && i % n >= head.actSize();
      out[i] = (float) (logStd ? -1.1 * rng.nextDouble() : 1.5 * rng.nextGaussian());
    }
    return out;
  }

  static float[] free(ActionHead head, Rng rng) {
    float[] free = new float[head.free()];
    for (int i = 0; i < free.length; i++) {
      free[i] = (float) (-1.5 * rng.nextDouble());
    }
    return free;
  }

  @Override
  public String toString() {
    return name;
  }

  private static double[] softmax(double[] out, int o, int n) {
    double[] p = new double[n];
    double sum = 0;
    for (int k = 0; k < n; k++) {
      p[k] = Math.exp(out[o + k]);
      sum += p[k];
    }
    for (int k = 0; k < n; k++) {
      p[k] /= sum;
    }
    return p;
  }

  private static double entropy(double[] p) {
    double entropy = 0;
    for (double pk : p) {
      entropy -= pk * Math.log(pk);
    }
    return entropy;
  }

  private static double[] tail(double[] out, double initialLogStd) {
    return new double[] {out[2] + initialLogStd, out[3] + initialLogStd};
  }

  private static double[] stretched(double[] out) {
    return new double[] {2 * Math.tanh(out[0]), 5 + 5 * Math.tanh(out[1])};
  }

  private static double[] halfRanges(double[] logStd) {
    return new double[] {logStd[0] + Math.log(2), logStd[1] + Math.log(5)};
  }

  private static double normal(double[] mean, double[] logStd, double[] x) {
    double product = 1;
    for (int i = 0; i < 2; i++) {
      double std = Math.exp(logStd[i]);
      double d = x[i] - mean[i];
      product *= Math.exp(-d * d / (2 * std * std)) / (std * Math.sqrt(2 * Math.PI));
    }
    return product;
  }

  /** By the change of variables: divides by the slope of the squashing. */
  private static double squashedLogProb(double[] out, double[] free, double[] act) {
    double[] u = new double[2];
    double slope = 1;
    for (int i = 0; i < 2; i++) {
      double y = 2 * (act[i] - LOW[i]) / (HIGH[i] - LOW[i]) - 1;
      u[i] = 0.5 * (Math.log1p(y) - Math.log1p(-y));
      slope *= (1 - y * y) * (HIGH[i] - LOW[i]) / 2;
    }
    return Math.log(normal(out, tail(out, -.25), u) / slope);
  }

  /** H(u) plus the expected log slope, integrated over 2001 points within 8 deviations. */
  private static double squashedEntropy(double[] out, double[] logStd) {
    double entropy = Math.log(2 * Math.PI * Math.E) + logStd[0] + logStd[1];
    for (int i = 0; i < 2; i++) {
      double sum = 0;
      for (int k = 0; k <= 2000; k++) {
        double z = -8 + 0.008 * k;
        double cosh = Math.cosh(out[i] + Math.exp(logStd[i]) * z);
        double slope = (HIGH[i] - LOW[i]) / 2 / (cosh * cosh);
        sum += 0.008 * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * Math.log(slope);
      }
      entropy += sum;
    }
    return entropy;
  }
}
