package org.morl4j.offline;

import java.util.Iterator;

/** Goes through a recording's episodes in order, each read and checked when it is asked for. */
public interface EpisodeCursor extends Iterator<Episode>, AutoCloseable {
  /** Lets go of the file. */
  @Override
  void close();
}
