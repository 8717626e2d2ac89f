package org.morl4j.agents.part;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.morl4j.agents.Composite;
import org.morl4j.agents.Parts;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.agents.policy.RunningMoments;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.DataView;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Box;
import org.morl4j.nn.Adam;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Trainable;
import org.morl4j.nn.TrainableSpec;
import org.morl4j.nn.head.ActionHead;
import org.morl4j.nn.head.HeadOptions;

/**
 * A policy in training, of any action space: its network and, where the head has them, free
 * parameters, with a target copy or without. B rows.
 */
public final class ActorNetwork implements Composite {
  private static final float[] NO_FREE = {};

  /** What is added to deviations of recorded observations, as in TD3+BC's code. */
  private static final double LEAST_DEVIATION = 1e-3;

  private final Trainable trainable;
  private final NetworkPolicy policy;
  private final ActionHead head;
  private final ActionUnits units;
  private RandomGenerator[] generators = {}; // [B], all the same
  private double[] drawn = {}; // [B, actSize]
  private double[] logProb = {}; // [B]

  /**
   * One that sees observations as they are.
   *
   * @param head the action head's settings
   * @param target whether a slowly moving copy is kept
   */
  public ActorNetwork(EnvSpec spec, HeadOptions head, Mlps mlps, boolean target) {
    this(spec, head, mlps, target, false, Adam.Options.DEFAULT);
  }

  /**
   * @param head the action head's settings
   * @param target whether a slowly moving copy is kept
   * @param adam the optimiser's constants
   */
  public ActorNetwork(
      EnvSpec spec, HeadOptions head, Mlps mlps, boolean target, Adam.Options adam) {
    this(spec, head, mlps, target, false, adam);
  }

  /**
   * @param head the action head's settings
   * @param target whether a slowly moving copy is kept
   * @param normalizeObs whether observations are standardised by recorded data, see {@link
   *     #prepare}
   */
  public ActorNetwork(
      EnvSpec spec, HeadOptions head, Mlps mlps, boolean target, boolean normalizeObs) {
    this(spec, head, mlps, target, normalizeObs, Adam.Options.DEFAULT);
  }

  private ActorNetwork(
      EnvSpec spec,
      HeadOptions head,
      Mlps mlps,
      boolean target,
      boolean normalizeObs,
      Adam.Options adam) {
    this.head = ActionHead.of(spec.actionSpace(), head);
    units = mlps.shape().units();
    NetworkSpec network = mlps.spec(mlps.shape().state(), false, this.head.outputs());
    float[] initial = new float[this.head.free()];
    this.head.initialise(initial, 0);
    trainable =
        mlps.trainable(
            TrainableSpec.of(network)
                .withFree(initial, this.head.freeMin(), this.head.freeMax())
                .withAdam(adam)
                .withTarget(target));
    policy =
        new NetworkPolicy(
                spec.observationSpace(),
                spec.actionSpace(),
                mlps.shape().preference(),
                head,
                trainable.network(0),
                normalizeObs)
            .withFree(trainable.free(1));
  }

  /**
   * The action space as what actors of continuous actions need.
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

  /** The live policy. */
  public NetworkPolicy policy() {
    return policy;
  }

  /**
   * Standardises observations by the data's, where it does so: (obs - mean) / (deviation + 1e-3) of
   * each feature (Fujimoto and Gu 2021, arXiv 2106.06860, section 5). Statistics that came with
   * restored networks stay, since these were trained under them.
   */
  public void prepare(DataView data) {
    RunningMoments moments = policy.obsMoments();
    if (moments == null || moments.count() > 0) {
      return;
    }
    for (Batch batch : data.batches()) {
      moments.add(batch.obs(), batch.rows());
    }
    moments.widen(LEAST_DEVIATION);
  }

  /** What it sees of observations, live; critics beside it see the same. */
  public ObsScale scale() {
    return policy::normalize;
  }

  /** Its action head, for the thread that trains. */
  public ActionHead head() {
    return head;
  }

  /** The head's free parameters, live. */
  public float[] free() {
    return trainable.free(1);
  }

  /** The network's outputs at what a policy sees [B, F + m], live [B, outputs of the head]. */
  public float[] forward(Copy copy, float[] state, int rows) {
    return copy.of(trainable).forward(state, rows);
  }

  /**
   * Draws actions of the live policy, clipped to what an environment takes.
   *
   * @param state [B, F + m]
   * @param unit as critics see them [B, A], written
   */
  public void draw(float[] state, int rows, RandomGenerator rng, float[] unit) {
    if (generators.length != rows) {
      generators = new RandomGenerator[rows];
      drawn = new double[rows * head.actSize()];
      logProb = new double[rows];
    }
    Arrays.fill(generators, rng);
    float[] out = forward(Copy.LIVE, state, rows);
    head.sample(out, free(), rows, generators, drawn, logProb);
    head.clip(drawn, rows);
    for (int row = 0; row < rows; row++) {
      units.write(drawn, row * units.size(), unit, row * units.columns());
    }
  }

  /**
   * A gradient step of a head without free parameters; see {@link #step(float[], float[], double)}.
   */
  public double step(float[] dOut, double learningRate) {
    return step(dOut, NO_FREE, learningRate);
  }

  /**
   * A gradient step through the last live {@link #forward}.
   *
   * @param dOut dL/d(outputs) [B, outputs of the head]
   * @param dFree dL/d(free parameters)
   * @return the gradient's norm
   */
  public double step(float[] dOut, float[] dFree, double learningRate) {
    trainable.network(0).backward(dOut, trainable.gradient(0), 0, null);
    trainable.freeGradient(0, 1, dFree);
    trainable.step(0, learningRate);
    return trainable.norm(0);
  }

  /** A copy of the last step's gradient. */
  public float[] gradient() {
    return trainable.gradient(0).copy();
  }

  /** Moves the target where there is one. */
  public void track(double polyak) {
    trainable.track(polyak);
  }

  @Override
  public Parts parts() {
    Parts parts = new Parts().part("network", trainable);
    RunningMoments moments = policy.obsMoments();
    return moments == null ? parts : parts.values("obs", moments);
  }
}
