package org.morl4j.agents.dice;

import java.util.List;
import org.morl4j.agents.Composite;
import org.morl4j.agents.Parts;
import org.morl4j.agents.part.Mlps;
import org.morl4j.nn.Adam;
import org.morl4j.nn.Trainable;
import org.morl4j.nn.TrainableSpec;
import org.morl4j.nn.TrainableSpec.Block;

/** Single numbers that are trained, such as multipliers. */
final class Scalars implements Composite {
  private final Trainable values;

  /**
   * @param initial what they begin with
   */
  Scalars(Mlps mlps, float... initial) {
    Block block = new Block.Free(initial, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
    values = mlps.trainable(new TrainableSpec(List.of(block), Adam.Options.DEFAULT, false, 1));
  }

  /** Number {@code i}. */
  double get(int i) {
    return values.free(0)[i];
  }

  /** log(1 + e^x) of number {@code i}. */
  double softplus(int i) {
    double x = get(i);
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /** The derivative of {@link #softplus}. */
  double sigmoid(int i) {
    return 1 / (1 + Math.exp(-get(i)));
  }

  /**
   * A step of Adam.
   *
   * @param slopes dL / d(numbers)
   */
  void step(double learningRate, float... slopes) {
    values.freeGradient(0, 0, slopes);
    values.step(0, learningRate);
  }

  @Override
  public Parts parts() {
    return new Parts().part("values", values);
  }
}
