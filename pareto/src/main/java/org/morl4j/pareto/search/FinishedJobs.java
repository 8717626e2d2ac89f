package org.morl4j.pareto.search;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.state.State;

/** What checkpoints of finished searches and jobs hold for training that goes on from them. */
public final class FinishedJobs {
  /** The only job of a search with one learner. */
  public static final String ONLY = new JobId(1, 0, 0).name();

  /** Checkpoints that hold policies, and under which name. */
  private static final List<List<String>> HOLDERS =
      List.of(List.of(ONLY, "kept"), List.of("search", "archive"));

  private FinishedJobs() {}

  /** Reads a checkpoint of a run, whatever config it is of. */
  @FunctionalInterface
  public interface Reader {
    /** The checkpoint of that name, if there is one. */
    Optional<State> read(String name) throws IOException;
  }

  /**
   * The checkpoint of a finished job as one that has not come to its end.
   *
   * @param finished what the job left in its run's checkpoints
   * @param trainer its last trainer state
   */
  public static State goingOn(State finished, State trainer) {
    finished.put("finished", 0L);
    finished.putAll("trainer", trainer);
    return finished;
  }

  /**
   * The state of a policy that a run has kept, see {@link Snapshot#state}.
   *
   * @throws IOException if a checkpoint can't be read
   */
  public static Optional<State> policy(Reader checkpoints, String id) throws IOException {
    for (List<String> holder : HOLDERS) {
      Optional<State> saved = checkpoints.read(holder.get(0));
      if (saved.isPresent() && saved.get().hasChild(holder.get(1))) {
        Optional<State> found = policy(saved.get().child(holder.get(1)), id);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<State> policy(State list, String id) {
    for (long i = 0; i < list.scalarLong("count"); i++) {
      State point = list.child(Long.toString(i));
      if (point.string("id").equals(id)) {
        long number = point.scalarLong("policy");
        return Optional.of(list.child("policies").detach(Long.toString(number)));
      }
    }
    return Optional.empty();
  }
}
