package org.morl4j.agents.implicit;

import java.util.random.RandomGenerator;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.Copy;
import org.morl4j.agents.part.SoftActor;
import org.morl4j.core.learn.Phase;

/**
 * The policy mu that {@link UniRl} stays near. On recorded data it is whoever took the recorded
 * actions, and a clone tells how likely they were; while the agent acts it is a slow copy of the
 * policy, which draws K actions at each state. B rows, A action values in [-1, 1].
 */
final class ReferencePolicy {
  private final Reference reference;
  private final int drawn; // actions a state where mu draws them
  private final double inside; // log-probabilities are of actions within +-this
  private final SoftActor policy; // its target copy is mu
  private final SoftActor clone;
  private boolean draws;
  private float[] act = {}; // [K, B, A]
  private double[] bounded = {}; // [B, A]
  private float[] logProb = {}; // [B]
  private float[] logMu = {}; // [K, B]
  private float[] dOut = {}; // of the clone
  private float[] out = {}; // [B, Z], live

  ReferencePolicy(UniRl.Options options, SoftActor policy, SoftActor clone) {
    reference = options.reference();
    drawn = options.draws();
    inside = 1 - options.margin();
    this.policy = policy;
    this.clone = clone;
  }

  /** A phase begins: where the agent acts, mu is a copy of the policy as it is. */
  void enter(Phase phase) {
    draws = phase == Phase.ONLINE && !reference.recorded();
    if (draws) {
      policy.network().track(1);
    }
  }

  /** K. */
  int sets() {
    return draws ? drawn : 1;
  }

  /** Takes or draws the actions at a batch's states. */
  void load(BatchRows rows, RandomGenerator rng) {
    int n = rows.size();
    int width = policy.actSize();
    reserve(n, width);
    if (!draws) {
      rows.unitActions(act);
      clone.forward(Copy.LIVE, rows.state(), n);
      clone.logProbs(bounded(0, n), n, logMu);
      out = clone.out();
      return;
    }
    for (int k = 0; k < drawn; k++) {
      policy.sample(Copy.TARGET, rows.state(), n, rng);
      System.arraycopy(policy.act(), 0, act, k * n * width, n * width);
      policy.logProbs(bounded(k, n), n, logProb);
      System.arraycopy(logProb, 0, logMu, k * n, n);
    }
    out = policy.out();
  }

  private void reserve(int n, int width) {
    if (act.length != sets() * n * width) {
      act = new float[sets() * n * width];
      bounded = new double[n * width];
      logProb = new float[n];
      logMu = new float[sets() * n];
      dOut = new float[n * clone.network().head().outputs()];
    }
  }

  /** One set of the actions, away from the bounds, where log-probabilities are asked for [B, A]. */
  double[] bounded(int set, int n) {
    int size = n * policy.actSize();
    for (int i = 0; i < size; i++) {
      bounded[i] = Math.max(-inside, Math.min(inside, act[set * size + i]));
    }
    return bounded;
  }

  /**
   * A step of the clone, after {@link #load}, on recorded actions.
   *
   * @return -E[log mu(a|s)] before it; 0 where mu draws its own
   */
  double clone(BatchRows rows, double rate) {
    if (draws) {
      return 0;
    }
    int n = rows.size();
    clone.slopes(bounded(0, n), n, dOut);
    int outputs = clone.network().head().outputs();
    double loss = 0;
    for (int i = 0; i < n; i++) {
      float share = -rows.weight(i) / n;
      loss += share * (double) logMu[i];
      for (int z = i * outputs; z < (i + 1) * outputs; z++) {
        dOut[z] *= share;
      }
    }
    clone.network().step(dOut, rate);
    return loss;
  }

  /** One set of the actions [B, A], which fills the first part of {@code out}. */
  void copy(int set, float[] out) {
    System.arraycopy(act, set * out.length, out, 0, out.length);
  }

  /** Outputs of mu's network at the batch's states, live [B, Z]. */
  float[] out() {
    return out;
  }

  /** log mu of all the actions [K, B]. */
  float[] logMu() {
    return logMu;
  }

  /**
   * Moves mu.
   *
   * @param done updates so far, this one included
   */
  void track(long done) {
    double step = draws ? reference.step(done) : 0;
    if (step > 0) {
      policy.network().track(step);
    }
  }
}
