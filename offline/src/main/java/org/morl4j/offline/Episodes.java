package org.morl4j.offline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.morl4j.core.env.EnvSpec;

/**
 * Recorded episodes in memory.
 *
 * @param spec what the data says of the environment; its id names the dataset
 * @param metadata what else it says
 * @param list in the order they were recorded
 */
public record Episodes(EnvSpec spec, Metadata metadata, List<Episode> list) implements Recording {
  public Episodes {
    list = List.copyOf(list);
  }

  /**
   * Reads a recording whole.
   *
   * @throws DatasetException if it is not as it must be
   * @throws IOException if the file can't be opened
   */
  public static Episodes of(Recording recording) throws IOException {
    List<Episode> list = new ArrayList<>();
    try (EpisodeCursor cursor = recording.open()) {
      cursor.forEachRemaining(list::add);
    }
    return new Episodes(recording.spec(), recording.metadata(), list);
  }

  @Override
  public long steps() {
    long steps = 0;
    for (Episode episode : list) {
      steps += episode.steps(spec);
    }
    return steps;
  }

  @Override
  public EpisodeCursor open() {
    Iterator<Episode> all = list.iterator();
    return new EpisodeCursor() {
      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public Episode next() {
        return all.next();
      }

      @Override
      public void close() {}
    };
  }
}
