package org.morl4j.agents.part;

import java.util.List;
import java.util.random.RandomGenerator;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Box;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;
import org.morl4j.nn.Adam;
import org.morl4j.nn.Gradient;
import org.morl4j.nn.Gradients;
import org.morl4j.nn.Network;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Networks;
import org.morl4j.nn.head.ActionHead;
import org.morl4j.nn.head.HeadOptions;

/** A policy's network in training: its target network where it has one, and its optimiser. */
public final class ActorNetwork implements Savable {
  private final NetworkPolicy policy;
  private final Network network;
  private final Network target; // the network itself where there is no target
  private final float[] parameters;
  private final float[] gradient;
  private final Adam adam;

  ActorNetwork(
      EnvSpec spec,
      int preferences,
      HeadOptions options,
      List<Integer> hidden,
      Activation activation,
      boolean withTarget,
      RandomGenerator init) {
    Box box = box(spec);
    int inputs = spec.observationSpace().features() + preferences;
    int outputs = ActionHead.of(box, options).outputs();
    int[] units = hidden.stream().mapToInt(Integer::intValue).toArray();
    network = Networks.create(NetworkSpec.mlp(inputs, units, activation, outputs), init);
    target = withTarget ? network.copy() : network;
    policy = new NetworkPolicy(spec.observationSpace(), box, preferences, options, network, false);
    parameters = new float[network.parameterCount()];
    gradient = new float[parameters.length];
    network.getParameters(parameters, 0);
    adam = new Adam(parameters.length, Adam.Options.DEFAULT);
  }

  /**
   * The action space as what these actors need.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Box box(EnvSpec spec) {
    if (spec.actionSpace() instanceof Box box) {
      return box;
    }
    throw new IllegalArgumentException(
        spec.id()
            + " has the action space "
            + spec.actionSpace()
            + ", but this agent needs a Box. Maybe use dqn, c51, qr-dqn or ppo.");
  }

  NetworkPolicy policy() {
    return policy;
  }

  Network network() {
    return network;
  }

  float[] forward(float[] in, int rows) {
    return network.forward(in, rows);
  }

  float[] forwardTarget(float[] in, int rows) {
    return target.forward(in, rows);
  }

  /** A gradient step from dL/d(outputs) of the last {@link #forward}; returns the norm. */
  double step(float[] dOut, double learningRate) {
    network.backward(dOut, Gradient.over(gradient), 0, null);
    adam.step(parameters, gradient, learningRate);
    network.setParameters(parameters, 0);
    return Gradients.norm(gradient);
  }

  /** The flat gradient of the last step, live. */
  public float[] gradient() {
    return gradient;
  }

  /** Moves the target where there is one. */
  public void track(double polyak) {
    if (target != network) {
      target.track(network, polyak);
    }
  }

  public void resetOptimiser() {
    adam.reset();
  }

  /** The networks, without the optimiser. */
  public void saveNetworks(State to) {
    to.put("policy", policy);
    if (target != network) {
      float[] values = new float[parameters.length];
      target.getParameters(values, 0);
      to.put("target", values);
    }
  }

  public void restoreNetworks(State from) {
    from.restore("policy", policy);
    network.getParameters(parameters, 0);
    if (target != network) {
      target.setParameters(from.floats("target", parameters.length), 0);
    }
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
