package org.morl4j.agents.policy;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.State;

/**
 * A greedy actor that chooses its stock at the start of each episode, in place of the
 * environment's.
 *
 * <p>It can't tell the environment, which goes on with its own. But both stocks get the same
 * rewards, so they differ by (c_0 - c_0') / gamma^t after t steps: what is added to the stock that
 * is observed. Where no start was told, as to a saved policy that acts observation by observation,
 * nothing is added.
 */
final class StockActor implements Actor {
  private final Actor greedy;
  private final QPolicy policy;
  private final ActionNetwork network;
  private final ActionValue actionValue;
  private final Utility utility;
  private final double gamma;
  private final double[] starts;
  private final float[] features;
  private final float[] values;
  private final boolean[] fresh;
  private final double[] added; // to the stock observed
  private final double[] seen;

  StockActor(Actor greedy, QPolicy policy, Stock stock, int n) {
    this.greedy = greedy;
    this.policy = policy;
    network = policy.network().share();
    actionValue = policy.actionValue();
    utility = stock.utility();
    gamma = stock.gamma();
    starts = utility.starts();
    features = new float[starts.length * network.inputs()];
    values = new float[starts.length * network.actions()];
    fresh = new boolean[n];
    added = new double[n];
    seen = new double[n * policy.observationSpace().size()];
  }

  @Override
  public void begin(boolean[] episodeStarts) {
    for (int i = 0; i < fresh.length; i++) {
      fresh[i] |= episodeStarts[i];
    }
  }

  @Override
  public void act(
      double[] obs, double @Nullable [] preference, double[] act, double @Nullable [] logProb) {
    int size = policy.observationSpace().size();
    System.arraycopy(obs, 0, seen, 0, seen.length);
    for (int i = 0; i < fresh.length; i++) {
      int stock = (i + 1) * size - 1;
      if (fresh[i]) {
        added[i] = starts.length == 0 ? 0 : best(i * size, stock) - obs[stock];
        fresh[i] = false;
      }
      seen[stock] = obs[stock] + added[i];
      added[i] /= gamma;
    }
    greedy.act(seen, preference, act, logProb);
  }

  /** The best stock to start with in the state seen at {@code offset}. */
  private double best(int offset, int stock) {
    Space space = policy.observationSpace();
    int width = network.inputs();
    for (int p = 0; p < starts.length; p++) {
      seen[stock] = starts[p];
      space.encode(seen, offset, features, p * width);
    }
    actionValue.of(network.forward(features, starts.length), features, starts.length, values);
    int actions = network.actions();
    double best = Double.NEGATIVE_INFINITY;
    double chosen = starts[0];
    for (int p = 0; p < starts.length; p++) {
      float expected = Float.NEGATIVE_INFINITY;
      for (int a = 0; a < actions; a++) {
        expected = Math.max(expected, values[p * actions + a]);
      }
      double value = utility.ofStart(starts[p], expected);
      if (value > best) {
        best = value;
        chosen = starts[p];
      }
    }
    return chosen;
  }

  @Override
  public void save(State to) {
    greedy.save(to);
    to.put("fresh", Arrays.copyOf(fresh, fresh.length));
    to.put("added", added);
  }

  @Override
  public void restore(State from) {
    greedy.restore(from);
    System.arraycopy(from.booleans("fresh", fresh.length), 0, fresh, 0, fresh.length);
    System.arraycopy(from.doubles("added", added.length), 0, added, 0, added.length);
  }
}
