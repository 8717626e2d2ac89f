package org.morl4j.core.train;

import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.RolloutBuffer;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.state.State;

/** On-policy: a rollout, then one update on the whole of it. */
final class RolloutLoop implements Loop {
  private final Interaction rows;
  private final Learner<?> learner;
  private final Criterion criterion;
  private final RolloutBuffer buffer;
  private final double[] logProb;

  /**
   * @param buffer empty, for as many steps as the learner asks
   */
  RolloutLoop(
      Interaction rows, Learner<?> learner, Criterion criterion, RolloutBuffer buffer, int n) {
    this.rows = rows;
    this.learner = learner;
    this.criterion = criterion;
    this.buffer = buffer;
    logProb = new double[n];
  }

  @Override
  public Record advance() {
    while (!buffer.isFull()) {
      double[] obs = rows.current().obs();
      double[] preference = rows.begin();
      rows.choose(preference, logProb);
      buffer.acted(obs, rows.act(), logProb, preference);
      buffer.stepped(rows.step());
    }
    rows.tick(criterion);
    return learner.update(buffer.drain(), criterion);
  }

  @Override
  public void save(State out) {
    out.put("rollout", buffer);
  }

  /** Needs the rows restored first. */
  @Override
  public void restore(State in) {
    in.restore("rollout", buffer);
    for (int i = 0; i < logProb.length; i++) {
      if (rows.starts(i)) {
        // The row's last episode may have been cut on resume, its end unseen.
        buffer.forget(i);
      }
    }
  }
}
