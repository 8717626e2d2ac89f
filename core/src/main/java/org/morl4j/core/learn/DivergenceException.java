package org.morl4j.core.learn;

/** Training came to numbers that are none; the message says where, what is good and a remedy. */
public final class DivergenceException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  public DivergenceException(String message, Throwable cause) {
    super(message);
    initCause(cause);
  }
}
