package org.morl4j.nn;

/** How a learning rate changes over a run. */
public enum RateSchedule {
  /** It doesn't. */
  CONSTANT,
  /** Down to 0 along a line. */
  LINEAR,
  /** Down to 0 along half a cosine (Loshchilov and Hutter 2016, arXiv:1608.03983, one period). */
  COSINE;

  /**
   * The rate of a step.
   *
   * @param rate that of the first
   * @param done steps before it
   * @param total steps of the run; beyond them it stays 0
   */
  public double at(double rate, long done, long total) {
    double share = Math.min(1, (double) done / total);
    return switch (this) {
      case CONSTANT -> rate;
      case LINEAR -> rate * (1 - share);
      case COSINE -> rate * (1 + Math.cos(Math.PI * share)) / 2;
    };
  }
}
