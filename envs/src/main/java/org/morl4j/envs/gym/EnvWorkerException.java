package org.morl4j.envs.gym;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.env.EnvException;

/**
 * A worker of a {@link GymVectorEnv} died or one of its environments failed. The message holds
 * everything known: the environment, the row, the exit code, Python's traceback or the last lines
 * of the worker's output.
 */
public final class EnvWorkerException extends EnvException {
  private static final long serialVersionUID = 1L;

  private final int workerId;
  private final int row;
  private final @Nullable Integer exitCode;
  private final String traceback;
  private final String output;

  EnvWorkerException(
      String message,
      int workerId,
      int row,
      @Nullable Integer exitCode,
      String traceback,
      String output) {
    super(message);
    this.workerId = workerId;
    this.row = row;
    this.exitCode = exitCode;
    this.traceback = traceback;
    this.output = output;
  }

  /** Which worker, from 0. */
  public int workerId() {
    return workerId;
  }

  /** The row of the {@link GymVectorEnv}, or -1 if the failure belongs to none. */
  public int row() {
    return row;
  }

  /** The exit code if the process ended: 128 + n for signal n. */
  public @Nullable Integer exitCode() {
    return exitCode;
  }

  /** Python's traceback, or an empty string. */
  public String traceback() {
    return traceback;
  }

  /** The last lines of the worker's standard output and error, repeated lines once. */
  public String output() {
    return output;
  }
}
