package org.morl4j.agents.dice;

import org.jspecify.annotations.Nullable;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.InitialStates;
import org.morl4j.core.rng.Rng;

/**
 * Where recorded episodes begin, drawn uniformly beside each row of a batch, whose preference they
 * take. B rows, F features, m weights of a preference.
 */
final class InitialRows {
  private @Nullable InitialStates starts;
  private float[] rows = {}; // s0 [B, F + m]

  /** Reads data through. */
  void read(DataView data) {
    starts = InitialStates.of(data);
  }

  /** As many as a batch has rows, live [B, F + m]. */
  float[] draw(BatchRows batch, Rng rng) {
    InitialStates from = starts;
    if (from == null) {
      throw new IllegalStateException("This agent reads its data through before it learns.");
    }
    int n = batch.size();
    if (rows.length != batch.state().length) {
      rows = new float[batch.state().length];
    }
    int features = from.features();
    int width = rows.length / n;
    for (int i = 0; i < n; i++) {
      from.copy(rng.nextInt(from.size()), 1, rows, i * width);
      int rest = i * width + features;
      System.arraycopy(batch.state(), rest, rows, rest, width - features);
    }
    return rows;
  }
}
