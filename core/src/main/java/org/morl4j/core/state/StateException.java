package org.morl4j.core.state;

/** A saved state that is missing an entry, or holds one of another type, shape or version. */
public final class StateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StateException(String message) {
    super(message);
  }

  public StateException(String message, Throwable cause) {
    super(message, cause);
  }
}
