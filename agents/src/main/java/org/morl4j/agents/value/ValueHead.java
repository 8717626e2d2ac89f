package org.morl4j.agents.value;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.state.Savable;

/**
 * A return's law as a critic puts it out, for one critic of S signals.
 *
 * <p>Shapes: n values at once, n = rows x S, value i belonging to signal i mod S; {@code out} holds
 * {@link #outputs} floats a value, one value after the other, as a critic network [rows, S x
 * outputs] gives them; {@code target} holds {@link #targets} floats a value. Arrays may be longer
 * than needed. No method allocates. A head may keep state over updates (a moving average), which it
 * saves; each critic has its own.
 */
public sealed interface ValueHead extends Savable
    permits ScalarHead, GaussianHead, CategoricalHead, QuantileHead {

  /** Network outputs of one value. */
  int outputs();

  /** Expected values. mean [n], written. */
  void mean(float[] out, int n, float[] mean);

  /**
   * Gradient through {@link #mean}.
   *
   * @param dMean [n]
   * @param dOut [n, outputs], written
   */
  void meanBackward(float[] out, int n, float[] dMean, float[] dOut);

  /** Mean standard deviation of n laws, a diagnostic; 0 for a head that knows none. */
  default double spread(float[] out, int n) {
    return 0;
  }

  /** Floats of one value's target. */
  int targets();

  /**
   * The law of {@code r + discount (Z' + shift)}, where Z' has the law {@code next}: what {@link
   * #loss} regresses on.
   *
   * @param next [n, laws x outputs]: the laws of the critics that are pooled, one after the other
   *     for each value; one law but for heads that pool
   * @param backup r, discount and shift [n]
   * @param rng for heads whose target is a sample
   * @param target [n, targets], written
   */
  void target(float[] next, int n, Backup backup, RandomGenerator rng, float[] target);

  /**
   * The loss at a critic's outputs: the mean over rows of the weighted sum over signals.
   *
   * @param target [n, targets]
   * @param weight [rows], or null for 1
   * @param error [n], written: |TD error| of each value, for priorities
   * @param dOut [n, outputs], written: dL/dout
   * @return L
   */
  double loss(
      float[] out, float[] target, int n, float @Nullable [] weight, float[] error, float[] dOut);
}
