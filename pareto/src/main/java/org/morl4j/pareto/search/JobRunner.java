package org.morl4j.pareto.search;

import java.io.IOException;
import java.util.List;

/**
 * Runs the jobs of a search, wherever it does: {@link LocalJobs} on threads of this process. A
 * job's result depends on the job and the run alone, never on who runs it, when, or beside what.
 */
public interface JobRunner extends AutoCloseable {
  /**
   * Results of all jobs, in their order, whatever the order they ran in. A job that an earlier
   * process began goes on from its state.
   *
   * @throws StoppedException if the runner was stopped
   */
  List<JobResult> run(List<Job> jobs);

  /**
   * The search has saved what it made of these jobs: their own states aren't needed any more.
   *
   * @throws IOException if that can't be written down
   */
  void merged(List<Job> jobs) throws IOException;

  /** Makes running jobs save themselves and end; {@link #run} then throws. */
  void stop();

  /**
   * Ends work between jobs if {@link #stop} was called.
   *
   * @throws StoppedException then
   */
  void checkStopped();

  /** Stops what still runs, waits until it has saved itself, and gives back what it holds. */
  @Override
  void close();

  /** The search was told to stop; everything is saved for a resume. */
  final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoppedException() {
      super("The run was stopped; its state is saved.");
    }
  }
}
