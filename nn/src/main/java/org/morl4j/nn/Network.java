package org.morl4j.nn;

import org.jspecify.annotations.Nullable;

/**
 * A feed-forward network and the activations of its last {@link #forward}.
 *
 * <p>Not thread-safe: one instance a thread. {@link #share} gives another thread its own
 * activations over the same parameters; nobody may call {@link #setParameters} while one of them is
 * running.
 *
 * <p>Shapes: B rows, I = {@code spec().inputs()}, O = {@code spec().outputs()}, P = {@link
 * #parameterCount}. Matrices are flat, row by row; arrays may be longer than what is used of them.
 */
public interface Network {
  NetworkSpec spec();

  /** P, the length of the flat parameter vector. */
  int parameterCount();

  /** Writes the P parameters to {@code out} from {@code offset}. */
  void getParameters(float[] out, int offset);

  /** Takes the P parameters from {@code in} at {@code offset}. */
  void setParameters(float[] in, int offset);

  /**
   * Outputs for {@code rows} inputs.
   *
   * @param in [B, I]; copied, so the caller may change it before {@link #backward}
   * @return a live array whose first B*O entries are the outputs [B, O], valid until the next
   *     forward pass; callers must not write to it
   */
  float[] forward(float[] in, int rows);

  /**
   * Gradients of a scalar L at the last forward pass, given dL/d(outputs).
   *
   * @param dOut [B, O]
   * @param gradient dL/d(parameters) is written (not added) to its P entries from {@code offset}
   * @param dIn where dL/d(inputs) [B, I] is written; null if nobody needs it
   */
  void backward(float[] dOut, Gradient gradient, int offset, float @Nullable [] dIn);

  /**
   * dL/d(inputs) of a scalar L at the last forward pass, without the parameters' gradients.
   *
   * @param dOut [B, O]
   * @param dIn [B, I], written
   */
  default void inputGradient(float[] dOut, float[] dIn) {
    backward(dOut, Gradient.over(new float[parameterCount()]), 0, dIn);
  }

  /**
   * Moves every parameter towards that of {@code source}, a network of the same spec: p = p + rate
   * (source - p). With rate 1 it becomes a copy.
   */
  default void track(Network source, double rate) {
    float[] own = new float[parameterCount()];
    float[] other = new float[parameterCount()];
    getParameters(own, 0);
    source.getParameters(other, 0);
    Polyak.move(own, other, (float) rate);
    setParameters(own, 0);
  }

  /**
   * The directional derivative J v of the last forward pass's outputs along a parameter vector.
   *
   * @param v P entries from {@code offset}
   * @param out [B, O], written
   */
  void tangent(float[] v, int offset, float[] out);

  /** A network with the same parameter values that owns everything it has. */
  Network copy();

  /** A network over the same live parameters with activations of its own. */
  Network share();
}
