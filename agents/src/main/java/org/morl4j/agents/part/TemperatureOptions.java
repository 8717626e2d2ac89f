package org.morl4j.agents.part;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Check;

/** How much entropy counts: fixed, or learned to reach a target, by {@code type}. */
public sealed interface TemperatureOptions {
  /**
   * A fixed temperature.
   *
   * @param alpha weight of the entropy
   */
  record Fixed(double alpha) implements TemperatureOptions {
    public static final Fixed DEFAULT = new Fixed(0.2);

    public Fixed {
      Check.notNegative("alpha", alpha);
    }
  }

  /**
   * A temperature that is learned.
   *
   * @param initial alpha at the start
   * @param learningRate Adam's rate on log alpha
   * @param targetEntropy in nats of the action in [-1, 1]^n; null for -n
   */
  record Learned(double initial, double learningRate, @Nullable Double targetEntropy)
      implements TemperatureOptions {
    public static final Learned DEFAULT = new Learned(1, 3e-4, null);

    public Learned {
      Check.positive("initial", initial);
      Check.positive("learningRate", learningRate);
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
