package org.morl4j.agents.onpolicy;

import org.morl4j.core.rng.Rng;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.nn.Adam;
import org.morl4j.nn.Network;

/**
 * Fits a critic to the targets of a rollout, apart from the policy: epochs of shuffled minibatches
 * of even size, an Adam step each.
 */
final class CriticFit implements Savable {
  private final Network network;
  private final OnPolicyBatch rollout;
  private final CriticRows rows;
  private final int epochs;
  private final int minibatch;
  private final double rate;
  private final float[] parameters;
  private final float[] gradient;
  private final Adam adam;
  private final Rng shuffle;
  private int[] order = {};

  CriticFit(
      StateValues critic,
      OnPolicyBatch rollout,
      int epochs,
      int minibatch,
      double rate,
      Rng shuffle) {
    this.rollout = rollout;
    this.epochs = epochs;
    this.minibatch = minibatch;
    this.rate = rate;
    this.shuffle = shuffle;
    network = critic.network();
    rows = new CriticRows(critic, rollout, minibatch);
    parameters = new float[network.parameterCount()];
    gradient = new float[parameters.length];
    adam = new Adam(parameters.length, Adam.Options.DEFAULT);
  }

  /** Mean L_V over rows and epochs, each row's before its own step. */
  double fit() {
    int n = rollout.rows();
    if (order.length != n) {
      order = new int[n];
    }
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    network.getParameters(parameters, 0);
    int steps = (n + minibatch - 1) / minibatch;
    double sum = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      shuffle.shuffle(order, n);
      for (int i = 0; i < steps; i++) {
        int from = (int) ((long) n * i / steps);
        int to = (int) ((long) n * (i + 1) / steps);
        sum += (to - from) * step(from, to - from);
      }
    }
    return sum / ((double) n * epochs);
  }

  private double step(int from, int n) {
    rows.forward(order, from, n);
    double loss = rows.loss(n);
    if (!Double.isFinite(loss)) {
      throw new ArithmeticException(
          "The value loss is "
              + loss
              + ", but must be finite. Maybe lower agent.criticLearningRate or scale the rewards.");
    }
    rows.backward(n, 1, gradient, 0);
    adam.step(parameters, gradient, rate);
    network.setParameters(parameters, 0);
    return loss;
  }

  /** Forgets Adam's moments. */
  void reset() {
    adam.reset();
  }

  @Override
  public void save(State out) {
    out.put("adam", adam);
    out.put("shuffle", shuffle);
  }

  @Override
  public void restore(State in) {
    in.restore("adam", adam);
    in.restore("shuffle", shuffle);
  }
}
