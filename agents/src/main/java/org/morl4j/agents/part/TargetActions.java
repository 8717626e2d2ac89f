package org.morl4j.agents.part;

import java.util.random.RandomGenerator;

/**
 * The actions a' that critics' targets are of: of several draws at each next state the one that
 * target critics hold best, as far as a policy climbs them (the max backup of Kumar et al. 2020,
 * arXiv 2006.04779, appendix). B rows, A action values in [-1, 1].
 */
public final class TargetActions {
  private final int draws;
  private float[] act = {}; // [B, A]
  private float[] logProb = {}; // [B]
  private float[] most = {}; // [B]
  private float[] mixed = {}; // [B]

  /**
   * @param draws at each state, from 1
   */
  public TargetActions(int draws) {
    this.draws = draws;
  }

  /** Draws them at the batch's next states. */
  public void draw(SoftActor actor, QEnsemble critics, BatchRows rows, RandomGenerator rng) {
    int n = rows.size();
    int size = actor.actSize();
    if (logProb.length != n) {
      act = new float[n * size];
      logProb = new float[n];
      most = new float[n];
      mixed = new float[n];
    }
    actor.sample(Copy.TARGET, rows.nextState(), n, rng);
    for (int k = 0; k < draws; k++) {
      if (draws > 1) {
        rows.mix(critics.values(Copy.TARGET, rows.nextWith(actor.act()), rows), mixed);
      }
      for (int i = 0; i < n; i++) {
        if (k == 0 || mixed[i] > most[i]) {
          most[i] = mixed[i];
          logProb[i] = actor.logProb()[i];
          System.arraycopy(actor.act(), i * size, act, i * size, size);
        }
      }
      if (k + 1 < draws) {
        actor.redraw(n, rng);
      }
    }
  }

  /** [B, A]. */
  public float[] act() {
    return act;
  }

  /** log pi(a'|s') [B]. */
  public float[] logProb() {
    return logProb;
  }
}
