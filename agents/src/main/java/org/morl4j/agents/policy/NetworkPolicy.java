package org.morl4j.agents.policy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.nn.Network;
import org.morl4j.nn.head.ActionHead;
import org.morl4j.nn.head.HeadOptions;

/**
 * A policy pi(a|s), or pi(a|s,w) where it is conditioned on a preference w: encode, normalise,
 * append w, network, head. A learner's live one changes with its parameters; a {@link #copy} is
 * frozen and may be shared.
 */
public final class NetworkPolicy implements LivePolicy, Savable {
  /** Normalised observations are clipped to +- this, as in C-MORL's and VecNormalize's code. */
  public static final float OBS_CLIP = 10;

  private final Space observationSpace;
  private final Space actionSpace;
  private final int preferences;
  private final HeadOptions headOptions;
  private final ActionHead head;
  private final Network network;
  private final float[] free;
  private final @Nullable RunningMoments obsMoments;

  /**
   * A policy without preference.
   *
   * @param network observationSpace.features() inputs, head.outputs() outputs
   * @param normalizeObs whether observations are normalised by running moments
   */
  public NetworkPolicy(
      Space observationSpace,
      Space actionSpace,
      HeadOptions headOptions,
      Network network,
      boolean normalizeObs) {
    this(observationSpace, actionSpace, 0, headOptions, network, normalizeObs);
  }

  /**
   * @param preferences weights of the preference it is conditioned on; 0 for none
   * @param network observationSpace.features() + preferences inputs, head.outputs() outputs
   * @param normalizeObs whether observations are normalised by running moments
   */
  public NetworkPolicy(
      Space observationSpace,
      Space actionSpace,
      int preferences,
      HeadOptions headOptions,
      Network network,
      boolean normalizeObs) {
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
    this.preferences = preferences;
    this.headOptions = headOptions;
    this.network = network;
    head = ActionHead.of(actionSpace, headOptions);
    free = new float[head.free()];
    head.initialise(free, 0);
    obsMoments = normalizeObs ? new RunningMoments(observationSpace.features()) : null;
    if (network.spec().inputs() != observationSpace.features() + preferences
        || network.spec().outputs() != head.outputs()) {
      throw new IllegalArgumentException(
          "The policy network maps "
              + network.spec().inputs()
              + " to "
              + network.spec().outputs()
              + " values, but the spaces need "
              + (observationSpace.features() + preferences)
              + " to "
              + head.outputs()
              + ".");
    }
  }

  private NetworkPolicy(
      NetworkPolicy other, Network network, float[] free, @Nullable RunningMoments obsMoments) {
    observationSpace = other.observationSpace;
    actionSpace = other.actionSpace;
    preferences = other.preferences;
    headOptions = other.headOptions;
    head = ActionHead.of(actionSpace, headOptions);
    this.network = network;
    this.free = free;
    this.obsMoments = obsMoments;
  }

  /** A frozen copy. */
  @Override
  public NetworkPolicy copy() {
    return new NetworkPolicy(
        this, network.copy(), free.clone(), obsMoments == null ? null : obsMoments.copy());
  }

  /** The same policy, live, with head parameters that are kept elsewhere, as in a Trainable. */
  public NetworkPolicy withFree(float[] live) {
    if (live.length != free.length) {
      throw new IllegalArgumentException(
          "There are %d free parameters, but the head has %d.".formatted(live.length, free.length));
    }
    return new NetworkPolicy(this, network, live, obsMoments);
  }

  public Space observationSpace() {
    return observationSpace;
  }

  public Space actionSpace() {
    return actionSpace;
  }

  /** Weights of the preference it is conditioned on; 0 for none. */
  public int preferences() {
    return preferences;
  }

  public HeadOptions headOptions() {
    return headOptions;
  }

  public ActionHead head() {
    return head;
  }

  public Network network() {
    return network;
  }

  /** The head's free parameters, live. */
  public float[] free() {
    return free;
  }

  /** Moments of the observations' features, live, or null if they are not normalised. */
  public @Nullable RunningMoments obsMoments() {
    return obsMoments;
  }

  /** Normalises features [rows, F] as this policy sees them. */
  public void normalize(float[] features, int rows, float[] out) {
    if (obsMoments != null) {
      obsMoments.normalize(features, rows, OBS_CLIP, out);
    } else if (features != out) {
      System.arraycopy(features, 0, out, 0, rows * observationSpace.features());
    }
  }

  /**
   * Puts together the network's inputs: features and, behind them, the preference.
   *
   * @param features normalised [rows, F]
   * @param preference [rows, m], or null for a policy that takes none
   * @param out [rows, F + m], written
   */
  public void inputs(float[] features, float @Nullable [] preference, int rows, float[] out) {
    int width = observationSpace.features();
    if (preferences == 0) {
      System.arraycopy(features, 0, out, 0, rows * width);
      return;
    }
    float[] weights = Objects.requireNonNull(preference, "preference");
    for (int i = 0; i < rows; i++) {
      int at = i * (width + preferences);
      System.arraycopy(features, i * width, out, at, width);
      System.arraycopy(weights, i * preferences, out, at + width, preferences);
    }
  }

  @Override
  public Actor actor(int n, Mode mode, Rng[] generators) {
    return new NetworkActor(n, mode, generators);
  }

  @Override
  public void save(State out) {
    float[] parameters = new float[network.parameterCount()];
    network.getParameters(parameters, 0);
    out.put("parameters", parameters);
    out.put("free", free);
    if (obsMoments != null) {
      out.put("obs", obsMoments);
    }
  }

  @Override
  public void restore(State in) {
    network.setParameters(in.floats("parameters", network.parameterCount()), 0);
    System.arraycopy(in.floats("free", free.length), 0, free, 0, free.length);
    if (obsMoments != null) {
      in.restore("obs", obsMoments);
    }
  }

  private final class NetworkActor implements Actor {
    private final int n;
    private final Mode mode;
    private final Rng[] generators;
    private final Network shared = network.share();
    private final ActionHead ownHead = ActionHead.of(actionSpace, headOptions);
    private final float[] features;
    private final float[] weights;
    private final float[] inputs;
    private final double[] logProbs;

    NetworkActor(int n, Mode mode, Rng[] generators) {
      this.n = n;
      this.mode = mode;
      this.generators = generators;
      features = new float[n * observationSpace.features()];
      weights = new float[n * preferences];
      inputs = preferences == 0 ? features : new float[features.length + weights.length];
      logProbs = new double[n];
    }

    @Override
    public void act(
        double[] obs, double @Nullable [] preference, double[] act, double @Nullable [] logProb) {
      observationSpace.encodeRows(obs, n, features);
      normalize(features, n, features);
      if (preferences > 0) {
        take(preference);
        inputs(features, weights, n, inputs);
      }
      float[] out = shared.forward(inputs, n);
      if (mode == Mode.EXPLOIT) {
        ownHead.mode(out, free, n, act);
      } else {
        ownHead.sample(out, free, n, generators, act, logProb == null ? logProbs : logProb);
      }
    }

    private void take(double @Nullable [] preference) {
      if (preference == null || preference.length != weights.length) {
        throw new IllegalArgumentException(
            "The preference has "
                + (preference == null ? 0 : preference.length)
                + " values, but this policy acts on "
                + weights.length
                + ": "
                + preferences
                + " for each of "
                + n
                + " rows. Maybe name a preference.");
      }
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) preference[i];
      }
    }

    @Override
    public void save(State to) {
      to.put("generators", generators);
    }

    @Override
    public void restore(State from) {
      from.restore("generators", generators);
    }
  }
}
