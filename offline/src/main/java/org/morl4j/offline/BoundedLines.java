package org.morl4j.offline;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.morl4j.core.check.ByteOrderMark;
import org.morl4j.core.metrics.CsvCell;

/** Lines of a text file of any size, each of them bounded, and their cells. */
final class BoundedLines implements AutoCloseable {
  private static final int LONGEST = 1 << 20;

  private final Path file;
  private final Reader reader;
  private int line;

  BoundedLines(Path file) throws IOException {
    this.file = file;
    reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
  }

  /** Number of the line that was read last, from 1. */
  int line() {
    return line;
  }

  /**
   * Cells of the next line that isn't blank, without surrounding spaces; empty at the end.
   *
   * @throws DatasetException if a line is too long, a quote is not closed or it is no text
   */
  Optional<List<String>> next() throws IOException {
    try {
      for (String text = read(); !text.isEmpty(); text = read()) {
        line++;
        String bare = line == 1 ? ByteOrderMark.strip(text) : text;
        if (!bare.isBlank()) {
          return Optional.of(cells(bare.strip()));
        }
      }
      return Optional.empty();
    } catch (CharacterCodingException e) {
      throw new DatasetException(
          "%s:%d: is not text in UTF-8. Maybe save it again with that encoding."
              .formatted(file, line + 1),
          e);
    }
  }

  /** A line with its end; nothing behind the last. */
  private String read() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = reader.read(); c >= 0; c = reader.read()) {
      text.append((char) c);
      if (c == '\n') {
        break;
      }
      if (text.length() > LONGEST) {
        throw new DatasetException(
            "%s:%d: the line has more than %d characters. Maybe it is no CSV file."
                .formatted(file, line + 1, LONGEST));
      }
    }
    return text.toString();
  }

  private List<String> cells(String text) {
    try {
      return CsvCell.split(text);
    } catch (IllegalArgumentException e) {
      throw new DatasetException("%s:%d: %s".formatted(file, line, e.getMessage()), e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
