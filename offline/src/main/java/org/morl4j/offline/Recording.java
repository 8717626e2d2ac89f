package org.morl4j.offline;

import java.io.IOException;
import org.morl4j.core.env.EnvSpec;

/** Recorded episodes of one environment, wherever they lie; they are read one at a time. */
public interface Recording {
  /** What the data says of the environment; its id names the dataset. */
  EnvSpec spec();

  /** What else it says. */
  Metadata metadata();

  /** Steps of all episodes. */
  long steps();

  /**
   * Its episodes from the first on.
   *
   * @throws DatasetException if they are not as they must be; {@link EpisodeCursor#next} likewise
   * @throws IOException if the file can't be opened
   */
  EpisodeCursor open() throws IOException;
}
