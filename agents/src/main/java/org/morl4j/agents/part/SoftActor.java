package org.morl4j.agents.part;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.morl4j.agents.Composite;
import org.morl4j.agents.Parts;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Box;
import org.morl4j.nn.head.HeadOptions;
import org.morl4j.nn.head.SquashedGaussian;

/**
 * A squashed Gaussian policy in training: draws actions on a batch as a differentiable function of
 * the network, and takes a gradient step through them. B rows, A action values in [-1, 1], whatever
 * the environment's bounds; log-probabilities are their densities there.
 */
public final class SoftActor implements Composite {
  private static final float[] NO_FREE = {};

  private final ActorNetwork network;
  private final SquashedGaussian head;
  private float[] out = {}; // live outputs of the last pass
  private float[] noise = {}; // [B, A]
  private float[] act = {}; // [B, A]
  private float[] logProb = {}; // [B]
  private float[] dOut = {};
  private float[] ones = {}; // [B]
  private float[] zeros = {};

  /**
   * @param options the head's settings
   * @param target whether a slowly moving copy is kept
   * @throws IllegalArgumentException if the actions are not a Box with finite bounds
   */
  public SoftActor(EnvSpec spec, HeadOptions options, Mlps mlps, boolean target) {
    this(spec, options, mlps, target, false);
  }

  /**
   * @param options the head's settings
   * @param target whether a slowly moving copy is kept
   * @param normalizeObs whether observations are standardised by recorded data
   * @throws IllegalArgumentException if the actions are not a Box with finite bounds
   */
  public SoftActor(
      EnvSpec spec, HeadOptions options, Mlps mlps, boolean target, boolean normalizeObs) {
    Box box = ActorNetwork.box(spec);
    network = new ActorNetwork(spec, options, mlps, target, normalizeObs);
    head = new SquashedGaussian(ActionUnits.unit(box), options);
  }

  /** Draws actions at {@code state} [B, F + m]. */
  public void sample(Copy copy, float[] state, int rows, RandomGenerator rng) {
    forward(copy, state, rows);
    redraw(rows, rng);
  }

  /** Draws other actions at the states of the last pass. */
  public void redraw(int rows, RandomGenerator rng) {
    if (logProb.length < rows) {
      noise = new float[rows * head.actSize()];
      act = new float[noise.length];
      logProb = new float[rows];
      dOut = new float[rows * head.outputs()];
    }
    for (int i = 0; i < rows * head.actSize(); i++) {
      noise[i] = (float) rng.nextGaussian();
    }
    head.rsample(out, rows, noise, act, logProb);
  }

  /**
   * Log-probabilities of given actions under the live policy.
   *
   * @param state what the policy sees [n, F + m]
   * @param units of the environment, which the actions are in
   * @param actions [n, A]
   * @return [n]
   */
  float[] logProb(float[] state, ActionUnits units, double[] actions, int n) {
    double[] shrunk = new double[n * units.size()];
    for (int i = 0; i < shrunk.length; i++) {
      shrunk[i] = units.shrink(actions[i], i % units.size());
    }
    float[] logProbs = new float[n];
    float[] outputs = network.forward(Copy.LIVE, state, n);
    head.logProb(outputs, shrunk, n, logProbs);
    return logProbs;
  }

  /**
   * Log-probabilities of given actions under the outputs of the last pass.
   *
   * @param actions [B, A], in [-1, 1]
   * @param logProbs [B], written
   */
  public void logProbs(double[] actions, int rows, float[] logProbs) {
    head.logProb(out, actions, rows, logProbs);
  }

  /**
   * Slopes of the same in the outputs.
   *
   * @param dOut d log pi / d outputs [B, outputs of the head], written
   */
  public void slopes(double[] actions, int rows, float[] dOut) {
    reserveOnes(rows);
    head.backward(out, NO_FREE, actions, rows, ones, zeros, dOut, NO_FREE);
  }

  /**
   * Slopes of KL(pi || other) in the outputs of the last pass.
   *
   * @param other outputs of another policy of the kind [B, outputs of the head]
   * @param dOut [B, outputs of the head], written
   */
  public void klSlopes(float[] other, int rows, float[] dOut) {
    reserveOnes(rows);
    head.klBackward(out, NO_FREE, other, NO_FREE, rows, ones, dOut, NO_FREE);
  }

  private void reserveOnes(int rows) {
    if (ones.length < rows) {
      ones = new float[rows];
      zeros = new float[rows];
      Arrays.fill(ones, 1);
    }
  }

  /** A pass of a copy of the network at {@code state} [B, F + m], without a draw. */
  public void forward(Copy copy, float[] state, int rows) {
    out = network.forward(copy, state, rows);
  }

  /** Values of an action. */
  public int actSize() {
    return head.actSize();
  }

  /** The network's outputs of the last draw, live [B, outputs of the head]. */
  public float[] out() {
    return out;
  }

  /** Actions of the last draw, live [B, A]. */
  public float[] act() {
    return act;
  }

  /** Their log-probabilities, live [B]. */
  public float[] logProb() {
    return logProb;
  }

  /**
   * Takes a loss's gradient back through the last draw.
   *
   * @param dAct dL/d(act) [B, A]
   * @param dLogProb dL/d(logProb) [B]
   * @return dL/d(out), live [B, outputs of the head]
   */
  public float[] backward(float[] dAct, float[] dLogProb, int rows) {
    head.rsampleBackward(out, rows, noise, dAct, dLogProb, dOut);
    return dOut;
  }

  /** Its network, which takes the step. */
  public ActorNetwork network() {
    return network;
  }

  @Override
  public Parts parts() {
    return network.parts();
  }
}
