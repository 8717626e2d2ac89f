package org.morl4j.cli.compare;

/**
 * One run as the comparison sees it.
 *
 * @param label of its algorithm
 * @param task id of the environment
 * @param seed as the run tells it
 * @param source folder or file
 */
public record MeasuredRun(
    String label, String task, String seed, Score score, Conditions conditions, String source) {
  /**
   * What a run reached.
   *
   * @param measured what {@code value} is, in words; the same for all runs of a task
   * @param value more is better
   * @param curve the same quantity during training; may be empty
   * @param noneWithin whether the value is 0 because none of its policies keeps the run's limits
   */
  public record Score(String measured, double value, Curve curve, boolean noneWithin) {
    /** Of a run whose limits don't count, or are kept. */
    public Score(String measured, double value, Curve curve) {
      this(measured, value, curve, false);
    }
  }
}
