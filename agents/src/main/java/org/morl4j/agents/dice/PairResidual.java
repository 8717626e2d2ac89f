package org.morl4j.agents.dice;

import org.jspecify.annotations.Nullable;
import org.morl4j.agents.Composite;
import org.morl4j.agents.Parts;
import org.morl4j.agents.part.Mlps;
import org.morl4j.nn.Trainable;
import org.morl4j.nn.TrainableSpec;

/** e(s, a): the residual that is expected of a pair, whatever state follows. n rows, I inputs. */
final class PairResidual implements Composite {
  private final PairFit fit;
  private final Trainable network;
  private final int inputs;
  private float[] slope = {}; // [n]
  private float[] dIn = {}; // [n, I]

  PairResidual(PairFit fit, Mlps mlps) {
    this.fit = fit;
    inputs = mlps.shape().stateAction();
    network = mlps.trainable(TrainableSpec.of(mlps.spec(inputs, false, 1)));
  }

  /** e(s, a), live [n] until the next pass. */
  float[] values(float[] in, int n) {
    return network.network(0).forward(in, n);
  }

  /**
   * dL / d inputs of the last {@link #values}, live.
   *
   * @param dValues [n]
   */
  float[] inputGradient(float[] dValues) {
    int size = dValues.length * inputs;
    if (dIn.length != size) {
      dIn = new float[size];
    }
    network.network(0).inputGradient(dValues, dIn);
    return dIn;
  }

  /**
   * A gradient step.
   *
   * @param in (s, a) [n, I]
   * @param e at least [n]
   * @param weight of the rows [n], or null for 1
   * @return the loss before it
   */
  double step(
      DualForm.Regularised form,
      float[] in,
      float[] e,
      float @Nullable [] weight,
      int n,
      double rate) {
    if (slope.length != n) {
      slope = new float[n];
    }
    float[] pair = values(in, n);
    double loss = fit.evaluate(form, pair, e, weight, slope);
    network.network(0).backward(slope, network.gradient(0), 0, null);
    network.step(0, rate);
    return loss;
  }

  @Override
  public Parts parts() {
    return new Parts().part("network", network);
  }
}
