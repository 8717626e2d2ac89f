package org.morl4j.pareto.search;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.morl4j.core.state.Checkpoints;
import org.morl4j.core.state.State;

/** A search at work: decides which jobs to run, and makes one result of theirs. */
public interface Search {
  /**
   * Searches, going on from the context's checkpoints where there are any.
   *
   * @param merged told the indicator curves so far, whole, whenever jobs were merged
   * @throws IOException if a checkpoint can't be read or written
   */
  SearchResult run(Consumer<List<FrontSnapshot>> merged) throws IOException;

  /**
   * The transitions from which a job, given by its name, would go on: 0 for one that would start
   * anew, all of them for one that is merged already. What a log holds beyond is written again.
   *
   * @throws IOException if a checkpoint can't be read
   */
  static long resumesFrom(Checkpoints checkpoints, String job) throws IOException {
    Optional<State> own = checkpoints.read(job);
    if (own.isPresent()) {
      return own.get().scalarLong("transitions");
    }
    long roundsDone =
        checkpoints.read("search").map(state -> state.scalarLong("rounds")).orElse(0L);
    return Job.round(job) < roundsDone ? Long.MAX_VALUE : 0;
  }
}
