package org.morl4j.agents.critic;

import java.util.List;
import java.util.random.RandomGenerator;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Box;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;
import org.morl4j.nn.Adam;
import org.morl4j.nn.Gradients;
import org.morl4j.nn.Network;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Networks;
import org.morl4j.nn.head.HeadOptions;
import org.morl4j.nn.head.SquashedGaussian;

/**
 * A squashed Gaussian policy in training: draws actions on a batch as a differentiable function of
 * the network, and takes a gradient step through them. B rows, A action values. Log-probabilities
 * are densities of the action in [-1, 1]^A, whatever the environment's bounds.
 */
public final class SoftActor implements Savable {
  private final NetworkPolicy policy;
  private final Network network;
  private final Network target; // the network itself where there is no target policy
  private final SquashedGaussian head;
  private final int actSize;
  private final float logVolume;
  private final float[] parameters;
  private final float[] gradient;
  private final Adam adam;
  private float[] out = {}; // live outputs of the last pass
  private float[] noise = {}; // [B, A]
  private float[] act = {}; // [B, A]
  private float[] logProb = {}; // [B]
  private float[] dOut = {};

  /**
   * @param preferences weights of the preference it is conditioned on; 0 for none
   * @param withTarget whether a slowly moving copy is kept
   * @param init draws the parameters
   * @throws IllegalArgumentException if the actions are not a Box with finite bounds
   */
  public SoftActor(
      EnvSpec spec,
      int preferences,
      HeadOptions options,
      List<Integer> hidden,
      Activation activation,
      boolean withTarget,
      RandomGenerator init) {
    if (!(spec.actionSpace() instanceof Box box)) {
      throw new IllegalArgumentException(
          spec.id()
              + " has actions of "
              + spec.actionSpace()
              + ", but this agent needs a Box. Maybe use dqn, c51, qr-dqn or ppo.");
    }
    head = new SquashedGaussian(box, options);
    actSize = head.actSize();
    logVolume = (float) head.logVolume();
    int inputs = spec.observationSpace().features() + preferences;
    int[] units = hidden.stream().mapToInt(Integer::intValue).toArray();
    network = Networks.create(NetworkSpec.mlp(inputs, units, activation, head.outputs()), init);
    target = withTarget ? network.copy() : network;
    policy = new NetworkPolicy(spec.observationSpace(), box, preferences, options, network, false);
    parameters = new float[network.parameterCount()];
    gradient = new float[parameters.length];
    network.getParameters(parameters, 0);
    adam = new Adam(parameters.length, Adam.Options.DEFAULT);
  }

  /** The live policy. */
  public NetworkPolicy policy() {
    return policy;
  }

  /** Draws actions of the policy at {@code state} [B, inputs]. */
  public void sample(float[] state, int rows, RandomGenerator rng) {
    sample(network, state, rows, rng);
  }

  /** Draws actions of the target policy, which is the policy itself where there is none. */
  public void sampleTarget(float[] state, int rows, RandomGenerator rng) {
    sample(target, state, rows, rng);
  }

  private void sample(Network from, float[] state, int rows, RandomGenerator rng) {
    if (logProb.length < rows) {
      noise = new float[rows * actSize];
      act = new float[noise.length];
      logProb = new float[rows];
      dOut = new float[rows * head.outputs()];
    }
    for (int i = 0; i < rows * actSize; i++) {
      noise[i] = (float) rng.nextGaussian();
    }
    out = from.forward(state, rows);
    head.rsample(out, rows, noise, act, logProb);
    for (int i = 0; i < rows; i++) {
      logProb[i] += logVolume;
    }
  }

  /** Actions of the last draw, in the environment's units, live [B, A]. */
  public float[] act() {
    return act;
  }

  /** Their log-probabilities, live [B]. */
  public float[] logProb() {
    return logProb;
  }

  /**
   * A gradient step through the last {@link #sample}.
   *
   * @param dAct dL/d(act) [B, A]
   * @param dLogProb dL/d(logProb) [B]
   * @return the gradient's norm
   */
  public double step(float[] dAct, float[] dLogProb, int rows, double learningRate) {
    head.rsampleBackward(out, rows, noise, dAct, dLogProb, dOut);
    network.backward(dOut, gradient, 0, null);
    adam.step(parameters, gradient, learningRate);
    network.setParameters(parameters, 0);
    return Gradients.norm(gradient);
  }

  /** The flat gradient of the last step, live. */
  float[] gradient() {
    return gradient;
  }

  /** Moves the target policy. */
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
