package org.morl4j.agents.part;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/** How much entropy counts: fixed, or learned to reach a target, by {@code type}. */
public sealed interface TemperatureOptions {
  /**
   * A fixed temperature.
   *
   * @param alpha weight of the entropy
   */
  record Fixed(@Allowed(min = 0, max = 1e12) double alpha) implements TemperatureOptions {
    public static final Fixed DEFAULT = new Fixed(0.2);

    public Fixed {
      Check.allowed(Fixed.class, "alpha", alpha);
    }
  }

  /**
   * A temperature that is learned.
   *
   * @param initial alpha at the start
   * @param learningRate Adam's rate on log alpha
   * @param targetEntropy in nats of the action in [-1, 1]^n; null for -n
   */
  record Learned(
      @Allowed(above = 0, max = 1e12) double initial,
      @Allowed(above = 0, max = 1000) double learningRate,
      @Allowed(min = -1e9, max = 1e9) @Nullable Double targetEntropy)
      implements TemperatureOptions {
    public static final Learned DEFAULT = new Learned(1, 3e-4, null);

    public Learned {
      Check.allowed(Learned.class, "initial", initial);
      Check.allowed(Learned.class, "learningRate", learningRate);
      Check.allowed(Learned.class, "targetEntropy", targetEntropy);
    }

    /** The same with another {@code initial}. */
    public Learned withInitial(double value) {
      return new Learned(value, learningRate, targetEntropy);
    }

    /** The same with another {@code learningRate}. */
    public Learned withLearningRate(double value) {
      return new Learned(initial, value, targetEntropy);
    }

    /** The same with another {@code targetEntropy}. */
    public Learned withTargetEntropy(@Nullable Double value) {
      return new Learned(initial, learningRate, value);
    }
  }
}
