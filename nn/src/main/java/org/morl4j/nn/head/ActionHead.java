package org.morl4j.nn.head;

import java.util.random.RandomGenerator;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.DictSpace;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.MultiBinary;
import org.morl4j.core.space.MultiDiscrete;
import org.morl4j.core.space.Space;
import org.morl4j.core.space.TupleSpace;

/**
 * A distribution over actions whose parameters are a row of network outputs and, for some, free
 * parameters shared by all rows.
 *
 * <p>Shapes: {@code out} [rows, outputs()], {@code free} [free()], {@code act} [rows, actSize()],
 * all row-major from index 0; arrays may be longer than needed. Actions are raw values of the
 * action space in double precision (a Discrete's number includes its start). Logarithms are
 * natural, sums over an action's dimensions are taken in double precision.
 *
 * <p>No method but the constructors and {@link #of} allocates. A head owns scratch arrays, so it
 * serves one thread at a time, like a network; give each thread its own. It has no other state.
 *
 * <p>NaN outputs give NaN log-probabilities (and, in the discrete heads, still a valid action):
 * check {@code logProb} where that can happen.
 */
public sealed interface ActionHead
    permits Categorical,
        MultiCategorical,
        Bernoulli,
        DiagonalGaussian,
        BoundedMean,
        SquashedGaussian,
        Deterministic {

  /** Network outputs it reads per row. */
  int outputs();

  /** Free parameters beside the network: state-independent log standard deviations, else 0. */
  int free();

  /** Writes the initial free parameters to {@code free[offset .. offset + free())}. */
  void initialise(float[] free, int offset);

  /** Doubles in one raw action. */
  int actSize();

  /**
   * Draws an action a row.
   *
   * @param out [rows, outputs()]
   * @param free [free()]
   * @param generators [rows]; number i serves row i alone, so results don't depend on how rows are
   *     split
   * @param act [rows, actSize()], written
   * @param logProb [rows], written: log pi of the action as stored in {@code act}
   */
  void sample(
      float[] out,
      float[] free,
      int rows,
      RandomGenerator[] generators,
      double[] act,
      double[] logProb);

  /**
   * Least value of a free parameter. Beyond its bounds a parameter has no gradient, so whoever
   * trains it keeps it within: else it would never come back.
   */
  default float freeMin() {
    return Float.NEGATIVE_INFINITY;
  }

  /** Largest value of a free parameter. */
  default float freeMax() {
    return Float.POSITIVE_INFINITY;
  }

  /**
   * The most likely action; of the squashed Gaussian its mean's image, tanh(mean) stretched to the
   * bounds. Ties go to the lowest number.
   *
   * @param act [rows, actSize()], written
   */
  void mode(float[] out, float[] free, int rows, double[] act);

  /**
   * Log-probability (a density for Box actions) and entropy of the distribution at stored actions.
   *
   * @param act [rows, actSize()]
   * @param logProb [rows], written
   * @param entropy [rows], written
   * @throws IllegalArgumentException if a discrete action is not in the space
   */
  void evaluate(
      float[] out, float[] free, double[] act, int rows, float[] logProb, float[] entropy);

  /**
   * Gradient of a loss through {@link #evaluate} of the same {@code out}, {@code free}, {@code
   * act}.
   *
   * @param dLogProb [rows], dL/dlogProb
   * @param dEntropy [rows], dL/dentropy
   * @param dOut [rows, outputs()], overwritten with dL/dout
   * @param dFree [free()], dL/dfree is added to it
   */
  void backward(
      float[] out,
      float[] free,
      double[] act,
      int rows,
      float[] dLogProb,
      float[] dEntropy,
      float[] dOut,
      float[] dFree);

  /**
   * Exact Kullback-Leibler divergence KL(old || new) a row, at least 0 up to rounding.
   *
   * @param kl [rows], written
   */
  void kl(float[] oldOut, float[] oldFree, float[] newOut, float[] newFree, int rows, float[] kl);

  /**
   * Gradient of a loss through {@link #kl} with respect to its first distribution, here (out,
   * free).
   *
   * @param otherOut [rows, outputs()], with {@code otherFree} the second distribution
   * @param dKl [rows], dL/dkl
   * @param dOut [rows, outputs()], overwritten with dL/dout
   * @param dFree [free()], dL/dfree is added to it
   */
  void klBackward(
      float[] out,
      float[] free,
      float[] otherOut,
      float[] otherFree,
      int rows,
      float[] dKl,
      float[] dOut,
      float[] dFree);

  /**
   * M v for the Fisher information M = E[d log pi (d log pi)'] of each row's distribution in its
   * outputs and free parameters: the Hessian of {@link #kl} in either distribution where both are
   * the same (Kullback 1959; Schulman et al. 2015, arXiv:1502.05477, appendix C). With the
   * network's tangent before it and its backward pass behind, the Fisher information of the
   * parameters.
   *
   * @param vOut [rows, outputs()], v's part in the outputs
   * @param vFree [free()], v's part in the free parameters, the same in every row
   * @param fisherOut [rows, outputs()], overwritten with each row's product
   * @param fisherFree [free()], the products of all rows are added to it
   */
  void fisher(
      float[] out,
      float[] free,
      int rows,
      float[] vOut,
      float[] vFree,
      float[] fisherOut,
      float[] fisherFree);

  /**
   * Brings sampled actions into the space, in place. Only {@link DiagonalGaussian} and {@link
   * BoundedMean} leave it; the other heads need nothing.
   *
   * @param act [rows, actSize()]
   */
  default void clip(double[] act, int rows) {}

  /**
   * The head of an action space: Discrete gets {@link Categorical}, MultiDiscrete {@link
   * MultiCategorical}, MultiBinary {@link Bernoulli}, a floating-point Box what {@code options}
   * say.
   *
   * @throws IllegalArgumentException for Dict, Tuple and integer Box spaces, and for a squashed
   *     Gaussian without finite, distinct bounds
   */
  static ActionHead of(Space actionSpace, HeadOptions options) {
    if (actionSpace instanceof Discrete discrete) {
      return new Categorical(discrete);
    }
    if (actionSpace instanceof MultiDiscrete multiDiscrete) {
      return new MultiCategorical(multiDiscrete);
    }
    if (actionSpace instanceof MultiBinary multiBinary) {
      return new Bernoulli(multiBinary);
    }
    if (actionSpace instanceof Box box) {
      return switch (options.gaussian()) {
        case STATE_INDEPENDENT, STATE_DEPENDENT -> new DiagonalGaussian(box, options);
        case BOUNDED_MEAN -> new BoundedMean(box, options);
        case SQUASHED -> new SquashedGaussian(box, options);
        case DETERMINISTIC -> new Deterministic(box, options);
      };
    }
    String kind =
        actionSpace instanceof DictSpace dict
            ? "Dict with keys " + dict.entries().stream().map(DictSpace.Entry::key).toList()
            : "Tuple of " + ((TupleSpace) actionSpace).spaces().size() + " parts";
    throw new IllegalArgumentException(
        "The action space is a "
            + kind
            + ", but must be Discrete, MultiDiscrete, MultiBinary or Box. Maybe a wrapper can"
            + " flatten it into a MultiDiscrete or a Box.");
  }
}
