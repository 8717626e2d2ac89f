package org.morl4j.pareto.search;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.morl4j.core.learn.Effort;
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
   * Where a job, given by its name, would go on: at none for one that would start anew, at all for
   * one that is merged already. What a log holds beyond is written again.
   *
   * @throws IOException if a checkpoint can't be read
   */
  static Effort resumesFrom(Checkpoints checkpoints, String job) throws IOException {
    Optional<State> own = checkpoints.read(job);
    if (own.isPresent()) {
      return JobTraining.effort(own.get());
    }
    long roundsDone =
        checkpoints.read("search").map(state -> state.scalarLong("rounds")).orElse(0L);
    return Job.round(job) < roundsDone ? Effort.ALL : Effort.NONE;
  }
}
