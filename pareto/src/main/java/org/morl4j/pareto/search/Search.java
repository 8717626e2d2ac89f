package org.morl4j.pareto.search;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** A search at work: decides which jobs to run, and makes one result of theirs. */
public interface Search {
  /**
   * Searches, going on from the context's checkpoints where there are any.
   *
   * @param merged told the indicator curves so far, whole, whenever jobs were merged
   * @throws IOException if a checkpoint can't be read or written
   */
  SearchResult run(Consumer<List<FrontSnapshot>> merged) throws IOException;
}
