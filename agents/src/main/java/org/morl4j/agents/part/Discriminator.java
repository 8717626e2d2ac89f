package org.morl4j.agents.part;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.morl4j.agents.Composite;
import org.morl4j.agents.Parts;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.nn.Activation;
import org.morl4j.nn.Combination;
import org.morl4j.nn.Trainable;
import org.morl4j.nn.TrainableSpec;

/**
 * Tells an expert's rows from others: D(x) becomes log(density of the expert's / density of the
 * others'), as in GAIL (Ho and Ermon 2016, arXiv 1606.03476) and SMODICE (Ma et al. 2022, arXiv
 * 2202.02433).
 *
 * <pre>
 *   L = E_expert[log(1 + e^-D(x))] + E_other[log(1 + e^D(x))] + penalty E[(|grad D(z)| - 1)^2]
 *   z = c x_expert + (1 - c) x_other,  c uniform          gradient by the inputs (WGAN-GP)
 * </pre>
 *
 * <p>The penalty's gradient by the parameters, 2 (|g| - 1) d(g.u) / d(parameters) with u = g / |g|
 * held, is that of the central difference (D(z + h u) - D(z - h u)) / 2h, h = 0.01: two more rows
 * of one backward pass, and no second derivatives. n rows of either kind, I inputs.
 */
public final class Discriminator implements Composite {
  private static final float STEP = 0.01f;
  private static final Combination SUM = new Combination.Sum();

  /** What it looks at. */
  public enum Inputs {
    /** Observations: expert rows may have been recorded under other actions. */
    STATE,
    /** Observations and actions. */
    STATE_ACTION
  }

  /**
   * Settings of a discriminator.
   *
   * @param inputs what it looks at
   * @param hidden units of its hidden layers, whose activation is tanh
   * @param learningRate Adam's rate
   * @param gradientPenalty weight of the penalty
   * @param updates the first updates of a run, which train it alone; then it stays as it is
   */
  public record Options(
      Inputs inputs,
      @Allowed(min = 1, max = 8_192, maxItems = 64) List<Integer> hidden,
      @Allowed(above = 0, max = 1000) double learningRate,
      @Allowed(min = 0, max = 1e6) double gradientPenalty,
      @Allowed(min = 1, max = 1e12) long updates) {
    /** Those of SMODICE's authors: 1000 passes through an expert trajectory of 1000 steps. */
    public static final Options DEFAULT =
        new Options(Inputs.STATE, List.of(256, 256), 3e-4, 10, 4000);

    public Options {
      Check.allowed(Options.class, "hidden", hidden);
      Check.allowed(Options.class, "learningRate", learningRate);
      Check.allowed(Options.class, "gradientPenalty", gradientPenalty);
      Check.allowed(Options.class, "updates", updates);
      hidden = List.copyOf(hidden);
    }

    /** The same with other {@code inputs}. */
    public Options withInputs(Inputs value) {
      return new Options(value, hidden, learningRate, gradientPenalty, updates);
    }

    /** The same with other {@code hidden}. */
    public Options withHidden(int... value) {
      List<Integer> units = Arrays.stream(value).boxed().toList();
      return new Options(inputs, units, learningRate, gradientPenalty, updates);
    }

    /** The same with another {@code learningRate}. */
    public Options withLearningRate(double value) {
      return new Options(inputs, hidden, value, gradientPenalty, updates);
    }

    /** The same with another {@code gradientPenalty}. */
    public Options withGradientPenalty(double value) {
      return new Options(inputs, hidden, learningRate, value, updates);
    }

    /** The same with other {@code updates}. */
    public Options withUpdates(long value) {
      return new Options(inputs, hidden, learningRate, gradientPenalty, value);
    }
  }

  private final Options options;
  private final Trainable network;
  private final int inputs;
  private float[] both = {}; // [2n, I]
  private float[] dBoth = {}; // [2n]
  private float[] ones = {}; // [n]
  private float[] mixed = {}; // z [n, I]
  private float[] slope = {}; // g [n, I]
  private double loss;
  private double norm;

  public Discriminator(Options options, Mlps mlps) {
    this.options = options;
    RowShape shape = mlps.shape();
    inputs = options.inputs == Inputs.STATE ? shape.state() : shape.stateAction();
    MlpOptions layers =
        MlpOptions.DEFAULT.withHidden(options.hidden).withActivation(Activation.TANH);
    Mlps own = mlps.with(layers);
    network = own.trainable(TrainableSpec.of(own.spec(inputs, false, 1)).withSlots(2));
  }

  /** I. */
  public int inputs() {
    return inputs;
  }

  /** What it looks at of a batch [B, I], live. */
  public float[] inputs(BatchRows rows) {
    return options.inputs == Inputs.STATE ? rows.state() : rows.stateAction();
  }

  /** D, live [n] until the next call. */
  public float[] logRatio(float[] in, int n) {
    return network.network(0).forward(in, n);
  }

  /**
   * One gradient step.
   *
   * @param expert [n, I]
   * @param other [n, I]
   * @param rng draws c
   */
  public void step(float[] expert, float[] other, int n, RandomGenerator rng) {
    reserve(n);
    loss = classify(expert, other, n);
    if (options.gradientPenalty > 0) {
      mix(expert, other, n, rng);
      loss += penalise(n);
      network.combine(SUM, 0, 1);
    }
    norm = network.norm(0);
    network.step(0, options.learningRate);
  }

  private void reserve(int n) {
    if (ones.length != n) {
      both = new float[2 * n * inputs];
      dBoth = new float[2 * n];
      ones = new float[n];
      Arrays.fill(ones, 1);
      mixed = new float[n * inputs];
      slope = new float[n * inputs];
    }
  }

  /** The cross-entropy, its gradient in slot 0. */
  private double classify(float[] expert, float[] other, int n) {
    System.arraycopy(expert, 0, both, 0, n * inputs);
    System.arraycopy(other, 0, both, n * inputs, n * inputs);
    float[] out = network.network(0).forward(both, 2 * n);
    double sum = 0;
    for (int i = 0; i < 2 * n; i++) {
      double sign = i < n ? -1 : 1;
      double z = sign * out[i];
      sum += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
      dBoth[i] = (float) (sign / (1 + Math.exp(-z)) / n);
    }
    network.network(0).backward(dBoth, network.gradient(0), 0, null);
    return sum / n;
  }

  private void mix(float[] expert, float[] other, int n, RandomGenerator rng) {
    for (int i = 0; i < n; i++) {
      float c = rng.nextFloat();
      for (int j = i * inputs; j < (i + 1) * inputs; j++) {
        mixed[j] = c * expert[j] + (1 - c) * other[j];
      }
    }
  }

  /** The penalty, its gradient in slot 1. */
  private double penalise(int n) {
    network.network(0).forward(mixed, n);
    network.network(0).inputGradient(ones, slope);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double square = 0;
      for (int j = i * inputs; j < (i + 1) * inputs; j++) {
        square += (double) slope[j] * slope[j];
      }
      double size = Math.sqrt(square);
      sum += (size - 1) * (size - 1);
      float unit = size > 0 ? (float) (STEP / size) : 0;
      for (int j = i * inputs; j < (i + 1) * inputs; j++) {
        both[j] = mixed[j] + unit * slope[j];
        both[n * inputs + j] = mixed[j] - unit * slope[j];
      }
      dBoth[i] = (float) (options.gradientPenalty * (size - 1) / (STEP * n));
      dBoth[n + i] = -dBoth[i];
    }
    network.network(0).forward(both, 2 * n);
    network.network(0).backward(dBoth, network.gradient(1), 0, null);
    return options.gradientPenalty * sum / n;
  }

  /** L before the last step. */
  public double loss() {
    return loss;
  }

  /** The gradient's norm at the last step. */
  public double gradientNorm() {
    return norm;
  }

  /** A copy of the gradient of the last step. */
  float[] gradient() {
    return network.gradient(0).copy();
  }

  @Override
  public Parts parts() {
    return new Parts().part("network", network);
  }
}
