package org.morl4j.cli.report;

import java.io.IOException;
import java.nio.file.Path;
import org.morl4j.core.state.Seal;
import org.morl4j.core.state.StateException;
import org.morl4j.core.state.WholeFiles;

/** The texts of a run folder, read whole. */
public final class RunText {
  private static final String SEAL = "sha256";

  /** The first format of archive.json with hashes; one without the key {@code format} has none. */
  private static final int SEALED = 2;

  private static final String AGAIN = "Maybe write it again with morl4j resume.";

  private RunText() {}

  /**
   * A text.
   *
   * @throws ReportException if it can't be read, is no regular file, or very large
   */
  public static String of(Path file) {
    try {
      return WholeFiles.text(file, RunFiles.MAX_BYTES);
    } catch (IOException e) {
      throw new ReportException(
          "%s can't be read: %s. Maybe the folder is incomplete.".formatted(file, e), e);
    } catch (StateException e) {
      throw new ReportException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * archive.json, which must be as its run wrote it.
   *
   * @throws ReportException if it can't be read, is malformed or damaged
   */
  public static JsonValue archive(Path file) {
    return archive(of(file), file.toString());
  }

  static JsonValue archive(String text, String name) {
    JsonValue archive = JsonValue.parse(text, name, 1);
    JsonValue format = archive.find("format");
    JsonValue seal = archive.find(SEAL);
    if (seal == null) {
      if (format == null) {
        return archive; // of an earlier release
      }
      throw new ReportException(
          "%s is damaged: it has no %s, which every archive.json from format %d on has. %s"
              .formatted(name, SEAL, SEALED, AGAIN));
    }
    try {
      Seal.check(name, text, seal.text());
    } catch (StateException e) {
      throw new ReportException(e.getMessage() + " Or write it again with morl4j resume.", e);
    }
    return archive;
  }
}
