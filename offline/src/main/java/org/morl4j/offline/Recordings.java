package org.morl4j.offline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.morl4j.core.data.CsvColumns;

/** Opens whatever kind of recorded episodes a path holds. */
public final class Recordings {
  private Recordings() {}

  private interface Format {
    Recording open(Path file, CsvColumns columns) throws IOException;
  }

  /** By what a path is called and, of a folder, by what lies in it. */
  private static Optional<Format> format(Path path) {
    if (Minari.holds(path)) {
      return Optional.of((folder, columns) -> Minari.open(folder));
    }
    Path name = path.getFileName();
    String text = name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
    Path parent = path.toAbsolutePath().getParent();
    if (text.equals(Minari.ROWS)
        && parent != null
        && Files.exists(parent.resolve(Minari.METADATA))) {
      return Optional.of((file, columns) -> Minari.open(parent));
    } else if (text.endsWith(".hdf5") || text.endsWith(".h5")) {
      return Optional.of((file, columns) -> FlatHdf5.open(file));
    } else if (text.endsWith(".npz")) {
      return Optional.of((file, columns) -> OgBench.open(file));
    } else if (text.endsWith(".csv")) {
      return Optional.of(CsvEpisodes::open);
    }
    return Optional.empty();
  }

  /** Whether a path is called like, or holds, recorded episodes; no file is read for it. */
  public static boolean knows(Path path) {
    return format(path).isPresent();
  }

  /**
   * Opens them: the folder of a Minari dataset; a flat file of D4RL or DSRL (.hdf5, .h5); one of
   * OGBench (.npz); a CSV file.
   *
   * @param columns of a CSV file
   * @throws DatasetException if they are not as they must be
   * @throws IOException if a file can't be read
   */
  public static Recording open(Path path, CsvColumns columns) throws IOException {
    Format format =
        format(path)
            .orElseThrow(
                () ->
                    new DatasetException(
                        "%s is no dataset that can be read. Maybe name the folder of a Minari dataset, or a file .hdf5, .npz or .csv."
                            .formatted(path)));
    if (!Files.isRegularFile(path) && !Files.isDirectory(path)) {
      throw new DatasetException(
          "There is no file %s. Maybe the path is mistyped.".formatted(path));
    }
    return format.open(path, columns);
  }

  /** The file with the rows, whose hash stands for the data. */
  static Path rows(Path path) {
    return Files.isDirectory(path) ? Minari.data(path).resolve(Minari.ROWS) : path;
  }
}
