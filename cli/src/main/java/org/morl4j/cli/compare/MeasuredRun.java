package org.morl4j.cli.compare;

/**
 * One run as the comparison sees it.
 *
 * @param label of its algorithm
 * @param task id of the environment
 * @param seed as the run tells it
 * @param measured what {@code score} is, in words; the same for all runs of a task
 * @param score more is better
 * @param curve the same quantity during training; may be empty
 * @param source folder or file
 */
public record MeasuredRun(
    String label,
    String task,
    String seed,
    String measured,
    double score,
    Curve curve,
    String source) {}
