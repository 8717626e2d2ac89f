package org.morl4j.agents.policy;

import org.jspecify.annotations.Nullable;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.agents.value.ValueHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * The greedy policy of action values, which explores with probability epsilon.
 *
 * <pre>
 *   greedy(s) = argmax_a sum_s w_s E[Z_s(s, a)]
 *   pi(a|s)   = (1 - epsilon) [a = greedy(s)] + epsilon / A
 * </pre>
 *
 * <p>The network gives the distributions of all S signals for each action; w is how the run mixes
 * them. A learner's live policy changes with its parameters, w and epsilon; a {@link #copy} is
 * frozen and may be shared. Ties go to the lowest action. With a {@link Stock}, the expected
 * utility of stock and return takes the place of E[Z], and greedy actors choose the stock they
 * start with.
 */
public final class QPolicy implements LivePolicy, Savable {
  private final Space observationSpace;
  private final Discrete actionSpace;
  private final ValueHeadOptions headOptions;
  private final ActionNetwork network;
  private final float[] weights;
  private final @Nullable Stock stock;
  private double epsilon;

  /** A policy that acts by expected returns. */
  public QPolicy(
      Space observationSpace,
      Discrete actionSpace,
      ValueHeadOptions head,
      ActionNetwork network,
      float[] weights,
      double epsilon) {
    this(observationSpace, actionSpace, head, network, weights, null, epsilon);
  }

  /**
   * @param head what the network's outputs mean
   * @param network observationSpace.features() inputs, a block of S x head outputs for each action
   * @param weights w [S]; copied
   * @param stock what returns are judged by, with the stock at the end of observations: for
   *     quantiles of one signal; null for expected returns
   * @param epsilon probability of a random action in {@link Mode#EXPLORE}
   */
  public QPolicy(
      Space observationSpace,
      Discrete actionSpace,
      ValueHeadOptions head,
      ActionNetwork network,
      float[] weights,
      @Nullable Stock stock,
      double epsilon) {
    if (stock != null && !(head instanceof QuantileHead.Options && weights.length == 1)) {
      throw new IllegalArgumentException(
          "A utility of stock and return is for quantiles of one signal, but there are "
              + weights.length
              + " signals with the head "
              + head
              + ". Maybe leave the stock out.");
    }
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
    this.headOptions = head;
    this.network = network;
    this.weights = weights.clone();
    this.stock = stock;
    this.epsilon = epsilon;
    int outputs = weights.length * head.head(weights.length, 1).outputs();
    if (network.inputs() != observationSpace.features()
        || network.actions() != actionSpace.n()
        || network.outputs() != outputs) {
      throw new IllegalArgumentException(
          "The Q network maps "
              + network.inputs()
              + " values to "
              + network.outputs()
              + " for each of "
              + network.actions()
              + " actions, but spaces, signals and head need "
              + observationSpace.features()
              + " to "
              + outputs
              + " for each of "
              + actionSpace.n()
              + ".");
    }
  }

  /** A frozen copy. */
  @Override
  public QPolicy copy() {
    return new QPolicy(
        observationSpace, actionSpace, headOptions, network.copy(), weights, stock, epsilon);
  }

  public Space observationSpace() {
    return observationSpace;
  }

  public Discrete actionSpace() {
    return actionSpace;
  }

  public ValueHeadOptions headOptions() {
    return headOptions;
  }

  public ActionNetwork network() {
    return network;
  }

  /** What returns are judged by beside their expectation, or null. */
  public @Nullable Stock stock() {
    return stock;
  }

  /** S. */
  public int signals() {
    return weights.length;
  }

  /** What the values of signal {@code s} count. */
  public float weight(int s) {
    return weights[s];
  }

  /** Takes the first S entries for weights. */
  public void setWeights(float[] values) {
    System.arraycopy(values, 0, weights, 0, weights.length);
  }

  /** Probability of a random action in {@link Mode#EXPLORE}. */
  public double epsilon() {
    return epsilon;
  }

  public void setEpsilon(double epsilon) {
    this.epsilon = epsilon;
  }

  /** What actions are chosen by: expected returns or utilities. One thread at a time. */
  public ActionValue actionValue() {
    ValueHead head = headOptions.head(weights.length, 1);
    if (stock != null) {
      return stock.actionValue(network.inputs(), actionSpace.n(), head.outputs());
    }
    int perRow = actionSpace.n() * weights.length;
    return (dists, features, rows, values) -> head.mean(dists, rows * perRow, values);
  }

  /**
   * The best of each row.
   *
   * @param mixed [rows, actions]
   * @param best [rows], written: a place from 0
   */
  public static void argMax(float[] mixed, int rows, int actions, int[] best) {
    for (int i = 0; i < rows; i++) {
      int first = i * actions;
      int at = 0;
      for (int a = 1; a < actions; a++) {
        if (mixed[first + a] > mixed[first + at]) {
          at = a;
        }
      }
      best[i] = at;
    }
  }

  @Override
  public Actor actor(int n, Mode mode, Rng[] generators) {
    Actor actor = new GreedyActor(n, mode, generators);
    return stock == null || mode == Mode.EXPLORE ? actor : new StockActor(actor, this, stock, n);
  }

  @Override
  public void save(State out) {
    float[] parameters = new float[network.parameterCount()];
    network.getParameters(parameters);
    out.put("parameters", parameters);
    choice().save(out);
  }

  @Override
  public void restore(State in) {
    network.setParameters(in.floats("parameters", network.parameterCount()));
    choice().restore(in);
  }

  /** How it chooses, without the network that a learner saves itself: w and epsilon. */
  public Savable choice() {
    return new Savable() {
      @Override
      public void save(State out) {
        out.put("weights", weights);
        out.put("epsilon", epsilon);
      }

      @Override
      public void restore(State in) {
        setWeights(in.floats("weights", weights.length));
        epsilon = in.scalarDouble("epsilon");
      }
    };
  }

  private final class GreedyActor implements Actor {
    private final int n;
    private final Mode mode;
    private final Rng[] generators;
    private final ActionNetwork shared = network.share();
    private final ActionValue actionValue = actionValue();
    private final float[] features;
    private final float[] means;
    private final float[] mixed;
    private final int[] best;

    GreedyActor(int n, Mode mode, Rng[] generators) {
      this.n = n;
      this.mode = mode;
      this.generators = generators;
      features = new float[n * observationSpace.features()];
      mixed = new float[n * actionSpace.n()];
      means = new float[mixed.length * weights.length];
      best = new int[n];
    }

    @Override
    public void act(
        double[] obs, double @Nullable [] preference, double[] act, double @Nullable [] logProb) {
      observationSpace.encodeRows(obs, n, features);
      actionValue.of(shared.forward(features, n), features, n, means);
      mix();
      argMax(mixed, n, actionSpace.n(), best);
      double random = mode == Mode.EXPLORE ? epsilon : 0;
      for (int i = 0; i < n; i++) {
        int a = best[i];
        if (mode == Mode.EXPLORE && generators[i].nextDouble() < random) {
          a = generators[i].nextInt(actionSpace.n());
        }
        act[i] = (double) actionSpace.start() + a;
        if (logProb != null) {
          logProb[i] = Math.log((a == best[i] ? 1 - random : 0) + random / actionSpace.n());
        }
      }
    }

    private void mix() {
      int signals = weights.length;
      for (int i = 0; i < mixed.length; i++) {
        double sum = 0;
        for (int s = 0; s < signals; s++) {
          sum += weights[s] * means[i * signals + s];
        }
        mixed[i] = (float) sum;
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
