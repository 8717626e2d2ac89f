package org.morl4j.nn.head;

import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * Settings of the heads for continuous actions; the discrete heads have none.
 *
 * @param gaussian which Gaussian serves a Box
 * @param initialLogStd natural logarithm of the first standard deviation: the start of the free
 *     parameters, or, where the network puts out log standard deviations, a constant added to them;
 *     of DETERMINISTIC the size of the noise for good, in half-ranges of the action
 * @param minLogStd lower clamp of the log standard deviation; below it its gradient is zero
 * @param maxLogStd upper clamp of the log standard deviation; above it its gradient is zero
 */
public record HeadOptions(
    Gaussian gaussian,
    @Allowed(min = -100, max = 100) double initialLogStd,
    @Allowed(min = -100, max = 100) double minLogStd,
    @Allowed(min = -100, max = 100) double maxLogStd) {
  /** Which Gaussian serves a Box. */
  public enum Gaussian {
    /** Unbounded, one free log standard deviation a dimension (PPO's usual choice). */
    STATE_INDEPENDENT,
    /** Unbounded, the network puts out means, then log standard deviations. */
    STATE_DEPENDENT,
    /**
     * Unbounded around tanh of the network's output stretched to the bounds, one free log standard
     * deviation a dimension, in half-ranges of the action (IQL and its relatives).
     */
    BOUNDED_MEAN,
    /** tanh of a state-dependent Gaussian, stretched to the bounds (SAC's usual choice). */
    SQUASHED,
    /** tanh of the network's output, stretched to the bounds, with noise of a fixed size (TD3). */
    DETERMINISTIC
  }

  /** State-independent, standard deviation 1, clamps of SAC's reference code. */
  public static final HeadOptions DEFAULT = new HeadOptions(Gaussian.STATE_INDEPENDENT, 0, -20, 2);

  public HeadOptions {
    Check.allowed(HeadOptions.class, "initialLogStd", initialLogStd);
    Check.allowed(HeadOptions.class, "minLogStd", minLogStd);
    Check.allowed(HeadOptions.class, "maxLogStd", maxLogStd);
    if (!(minLogStd > Double.NEGATIVE_INFINITY
        && minLogStd < maxLogStd
        && maxLogStd < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "head.minLogStd is "
              + minLogStd
              + " and head.maxLogStd "
              + maxLogStd
              + ", but both must be finite and the first below the second."
              + (minLogStd > maxLogStd ? " Maybe you swapped them." : ""));
    }
    if (!(initialLogStd >= minLogStd && initialLogStd <= maxLogStd)) {
      throw new IllegalArgumentException(
          "head.initialLogStd is "
              + initialLogStd
              + ", but must lie between minLogStd "
              + minLogStd
              + " and maxLogStd "
              + maxLogStd
              + ". Maybe you gave the standard deviation; its natural logarithm is meant.");
    }
  }

  /** The same with another {@code gaussian}. */
  public HeadOptions withGaussian(Gaussian value) {
    return new HeadOptions(value, initialLogStd, minLogStd, maxLogStd);
  }

  /** The same with another {@code initialLogStd}. */
  public HeadOptions withInitialLogStd(double value) {
    return new HeadOptions(gaussian, value, minLogStd, maxLogStd);
  }

  /** The same with another {@code minLogStd}. */
  public HeadOptions withMinLogStd(double value) {
    return new HeadOptions(gaussian, initialLogStd, value, maxLogStd);
  }

  /** The same with another {@code maxLogStd}. */
  public HeadOptions withMaxLogStd(double value) {
    return new HeadOptions(gaussian, initialLogStd, minLogStd, value);
  }
}
