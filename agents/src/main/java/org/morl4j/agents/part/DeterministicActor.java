package org.morl4j.agents.part;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.morl4j.agents.Composite;
import org.morl4j.agents.Parts;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Box;
import org.morl4j.nn.head.Deterministic;
import org.morl4j.nn.head.HeadOptions;

/**
 * A deterministic policy in training: its actions on a batch, those of its target with smoothing
 * noise, and a gradient step through the former. B rows, A action values in [-1, 1], whatever the
 * environment's bounds.
 */
public final class DeterministicActor implements Composite {
  /**
   * Noise on actions, in half-ranges of the action.
   *
   * @param exploration deviation of the noise that acting adds, in half-ranges of the action
   * @param smoothing sigma, deviation of the noise on target actions, in half-ranges
   * @param smoothingClip c, its bound
   */
  public record Noise(
      @Allowed(min = 1e-12, max = 1e6) double exploration,
      @Allowed(min = 0, max = 1e6) double smoothing,
      @Allowed(min = 0, max = 1e6) double smoothingClip) {
    /** TD3's. */
    public static final Noise DEFAULT = new Noise(0.1, 0.2, 0.5);

    public Noise {
      Check.allowed(Noise.class, "exploration", exploration);
      Check.allowed(Noise.class, "smoothing", smoothing);
      Check.allowed(Noise.class, "smoothingClip", smoothingClip);
    }

    /** The same with another {@code exploration}. */
    public Noise withExploration(double value) {
      return new Noise(value, smoothing, smoothingClip);
    }

    /** The same with another {@code smoothing}. */
    public Noise withSmoothing(double value) {
      return new Noise(exploration, value, smoothingClip);
    }

    /** The same with another {@code smoothingClip}. */
    public Noise withSmoothingClip(double value) {
      return new Noise(exploration, smoothing, value);
    }
  }

  private final Noise levels;
  private final ActorNetwork network;
  private final Deterministic head;
  private float[] out = {}; // live outputs of the last pass
  private float[] noise = {}; // [B, A]
  private float[] act = {}; // [B, A]
  private float[] dOut = {};

  /**
   * @param normalizeObs whether observations are standardised by recorded data
   * @throws IllegalArgumentException if the actions are not a Box with finite bounds
   */
  public DeterministicActor(EnvSpec spec, Noise levels, Mlps mlps, boolean normalizeObs) {
    this.levels = levels;
    Box box = ActorNetwork.box(spec);
    double logStd = Math.log(levels.exploration);
    HeadOptions options =
        new HeadOptions(HeadOptions.Gaussian.DETERMINISTIC, logStd, logStd - 1, logStd + 1);
    network = new ActorNetwork(spec, options, mlps, true, normalizeObs);
    head = new Deterministic(ActionUnits.unit(box), options);
  }

  /** The policy's actions at {@code state} [B, F + m], live [B, A]. */
  public float[] act(float[] state, int rows) {
    reserve(rows);
    Arrays.fill(noise, 0, rows * head.actSize(), 0);
    out = network.forward(Copy.LIVE, state, rows);
    head.smooth(out, rows, noise, act);
    return act;
  }

  /** The target policy's actions, moved by the smoothing noise, live [B, A]. */
  public float[] smoothedTarget(float[] state, int rows, RandomGenerator rng) {
    double clip = levels.smoothingClip;
    reserve(rows);
    for (int i = 0; i < rows * head.actSize(); i++) {
      noise[i] = (float) Math.max(-clip, Math.min(clip, levels.smoothing * rng.nextGaussian()));
    }
    head.smooth(network.forward(Copy.TARGET, state, rows), rows, noise, act);
    return act;
  }

  private void reserve(int rows) {
    if (act.length < rows * head.actSize()) {
      noise = new float[rows * head.actSize()];
      act = new float[noise.length];
      dOut = new float[rows * head.outputs()];
    }
  }

  /**
   * Takes a loss's gradient back through the last {@link #act}.
   *
   * @param dAct dL/d(act) [B, A]
   * @return dL/d(outputs), live [B, A]
   */
  public float[] backward(float[] dAct, int rows) {
    head.modeBackward(out, rows, dAct, dOut);
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
