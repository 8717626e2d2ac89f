package org.morl4j.cli;

/** Something the user gave can't be used; ends the command with exit code 2 and this message. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
