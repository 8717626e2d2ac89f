package org.morl4j.core.data;

/** Optional columns of a {@link Batch}; what a learner needs it names in its requirements. */
public enum Column {
  /** log pi(a|s) under the policy that acted [B]. */
  LOG_PROB,
  /** The preference the policy acted under [B, m]. */
  PREFERENCE,
  /** Weight of the row in losses [B]. */
  WEIGHT,
  /** Where a learner writes the size of each row's TD error, for sources that draw by it [B]. */
  TD_ERROR
}
