package org.morl4j.cli.compare;

/** Runs that can't be compared as asked; the message names the run or group and a remedy. */
public final class CompareException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CompareException(String message) {
    super(message);
  }
}
