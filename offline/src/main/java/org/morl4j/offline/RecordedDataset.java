package org.morl4j.offline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Dataset;
import org.morl4j.core.data.ReferenceScores;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.state.Seal;

/**
 * A recording that runs learn from.
 *
 * @param path that was named
 * @param recording its episodes
 */
record RecordedDataset(Path path, Recording recording) implements Dataset {
  @Override
  public String description() {
    return "the dataset in " + path;
  }

  @Override
  public String hash() {
    Path file = Recordings.rows(path);
    try {
      return Seal.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  @Override
  public EnvSpec spec() {
    return recording.spec();
  }

  @Override
  public DataView view(Signals signals) {
    return view(signals, Set.of());
  }

  @Override
  public DataView view(Signals signals, Set<Column> asked) {
    try {
      return Transitions.of(description(), recording, signals, asked.contains(Column.NEXT_ACT));
    } catch (IOException e) {
      throw new UncheckedIOException(path + " can't be read: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<ReferenceScores> references() {
    return recording.metadata().references();
  }
}
