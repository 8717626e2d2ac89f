package org.morl4j.nn;

/**
 * The function a layer applies to its weighted sums, element by element.
 *
 * <p>{@link #GELU} is the exact one, x Phi(x) with the normal distribution function Phi (PyTorch's
 * default, not the tanh approximation). {@link #TANH} and {@link #GELU} are rational approximations
 * with an absolute error of at most 5e-7 and 3e-6, see {@code Pointwise}.
 */
public enum Activation {
  IDENTITY,
  TANH,
  RELU,
  GELU;

  /** Whether the derivative is a function of the output alone, so that nothing else is kept. */
  boolean derivativeFromOutput() {
    return this != GELU;
  }

  /**
   * {@code out[i] = f(in[i])}; {@code in} and {@code out} may be the same array if {@link
   * #derivativeFromOutput}. Otherwise {@code kept} takes n entries for {@link #scaleByDerivative}.
   */
  void apply(float[] in, float[] out, float[] kept, int n) {
    switch (this) {
      case IDENTITY -> {
        if (in != out) {
          System.arraycopy(in, 0, out, 0, n);
        }
      }
      case TANH -> Pointwise.tanh(in, out, n);
      case RELU -> Pointwise.relu(in, out, n);
      case GELU -> Pointwise.gelu(in, out, kept, n);
    }
  }

  /** {@code d[i] *= f'(in[i])}, given what {@link #apply} read and wrote. */
  void scaleByDerivative(float[] d, float[] in, float[] out, float[] kept, int n) {
    switch (this) {
      case IDENTITY -> {}
      case TANH -> Pointwise.scaleByTanhDerivative(d, out, n);
      case RELU -> Pointwise.scaleByReluDerivative(d, out, n);
      case GELU -> Pointwise.scaleByGeluDerivative(d, in, kept, n);
    }
  }
}
