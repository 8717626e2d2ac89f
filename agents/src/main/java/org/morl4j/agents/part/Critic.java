package org.morl4j.agents.part;

import org.morl4j.agents.Composite;
import org.morl4j.agents.Parts;
import org.morl4j.agents.value.ValueHead;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Trainable;
import org.morl4j.nn.TrainableSpec;

/** One critic of S signals: its network and target network, value head, and arrays for B rows. */
final class Critic implements Composite {
  private final Trainable network;
  private final ValueHead head;
  private final int signals;
  private float[] out = {}; // live outputs of the last forward pass
  private float[] means = {}; // [B, S]
  private float[] dMeans = {};
  private float[] errors = {};
  private float[] dOut = {};
  private float[] dAll = {};
  private float[] dIn = {};
  private double loss;
  private double norm;

  Critic(NetworkSpec spec, ValueHead head, int signals, Mlps mlps) {
    this.head = head;
    this.signals = signals;
    network = mlps.trainable(TrainableSpec.of(spec).withTarget(true));
  }

  private void reserve(int rows) {
    int n = rows * signals;
    if (means.length < n) {
      means = new float[n];
      dMeans = new float[n];
      errors = new float[n];
      dOut = new float[n * head.outputs()];
      dIn = new float[rows * network.network(0).spec().inputs()];
    }
  }

  /** Asks it: {@link #out} and {@link #means} are its answers then. */
  void forward(Copy copy, float[] in, int rows) {
    reserve(rows);
    out = copy.of(network).forward(in, rows);
    head.mean(out, rows * signals, means);
  }

  /** One gradient step towards the targets [B, S, targets of the head]. */
  void regress(float[] in, float[] targets, BatchRows rows, double learningRate) {
    forward(Copy.LIVE, in, rows.size());
    loss = head.loss(out, targets, rows.size() * signals, rows.weights(), errors, dOut);
    step(dOut, learningRate);
  }

  /**
   * The same after a live {@link #forward} of more rows, the batch's own first, whose dL/d(means)
   * of another loss stands in {@link #dMeans}: a step down both.
   *
   * @param all rows of that pass
   */
  void regress(float[] targets, BatchRows rows, int all, double learningRate) {
    if (dAll.length < all * signals * head.outputs()) {
      dAll = new float[all * signals * head.outputs()];
    }
    head.meanBackward(out, all * signals, dMeans, dAll);
    int n = rows.size() * signals;
    loss = head.loss(out, targets, n, rows.weights(), errors, dOut);
    for (int i = 0; i < n * head.outputs(); i++) {
      dAll[i] += dOut[i];
    }
    step(dAll, learningRate);
  }

  private void step(float[] slopes, double learningRate) {
    network.network(0).backward(slopes, network.gradient(0), 0, null);
    norm = network.norm(0);
    network.step(0, learningRate);
  }

  /** dL/d(in) of the last live {@link #forward}, whose dL/d(means) stands in {@link #dMeans}. */
  void inputGradient(int rows) {
    head.meanBackward(out, rows * signals, dMeans, dOut);
    network.network(0).inputGradient(dOut, dIn);
  }

  void track(double polyak) {
    network.track(polyak);
  }

  ValueHead head() {
    return head;
  }

  /** [B, S, outputs]. */
  float[] out() {
    return out;
  }

  /** Expected values [B, S]. */
  float[] means() {
    return means;
  }

  /** Where dL/d(means) is to be written [B, S]. */
  float[] dMeans() {
    return dMeans;
  }

  /** [B, inputs]. */
  float[] dIn() {
    return dIn;
  }

  /** |TD errors| of the last regression [B, S]. */
  float[] errors() {
    return errors;
  }

  /** A copy of the last regression's gradient. */
  float[] gradient() {
    return network.gradient(0).copy();
  }

  double loss() {
    return loss;
  }

  double norm() {
    return norm;
  }

  @Override
  public Parts parts() {
    return new Parts().part("network", network).values("head", head);
  }
}
