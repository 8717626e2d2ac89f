package org.morl4j.cli.report;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The report of a run: one HTML file that opens without a network. docs/report.md tells what each
 * part shows and which file of the run folder it comes from.
 */
public final class HtmlReport {
  /** The report's name in the run folder. */
  public static final String FILE_NAME = "report.html";

  private HtmlReport() {}

  /**
   * Reads a run folder and writes its {@code report.html}, which replaces an older one at once or
   * not at all.
   *
   * @param runFolder a folder as docs/run-folder.md describes it; the run may be in progress
   * @return the report
   * @throws ReportException if the folder isn't one of a run, a file in it is malformed (the
   *     message names file and line), or the report can't be written
   */
  public static Path write(Path runFolder) {
    byte[] page = Page.of(RunFolder.read(runFolder)).getBytes(StandardCharsets.UTF_8);
    Path report = runFolder.resolve(FILE_NAME);
    // The process id keeps two commands on one folder from writing into each other's file.
    Path partial = runFolder.resolve(FILE_NAME + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      Files.write(partial, page);
      try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(
          partial, report, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return report;
    } catch (IOException e) {
      try {
        Files.deleteIfExists(partial);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw new ReportException(
          report + " can't be written: " + e + ". Maybe the disk is full or the folder read-only.",
          e);
    }
  }
}
