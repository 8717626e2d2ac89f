package org.morl4j.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a failure of the file system means, with the file and a remedy. */
final class FileFailure {
  private FileFailure() {}

  /**
   * In words.
   *
   * @param run folder of the run, for failures that name no file; null outside of one
   */
  static String told(IOException failure, @Nullable Path run) {
    IOException cause = cause(failure);
    String file = file(cause, run);
    String reason = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    if (reason.contains("no space left") || reason.contains("quota")) {
      return "%s can't be written: the disk is full. Maybe free some space, then resume."
          .formatted(file);
    } else if (reason.contains("read-only")) {
      return "%s can't be written: the file system is read-only. Maybe copy the run elsewhere, or name another --out."
          .formatted(file);
    } else if (cause instanceof AccessDeniedException) {
      return "%s can't be opened: permission denied. Maybe change its owner or mode, or name another --out."
          .formatted(file);
    } else if (cause instanceof NoSuchFileException || cause instanceof FileNotFoundException) {
      return "%s is not there. Maybe it was moved or deleted while it was in use.".formatted(file);
    }
    return "%s can't be read or written: %s. Maybe look at the disk and the file's permissions."
        .formatted(file, words(cause));
  }

  /** The failure of the file system itself, below what was wrapped around it. */
  private static IOException cause(IOException failure) {
    IOException cause = failure;
    while (!(cause instanceof FileSystemException) && cause.getCause() instanceof IOException io) {
      cause = io;
    }
    return cause;
  }

  private static String file(IOException cause, @Nullable Path run) {
    if (cause instanceof FileSystemException named && named.getFile() != null) {
      return named.getFile();
    }
    return run == null ? "A file" : "A file of " + run;
  }

  private static String words(IOException cause) {
    String reason = cause instanceof FileSystemException named ? named.getReason() : null;
    String words = reason != null ? reason : String.valueOf(cause.getMessage());
    return words.endsWith(".") ? words.substring(0, words.length() - 1) : words;
  }
}
