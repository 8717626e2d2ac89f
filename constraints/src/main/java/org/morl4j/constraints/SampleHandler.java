package org.morl4j.constraints;

import org.morl4j.core.data.Batch;

/** Acts on how much each sample counts: masks of judges, advantage weights. */
public non-sealed interface SampleHandler extends Handler {
  /**
   * Multiplies the weights of a batch's rows.
   *
   * @param weights [B], 1 or what earlier handlers made of it; changed in place
   */
  void weigh(Batch batch, float[] weights);
}
