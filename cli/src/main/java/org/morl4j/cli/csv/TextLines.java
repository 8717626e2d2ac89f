package org.morl4j.cli.csv;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.morl4j.core.check.ByteOrderMark;
import org.morl4j.core.state.StateException;
import org.morl4j.core.state.WholeFiles;

/**
 * A text file's lines, without the byte-order mark that editors on Windows put before the first.
 *
 * @param name for messages
 * @param content all of it, the mark included
 * @param ended whether the last line ends with a newline; a file that was cut short seldom does
 */
public record TextLines(String name, String content, List<String> lines, boolean ended) {
  private static final long MAX_BYTES = 256L << 20;

  /**
   * @throws CsvException if it can't be read
   */
  public static TextLines read(Path file) {
    String name = file.toString();
    try {
      WholeFiles.requireRegular(file);
      if (Files.size(file) > MAX_BYTES) {
        throw new CsvException(name + " is larger than " + (MAX_BYTES >> 20) + " MiB.");
      }
      String text = Files.readString(file);
      String content = ByteOrderMark.strip(text);
      boolean ended = content.isEmpty() || content.endsWith("\n") || content.endsWith("\r");
      return new TextLines(name, text, content.lines().toList(), ended);
    } catch (StateException e) {
      throw new CsvException(String.valueOf(e.getMessage()));
    } catch (CharacterCodingException e) {
      throw new CsvException(
          name + " is not UTF-8 text. Maybe save it again with the encoding UTF-8.");
    } catch (IOException e) {
      throw new CsvException(name + " can't be read: " + e.getMessage());
    }
  }

  /**
   * @throws CsvException if the last line doesn't end with a newline
   */
  public void requireEnd() {
    if (!ended) {
      throw new CsvException(
          """
          %s:%d: the last line does not end with a newline, which every line must. Maybe the file \
          was cut short; if it is whole, end that line."""
              .formatted(name, lines.size()));
    }
  }
}
