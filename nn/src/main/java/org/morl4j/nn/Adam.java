package org.morl4j.nn;

import java.util.Arrays;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * Adam (Kingma and Ba 2014, arXiv:1412.6980, algorithm 1) with PyTorch's placement of epsilon:
 *
 * <pre>
 *   m = m + (1 - beta1)(g - m)       v = beta2 v + (1 - beta2) g^2
 *   p = (1 - rate decay) p - (rate / (1 - beta1^t)) m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)
 * </pre>
 *
 * Step size and bias corrections are computed in double, the loop in float, in PyTorch's order of
 * operations.
 */
public final class Adam implements Savable {
  /**
   * Adam's constants.
   *
   * @param beta1 decay of the first moment, in [0, 1)
   * @param beta2 decay of the second moment, in [0, 1)
   * @param epsilon added to the root of the second moment
   * @param weightDecay share of a parameter that a step at rate 1 takes off, whatever its gradient
   *     (AdamW, Loshchilov and Hutter 2017, arXiv:1711.05101)
   */
  public record Options(
      @Allowed(min = 0, below = 1) double beta1,
      @Allowed(min = 0, below = 1) double beta2,
      @Allowed(above = 0, max = 1) double epsilon,
      @Allowed(min = 0, max = 1) double weightDecay) {
    public static final Options DEFAULT = new Options(0.9, 0.999, 1e-8);

    public Options(double beta1, double beta2, double epsilon) {
      this(beta1, beta2, epsilon, 0);
    }

    /** The same with another {@code weightDecay}. */
    public Options withWeightDecay(double value) {
      return new Options(beta1, beta2, epsilon, value);
    }

    public Options {
      Check.allowed(Options.class, "beta1", beta1);
      Check.allowed(Options.class, "beta2", beta2);
      Check.allowed(Options.class, "epsilon", epsilon);
      Check.allowed(Options.class, "weightDecay", weightDecay);
    }
  }

  private final Options options;
  private final float[] firstMoment;
  private final float[] secondMoment;
  private long steps;

  public Adam(int parameters, Options options) {
    this.options = options;
    firstMoment = new float[parameters];
    secondMoment = new float[parameters];
  }

  /** One update of {@code parameters}, in place. */
  public void step(float[] parameters, float[] gradient, double learningRate) {
    int n = firstMoment.length;
    Shapes.require("parameter vector", parameters.length, 0, n);
    Shapes.require("gradient", gradient.length, 0, n);
    steps++;
    if (options.weightDecay > 0) {
      decay(parameters, n, (float) (1 - learningRate * options.weightDecay));
    }
    double correction1 = 1 - Math.pow(options.beta1, (double) steps);
    double correction2 = 1 - Math.pow(options.beta2, (double) steps);
    update(
        parameters,
        gradient,
        firstMoment,
        secondMoment,
        n,
        (float) (1 - options.beta1),
        (float) options.beta2,
        (float) (1 - options.beta2),
        (float) (learningRate / correction1),
        (float) Math.sqrt(correction2),
        (float) options.epsilon);
  }

  private static void decay(float[] p, int n, float kept) {
    for (int i = 0; i < n; i++) {
      p[i] *= kept;
    }
  }

  private static void update(
      float[] p,
      float[] g,
      float[] m,
      float[] v,
      int n,
      float weight1,
      float beta2,
      float weight2,
      float rate,
      float rootCorrection,
      float epsilon) {
    for (int i = 0; i < n; i++) {
      float gradient = g[i];
      float first = m[i] + weight1 * (gradient - m[i]);
      float second = beta2 * v[i] + weight2 * gradient * gradient;
      m[i] = first;
      v[i] = second;
      p[i] -= rate * first / ((float) Math.sqrt(second) / rootCorrection + epsilon);
    }
  }

  /** Forgets both moments and the step count. */
  public void reset() {
    Arrays.fill(firstMoment, 0f);
    Arrays.fill(secondMoment, 0f);
    steps = 0;
  }

  public long steps() {
    return steps;
  }

  /** The live first moment, one entry a parameter. */
  public float[] firstMoment() {
    return firstMoment;
  }

  /** The live second moment, one entry a parameter. */
  public float[] secondMoment() {
    return secondMoment;
  }

  @Override
  public void save(State out) {
    out.put("steps", steps);
    out.put("m", firstMoment);
    out.put("v", secondMoment);
  }

  @Override
  public void restore(State in) {
    int n = firstMoment.length;
    restore(in.scalarLong("steps"), in.floats("m", n), in.floats("v", n));
  }

  /** Continues from a saved state; the arrays are copied. */
  public void restore(long steps, float[] firstMoment, float[] secondMoment) {
    int n = this.firstMoment.length;
    if (steps < 0 || firstMoment.length != n || secondMoment.length != n) {
      throw new IllegalArgumentException(
          "Adam's state has "
              + steps
              + " steps and moments of "
              + firstMoment.length
              + " and "
              + secondMoment.length
              + " entries, but this optimiser has "
              + n
              + " parameters. Maybe the state belongs to another network.");
    }
    this.steps = steps;
    System.arraycopy(firstMoment, 0, this.firstMoment, 0, n);
    System.arraycopy(secondMoment, 0, this.secondMoment, 0, n);
  }
}
