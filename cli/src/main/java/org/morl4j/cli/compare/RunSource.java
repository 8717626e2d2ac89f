package org.morl4j.cli.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A RUN argument: {@code [LABEL=]PATH} with a run folder or a folder of such, or {@code
 * LABEL=FILE.csv@TASK} with another library's evaluations.
 *
 * @param label in place of the runs' names, or null
 * @param task of a CSV file, else null
 */
public record RunSource(@Nullable String label, Path path, @Nullable String task) {
  private static final String RUN = "run.json";
  private static final int DEPTH = 4;

  /**
   * @throws CompareException if it has none of the forms, or there is no such path
   */
  public static RunSource parse(String argument) {
    int equals = argument.indexOf('=');
    boolean labelled = equals > 0 && argument.substring(0, equals).indexOf('/') < 0;
    String label = labelled ? argument.substring(0, equals) : null;
    String rest = labelled ? argument.substring(equals + 1) : argument;
    int at = rest.lastIndexOf(".csv@");
    if (at >= 0 || rest.endsWith(".csv")) {
      String task = at < 0 ? "" : rest.substring(at + 5);
      if (label == null || task.isEmpty()) {
        throw new CompareException(
            argument
                + " is a CSV file without a "
                + (label == null ? "label" : "task")
                + ". Maybe write it as LABEL=file.csv@TASK, e.g."
                + " sb3=sac.csv@gymnasium:Hopper-v5.");
      }
      Path file = Path.of(rest.substring(0, at + 4));
      if (!Files.isRegularFile(file)) {
        throw new CompareException(file + ": no such file.");
      }
      return new RunSource(label, file, task);
    }
    Path path = Path.of(rest);
    if (!Files.isDirectory(path)) {
      throw new CompareException(
          path
              + (Files.exists(path)
                  ? " is a file, but must be a run folder, a folder of them, or a file ending with"
                      + " .csv."
                  : ": no such run folder."));
    }
    return new RunSource(label, path, null);
  }

  /** The run folders, sorted; a CSV file has none. */
  List<Path> runFolders() {
    if (task != null || Files.isRegularFile(path.resolve(RUN))) {
      return task != null ? List.of() : List.of(path);
    }
    List<Path> folders = new ArrayList<>();
    try (Stream<Path> files = Files.walk(path, DEPTH)) {
      files
          .filter(f -> f.endsWith(RUN) && Files.isRegularFile(f))
          .forEach(f -> folders.add(f.resolveSibling("")));
    } catch (IOException e) {
      throw new CompareException(path + " can't be listed: " + e.getMessage());
    }
    if (folders.isEmpty()) {
      throw new CompareException(
          path + " holds no run folder: there is no run.json in it or in its folders.");
    }
    return folders.stream().sorted().toList();
  }
}
