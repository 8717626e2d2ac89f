package org.morl4j.offline;

import java.io.Serial;

/** A dataset that can't be used: names the file, the place in it and what was expected. */
public final class DatasetException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  public DatasetException(String message) {
    super(message);
  }

  public DatasetException(String message, Throwable cause) {
    super(message, cause);
  }
}
