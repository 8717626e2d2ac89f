package org.morl4j.core.train;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.ReplayBuffer;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.TransitionSource;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.State;

/**
 * Off-policy: a few steps of every row, then gradient steps on batches of everything kept. Nothing
 * is learned until there are {@code warmup} steps, which are random unless the learner has learned
 * from data before.
 */
final class ReplayLoop implements Loop {
  private final Interaction rows;
  private final Learner<?> learner;
  private final Criterion criterion;
  private final ReplayOptions options;
  private final ReplayBuffer buffer;
  private final TransitionSource source;
  private final Rng draws;
  private final WarmUp warmup;
  private long taken; // transitions taken over from an earlier loop: they count as warm-up

  /** How rows act before anything is learned from what they live through. */
  static final class WarmUp {
    private final Space actionSpace;
    private final Rng[] rows;
    private final boolean random;

    /**
     * @param rows the generators of the rows
     * @param random whether actions are uniform; else the policy acts
     */
    WarmUp(Space actionSpace, Rng[] rows, boolean random) {
      this.actionSpace = actionSpace;
      this.rows = rows;
      this.random = random;
    }

    private void act(double[] act) {
      for (int i = 0; i < rows.length; i++) {
        actionSpace.sample(rows[i], act, i * actionSpace.size());
      }
    }
  }

  /**
   * @param buffer what the rows live through goes there
   * @param source what is learned from: {@code buffer} itself, or a mix
   * @param seeds of the draws
   */
  ReplayLoop(
      Interaction rows,
      Learner<?> learner,
      Criterion criterion,
      ReplayOptions options,
      ReplayBuffer buffer,
      TransitionSource source,
      WarmUp warmup,
      SeedTree seeds) {
    this.rows = rows;
    this.learner = learner;
    this.criterion = criterion;
    this.options = options;
    this.buffer = buffer;
    this.source = source;
    this.warmup = warmup;
    draws = seeds.child("replay").generator();
  }

  @Override
  public @Nullable Record advance() {
    for (int t = 0; t < options.trainEvery(); t++) {
      double[] obs = rows.current().obs();
      double[] preference = rows.begin();
      if (warmsUp() && warmup.random) {
        warmup.act(rows.act());
      } else {
        rows.choose(preference, null);
      }
      buffer.acted(obs, rows.act(), preference);
      buffer.stepped(rows.step());
    }
    if (warmsUp()) {
      rows.measure(); // nobody's limits hang on what random actions bring
      return null;
    }
    rows.tick(criterion);
    if (source.size() == 0) {
      return null;
    }
    Record losses = null;
    for (int u = 0; u < options.updates(); u++) {
      Batch batch = source.sample(options.batch(), draws);
      losses = learner.update(batch, criterion);
      source.learned(batch);
    }
    return losses;
  }

  private boolean warmsUp() {
    return taken + rows.transitions() < options.warmup();
  }

  @Override
  public void save(State out) {
    out.put("draws", draws);
    out.put("warmup", warmup.rows);
    out.put("taken", taken);
  }

  @Override
  public void loadReplay(State in) {
    buffer.load(in);
    taken = buffer.size();
  }

  @Override
  public void saveReplay(State out) {
    buffer.save(out);
  }

  @Override
  public void restore(State in) {
    in.restore("draws", draws);
    in.restore("warmup", warmup.rows);
    taken = in.scalarLong("taken");
  }

  /** Needs the rows restored first. */
  @Override
  public void restoreReplay(State in) {
    buffer.restore(in);
    for (int i = 0; i < warmup.rows.length; i++) {
      if (rows.starts(i)) {
        // The row's last episode may have been cut on resume, its end unseen.
        buffer.forget(i);
      }
    }
  }
}
