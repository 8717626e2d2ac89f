package org.morl4j.offline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.morl4j.core.data.Dataset;
import org.morl4j.core.data.DatasetName;
import org.morl4j.core.data.DatasetOpener;

/**
 * Opens {@link Recordings} by their path, or {@link Minari} datasets by their name below the folder
 * that the environment variable MINARI_DATASETS_PATH names, else below {@code .minari/datasets} in
 * the user's home.
 */
public final class RecordingOpener implements DatasetOpener {
  private static final String ROOT = "MINARI_DATASETS_PATH";

  private final Path root;

  public RecordingOpener() {
    this(System.getenv());
  }

  RecordingOpener(Map<String, String> environment) {
    String named = environment.get(ROOT);
    root =
        named == null || named.isBlank()
            ? Path.of(System.getProperty("user.home"), ".minari", "datasets")
            : Path.of(named);
  }

  @Override
  public boolean opens(DatasetName name) {
    return name.kind() == DatasetName.Kind.MINARI || Recordings.knows(Path.of(name.name()));
  }

  @Override
  public Dataset open(DatasetName name) throws IOException {
    Path path = name.kind() == DatasetName.Kind.MINARI ? below(name.name()) : Path.of(name.name());
    return new RecordedDataset(path, Recordings.open(path, name.columns()));
  }

  /** A name may have parts, but never leads out of the root. */
  private Path below(String name) {
    Path folder = root.resolve(name).normalize();
    if (!folder.startsWith(root.normalize()) || !Minari.holds(folder)) {
      throw new IllegalArgumentException(
          "data.minari is \"%s\", but %s holds no such dataset. Maybe download it with Minari, or set %s to the folder that holds it."
              .formatted(name, root, ROOT));
    }
    return folder;
  }
}
