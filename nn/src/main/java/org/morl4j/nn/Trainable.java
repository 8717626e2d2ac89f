package org.morl4j.nn;

import org.morl4j.core.learn.Part;

/**
 * One flat vector of P parameters in blocks (networks, and free parameters such as log standard
 * deviations), and what trains it: gradients in numbered slots, Adam, an optional target copy. The
 * executor owns the arrays.
 *
 * <pre>
 *   Network q = trainable.network(0);
 *   float[] out = q.forward(in, rows);                                  // the loss is the caller's
 *   q.backward(dOut, trainable.gradient(0), trainable.offset(0), null);
 *   double norm = trainable.clip(0, 10);
 *   trainable.step(0, 3e-4);
 *   trainable.track(0.005);
 * </pre>
 *
 * Not thread-safe, as its networks are not: one thread at a time.
 */
public interface Trainable extends Part {
  /** What it is made of. */
  TrainableSpec spec();

  /** P. */
  int parameterCount();

  /** Where a block begins in the flat vector. */
  int offset(int block);

  /** The live network of a block; always the same one, with activations of its own. */
  Network network(int block);

  /** A further network over a block's live parameters, with activations of its own. */
  Network pass(int block);

  /** The target copy of a block's network; the live one where no target is kept. */
  Network target(int block);

  /** A free block's values, live: callers read them, and only {@link #write} changes them. */
  float[] free(int block);

  /** The gradient in a slot. */
  Gradient gradient(int slot);

  /**
   * Writes a free block's part of a gradient.
   *
   * @param values dL/d(free), as long as the block
   */
  void freeGradient(int slot, int block, float[] values);

  /** The Euclidean norm of a gradient, summed in double. */
  double norm(int slot);

  /**
   * Scales a gradient by min(1, maxNorm / (norm + 1e-6)), as PyTorch's {@code clip_grad_norm_}.
   *
   * @return the norm before
   */
  double clip(int slot, double maxNorm);

  /** Makes one gradient of two, in slot {@code into}; {@code other} keeps its values. */
  void combine(Combination rule, int into, int other);

  /** Forgets Adam's moments and steps. */
  void reset();

  /** A step of Adam along the gradient in a slot. */
  void step(int slot, double learningRate);

  /**
   * Moves the target: target = target + polyak (parameters - target), a copy at 1. Nothing happens
   * where no target is kept.
   */
  void track(double polyak);

  /** Copies the P parameters to {@code out}. */
  void read(float[] out);

  /** Takes the P parameters from {@code in}: line searches, PopArt, snapshots. */
  void write(float[] in);
}
