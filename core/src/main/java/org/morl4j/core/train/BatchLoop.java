package org.morl4j.core.train;

import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.TransitionSource;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.state.State;

/** Gradient steps on batches of recorded data; nobody acts, and a clock tells the criterion. */
final class BatchLoop implements Loop {
  private final Learner<?> learner;
  private final Criterion criterion;
  private final int batch;
  private final TransitionSource source;
  private final Rng draws;
  private final DataClock clock;

  /**
   * @param batch transitions a gradient step takes
   * @param draws which ones
   * @param clock tells the criterion
   */
  BatchLoop(
      Learner<?> learner,
      Criterion criterion,
      int batch,
      TransitionSource source,
      Rng draws,
      DataClock clock) {
    this.learner = learner;
    this.criterion = criterion;
    this.batch = batch;
    this.source = source;
    this.draws = draws;
    this.clock = clock;
  }

  @Override
  public Record advance() {
    clock.before();
    Batch drawn = source.sample(batch, draws);
    Record losses = learner.update(drawn, criterion);
    source.learned(drawn);
    clock.after();
    return losses;
  }

  @Override
  public void save(State out) {
    out.put("draws", draws);
    out.put("clock", clock);
  }

  @Override
  public void restore(State in) {
    in.restore("draws", draws);
    in.restore("clock", clock);
  }
}
