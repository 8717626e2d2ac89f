package org.morl4j.cli.report;

/** A run folder that can't be read, or a report that can't be written; names the file and line. */
public final class ReportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ReportException(String message) {
    super(message);
  }

  public ReportException(String message, Throwable cause) {
    super(message, cause);
  }
}
