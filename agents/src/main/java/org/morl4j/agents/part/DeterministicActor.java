package org.morl4j.agents.part;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;
import org.morl4j.nn.head.Deterministic;
import org.morl4j.nn.head.HeadOptions;

/**
 * A deterministic policy in training: its actions on a batch, those of its target with smoothing
 * noise, and a gradient step through the former. B rows, A action values in the environment's
 * units.
 */
public final class DeterministicActor implements Savable {
  private final ActorNetwork network;
  private final Deterministic head;
  private final int actSize;
  private float[] out = {}; // live outputs of the last pass
  private float[] noise = {}; // [B, A]
  private float[] act = {}; // [B, A]
  private float[] dOut = {};

  /**
   * @param preferences weights of the preference it is conditioned on; 0 for none
   * @param exploration deviation of the noise that acting adds, in half-ranges of the action
   * @param init draws the parameters
   * @throws IllegalArgumentException if the actions are not a Box with finite bounds
   */
  public DeterministicActor(
      EnvSpec spec,
      int preferences,
      double exploration,
      List<Integer> hidden,
      Activation activation,
      RandomGenerator init) {
    double logStd = Math.log(exploration);
    HeadOptions options =
        new HeadOptions(HeadOptions.Gaussian.DETERMINISTIC, logStd, logStd - 1, logStd + 1);
    head = new Deterministic(ActorNetwork.box(spec), options);
    actSize = head.actSize();
    network = new ActorNetwork(spec, preferences, options, hidden, activation, true, init);
  }

  /** The live policy. */
  public NetworkPolicy policy() {
    return network.policy();
  }

  /** The policy's actions at {@code state} [B, inputs], live [B, A]. */
  public float[] act(float[] state, int rows) {
    reserve(rows);
    Arrays.fill(noise, 0, rows * actSize, 0);
    out = network.forward(state, rows);
    head.smooth(out, rows, noise, act);
    return act;
  }

  /**
   * The target policy's actions, moved by noise clip(N(0, std^2), +-clip) in half-ranges, live [B,
   * A].
   */
  public float[] smoothedTarget(
      float[] state, int rows, double std, double clip, RandomGenerator rng) {
    reserve(rows);
    for (int i = 0; i < rows * actSize; i++) {
      noise[i] = (float) Math.max(-clip, Math.min(clip, std * rng.nextGaussian()));
    }
    head.smooth(network.forwardTarget(state, rows), rows, noise, act);
    return act;
  }

  private void reserve(int rows) {
    if (act.length < rows * actSize) {
      noise = new float[rows * actSize];
      act = new float[noise.length];
      dOut = new float[rows * head.outputs()];
    }
  }

  /**
   * A gradient step through the last {@link #act}.
   *
   * @param dAct dL/d(act) [B, A]
   * @return the gradient's norm
   */
  public double step(float[] dAct, int rows, double learningRate) {
    head.modeBackward(out, rows, dAct, dOut);
    return network.step(dOut, learningRate);
  }

  /** Its network, to track and to save. */
  public ActorNetwork network() {
    return network;
  }

  @Override
  public void save(State to) {
    network.save(to);
  }

  @Override
  public void restore(State from) {
    network.restore(from);
  }
}
