package org.morl4j.agents.implicit;

import java.util.random.RandomGenerator;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.Copy;
import org.morl4j.agents.part.QEnsemble;

/**
 * The target critics' values of the actions that V sees: sets of them [sets, B, S], the first of
 * the recorded actions, with noise or without, the others of uniform ones. B rows, S signals.
 */
final class SeenValues {
  private static final double NOISE_CLIP = 0.5;

  private final ValueActions options;
  private final QEnsemble critics;
  private final int signals;
  private final int width; // A
  private float[] act = {}; // [B, A], in [-1, 1]
  private float[] kept = {}; // [B, S]
  private float[] drawn = {}; // [sets, B, S]
  private float[] recorded = {}; // one of the critics' own or kept
  private float[] all = {}; // the same or drawn

  SeenValues(ValueActions options, QEnsemble critics, int signals, int width) {
    this.options = options;
    this.critics = critics;
    this.signals = signals;
    this.width = width;
  }

  /** Asks about a batch. */
  void load(BatchRows rows, RandomGenerator rng) {
    recorded = critics.values(Copy.TARGET, rows.stateAction(), rows);
    all = recorded;
    if (!options.recordedAlone()) {
      int n = rows.size() * signals;
      reserve(n, rows.size());
      System.arraycopy(recorded, 0, kept, 0, n);
      System.arraycopy(recorded, 0, drawn, 0, n);
      recorded = kept;
      all = drawn;
      if (options.actionNoise() > 0) {
        noisy(rows, rng);
        ask(rows, 0);
      }
      for (int k = 1; k < sets(); k++) {
        uniform(rng);
        ask(rows, k);
      }
    }
  }

  private void reserve(int n, int rows) {
    if (kept.length != n) {
      kept = new float[n];
      drawn = new float[sets() * n];
      act = new float[rows * width];
    }
  }

  private void noisy(BatchRows rows, RandomGenerator rng) {
    rows.unitActions(act);
    for (int i = 0; i < act.length; i++) {
      double noise = options.actionNoise() * rng.nextGaussian();
      double moved = act[i] + Math.max(-NOISE_CLIP, Math.min(NOISE_CLIP, noise));
      act[i] = (float) Math.max(-1, Math.min(1, moved));
    }
  }

  private void uniform(RandomGenerator rng) {
    for (int i = 0; i < act.length; i++) {
      act[i] = (float) (2 * rng.nextDouble() - 1);
    }
  }

  private void ask(BatchRows rows, int set) {
    int n = rows.size() * signals;
    System.arraycopy(critics.values(Copy.TARGET, rows.with(act), rows), 0, drawn, set * n, n);
  }

  /** Actions at each state. */
  int sets() {
    return options.randomActions() + 1;
  }

  /** Of the recorded actions [B, S]. */
  float[] recorded() {
    return recorded;
  }

  /** Of all that V sees [sets, B, S]. */
  float[] all() {
    return all;
  }
}
