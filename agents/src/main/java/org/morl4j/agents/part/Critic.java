package org.morl4j.agents.part;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.value.ValueHead;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.nn.Adam;
import org.morl4j.nn.Gradient;
import org.morl4j.nn.Gradients;
import org.morl4j.nn.Network;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Networks;

/** One critic: network, target network, value head, optimiser, and arrays for a batch. */
final class Critic implements Savable {
  private final Network network;
  private final Network target;
  private final ValueHead head;
  private final int signals;
  private final float[] parameters;
  private final float[] gradient;
  private final Adam adam;
  private float[] out = {}; // live outputs of the last forward pass
  private float[] means = {}; // [rows, S]
  private float[] dMeans = {};
  private float[] errors = {};
  private float[] dOut = {};
  private float[] dIn = {};
  private double loss;
  private double norm;

  Critic(NetworkSpec spec, ValueHead head, int signals, RandomGenerator init) {
    this.head = head;
    this.signals = signals;
    network = Networks.create(spec, init);
    target = network.copy();
    parameters = new float[network.parameterCount()];
    gradient = new float[parameters.length];
    network.getParameters(parameters, 0);
    adam = new Adam(parameters.length, Adam.Options.DEFAULT);
  }

  private void reserve(int rows) {
    int n = rows * signals;
    if (means.length < n) {
      means = new float[n];
      dMeans = new float[n];
      errors = new float[n];
      dOut = new float[n * head.outputs()];
      dIn = new float[rows * network.spec().inputs()];
    }
  }

  /** Expected values [rows, S] under the target network. */
  void targetMeans(float[] in, int rows) {
    reserve(rows);
    out = target.forward(in, rows);
    head.mean(out, rows * signals, means);
  }

  /** Expected values [rows, S]. */
  void means(float[] in, int rows) {
    reserve(rows);
    out = network.forward(in, rows);
    head.mean(out, rows * signals, means);
  }

  /** One gradient step towards the targets. */
  void regress(
      float[] in, float[] targets, int rows, float @Nullable [] weight, double learningRate) {
    means(in, rows);
    loss = head.loss(out, targets, rows * signals, weight, errors, dOut);
    network.backward(dOut, Gradient.over(gradient), 0, null);
    norm = Gradients.norm(gradient);
    adam.step(parameters, gradient, learningRate);
    network.setParameters(parameters, 0);
  }

  /** dL/d(in) of the last {@link #means}, whose dL/d(means) stands in {@link #dMeans}. */
  void inputGradient(int rows) {
    head.meanBackward(out, rows * signals, dMeans, dOut);
    network.inputGradient(dOut, dIn);
  }

  void track(double polyak) {
    target.track(network, polyak);
  }

  ValueHead head() {
    return head;
  }

  float[] out() {
    return out;
  }

  float[] meansOfLast() {
    return means;
  }

  float[] dMeans() {
    return dMeans;
  }

  int inputs() {
    return network.spec().inputs();
  }

  float[] dIn() {
    return dIn;
  }

  float[] errors() {
    return errors;
  }

  float[] gradient() {
    return gradient;
  }

  double loss() {
    return loss;
  }

  double norm() {
    return norm;
  }

  void resetOptimiser() {
    adam.reset();
  }

  /** Networks and the head's state, without the optimiser's. */
  void saveNetworks(State to) {
    float[] values = new float[parameters.length];
    to.put("parameters", parameters);
    target.getParameters(values, 0);
    to.put("target", values);
    to.put("head", head);
  }

  void restoreNetworks(State from) {
    float[] values = from.floats("parameters", parameters.length);
    System.arraycopy(values, 0, parameters, 0, values.length);
    network.setParameters(parameters, 0);
    target.setParameters(from.floats("target", parameters.length), 0);
    from.restore("head", head);
  }

  @Override
  public void save(State to) {
    saveNetworks(to);
    to.put("adam", adam);
  }

  @Override
  public void restore(State from) {
    restoreNetworks(from);
    from.restore("adam", adam);
  }
}
