package org.morl4j.cli.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.morl4j.core.state.WholeFiles;

/**
 * The report of a run: one HTML file that opens without a network. docs/report.md tells what each
 * part shows and which file of the run folder it comes from.
 */
public final class HtmlReport {
  /** The report's name in the run folder. */
  public static final String FILE_NAME = "report.html";

  /** The folder of the run folder that holds animated pictures of policies, POLICY.gif. */
  public static final String EPISODES = "episodes";

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
    Path report = runFolder.resolve(FILE_NAME);
    write(report, Page.of(RunFiles.read(runFolder)));
    return report;
  }

  /**
   * Writes another page in the report's look; an older file is replaced at once or not at all.
   *
   * @param file to write
   * @param body HTML, with every text escaped by {@link Escape}
   * @param data JSON that the scripts find in the element {@code data}
   * @param scripts resources of the folder page, in the order of their definitions
   * @throws ReportException if it can't be written
   */
  public static void write(
      Path file, String title, String body, String data, List<String> scripts) {
    write(file, Page.of(title, body, data, scripts));
  }

  private static void write(Path file, String page) {
    // The process id keeps two commands on one folder from writing into each other's file.
    Path partial =
        file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      WholeFiles.write(partial, page);
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(partial);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw new ReportException(
          file + " can't be written: " + e + ". Maybe the disk is full or the folder read-only.",
          e);
    }
  }
}
