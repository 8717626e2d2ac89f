package org.morl4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.morl4j.core.state.WholeFiles;

/** Texts that commands write. */
final class TextFile {
  private TextFile() {}

  /** Writes a file, or replaces it whole. */
  static void write(Path file, String text) {
    try {
      WholeFiles.replace(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " can't be written: " + e.getMessage(), e);
    }
  }
}
