package org.morl4j.agents.part;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;
import org.morl4j.nn.head.HeadOptions;
import org.morl4j.nn.head.SquashedGaussian;

/**
 * A squashed Gaussian policy in training: draws actions on a batch as a differentiable function of
 * the network, and takes a gradient step through them. B rows, A action values. Log-probabilities
 * are densities of the action in [-1, 1]^A, whatever the environment's bounds.
 */
public final class SoftActor implements Savable {
  private final ActorNetwork network;
  private final SquashedGaussian head;
  private final int actSize;
  private final float logVolume;
  private final @Nullable OldPolicy old;
  private float[] out = {}; // live outputs of the last pass
  private float[] noise = {}; // [B, A]
  private float[] act = {}; // [B, A]
  private float[] logProb = {}; // [B]
  private float[] dOut = {};

  /**
   * @param preferences weights of the preference it is conditioned on; 0 for none
   * @param withTarget whether a slowly moving copy is kept
   * @param withOld whether the policy of some time ago is kept, see {@link #kl}
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
      boolean withOld,
      RandomGenerator init) {
    head = new SquashedGaussian(ActorNetwork.box(spec), options);
    actSize = head.actSize();
    logVolume = (float) head.logVolume();
    network = new ActorNetwork(spec, preferences, options, hidden, activation, withTarget, init);
    old = withOld ? new OldPolicy(network.network(), head) : null;
  }

  /** The live policy. */
  public NetworkPolicy policy() {
    return network.policy();
  }

  /** Draws actions of the policy at {@code state} [B, inputs]. */
  public void sample(float[] state, int rows, RandomGenerator rng) {
    draw(network.forward(state, rows), rows, rng);
  }

  /** Draws actions of the target policy, which is the policy itself where there is none. */
  public void sampleTarget(float[] state, int rows, RandomGenerator rng) {
    draw(network.forwardTarget(state, rows), rows, rng);
  }

  private void draw(float[] outputs, int rows, RandomGenerator rng) {
    if (logProb.length < rows) {
      noise = new float[rows * actSize];
      act = new float[noise.length];
      logProb = new float[rows];
      dOut = new float[rows * head.outputs()];
    }
    for (int i = 0; i < rows * actSize; i++) {
      noise[i] = (float) rng.nextGaussian();
    }
    out = outputs;
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

  /** E[KL(pi || old policy)] at the {@code state} of the last {@link #sample}; 0 without one. */
  public double kl(float[] state, int rows) {
    return old == null ? 0 : old.kl(out, state, rows);
  }

  /** The old policy becomes the present one. */
  public void moveOld() {
    if (old != null) {
      old.move(network.network());
    }
  }

  /**
   * A gradient step through the last {@link #sample} and, where there is an old policy, the {@link
   * #kl} that was asked for.
   *
   * @param dAct dL/d(act) [B, A]
   * @param dLogProb dL/d(logProb) [B]
   * @param dKl dL/dkl
   * @return the gradient's norm
   */
  public double step(float[] dAct, float[] dLogProb, double dKl, int rows, double learningRate) {
    head.rsampleBackward(out, rows, noise, dAct, dLogProb, dOut);
    if (old != null) {
      for (int i = 0; i < rows * head.outputs(); i++) {
        dOut[i] += (float) dKl * old.dOut()[i];
      }
    }
    return network.step(dOut, learningRate);
  }

  /** Its network, to track and to save. */
  public ActorNetwork network() {
    return network;
  }

  /** The networks, without the optimiser. */
  public void saveNetworks(State to) {
    network.saveNetworks(to);
    saveOld(to);
  }

  public void restoreNetworks(State from) {
    network.restoreNetworks(from);
    restoreOld(from);
  }

  private void saveOld(State to) {
    if (old != null) {
      to.put("old", old);
    }
  }

  private void restoreOld(State from) {
    if (old != null) {
      from.restore("old", old);
    }
  }

  @Override
  public void save(State to) {
    network.save(to);
    saveOld(to);
  }

  @Override
  public void restore(State from) {
    network.restore(from);
    restoreOld(from);
  }
}
