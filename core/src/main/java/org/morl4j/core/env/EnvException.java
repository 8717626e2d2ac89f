package org.morl4j.core.env;

/** An environment or its worker failed; the message names it, the row and the remedy. */
public class EnvException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EnvException(String message) {
    super(message);
  }

  public EnvException(String message, Throwable cause) {
    super(message, cause);
  }
}
