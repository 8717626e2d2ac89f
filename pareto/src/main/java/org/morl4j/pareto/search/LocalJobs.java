package org.morl4j.pareto.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.state.Checkpoints;
import org.morl4j.core.state.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains jobs on local threads. A thread opens its environments once and uses them for every job it
 * takes. When a job fails, or the runner is told to stop, the others save themselves after their
 * current update, so nothing finished is lost.
 */
public final class LocalJobs implements JobRunner {
  private static final Logger LOG = LoggerFactory.getLogger(LocalJobs.class);

  /** The checkpoint that names the jobs whose results the search has taken up. */
  private static final String MERGED = "merged";

  private final SearchContext context;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final ThreadLocal<VectorEnv> training;
  private final ThreadLocal<VectorEnv> evaluation; // apart: it never disturbs the training rows
  private final List<VectorEnv> opened = new ArrayList<>();
  private final ExecutorService threads;

  public LocalJobs(SearchContext context) {
    this.context = context;
    int rows = Math.min(context.evaluation().episodes(), context.rows());
    training = ThreadLocal.withInitial(() -> open(context.rows()));
    evaluation = ThreadLocal.withInitial(() -> open(rows));
    threads =
        Executors.newFixedThreadPool(
            context.threads(),
            task -> {
              Thread thread = new Thread(task, "morl4j-job");
              thread.setDaemon(true);
              return thread;
            });
  }

  private VectorEnv open(int rows) {
    VectorEnv env = context.open(rows);
    synchronized (opened) {
      opened.add(env);
    }
    return env;
  }

  @Override
  public void stop() {
    stop.set(true);
  }

  @Override
  public void checkStopped() {
    if (stop.get()) {
      throw new StoppedException();
    }
  }

  @Override
  public List<JobResult> run(List<Job> jobs) {
    List<Future<Optional<JobResult>>> futures = new ArrayList<>();
    for (Job job : jobs) {
      futures.add(threads.submit(() -> train(job)));
    }
    List<JobResult> results = new ArrayList<>();
    Throwable failure = null;
    for (Future<Optional<JobResult>> future : futures) {
      try {
        future.get().ifPresent(results::add);
      } catch (ExecutionException e) {
        failure = failure == null ? e.getCause() : failure;
      } catch (InterruptedException e) {
        stop.set(true); // close() waits until the jobs have saved themselves
        Thread.currentThread().interrupt();
        throw new StoppedException();
      }
    }
    if (failure != null) {
      throw unchecked(failure);
    }
    if (results.size() < jobs.size()) {
      throw new StoppedException();
    }
    return results;
  }

  private Optional<JobResult> train(Job job) throws IOException {
    boolean done = false;
    try {
      Optional<JobResult> result = trainOrReuse(job);
      done = true;
      return result;
    } finally {
      if (!done) {
        stop.set(true); // the others save themselves now, not when their turn to be asked comes
        LOG.warn("Job {} failed; the other jobs save themselves.", job.name());
      }
    }
  }

  private Optional<JobResult> trainOrReuse(Job job) throws IOException {
    if (stop.get()) {
      return Optional.empty();
    }
    Optional<State> saved = context.checkpoints().read(job.name());
    if (saved.isPresent() && JobTraining.isFinished(saved.get())) {
      JobResult finished = JobResult.restore(saved.get(), job.task().context(context));
      context.listener().resumed(finished.effort());
      finished.evaluated().forEach(context.listener()::evaluated);
      return Optional.of(finished);
    }
    VectorEnv acting = job.budget().transitions() > 0 ? training.get() : null;
    JobTraining work = new JobTraining(job, context, acting, evaluation.get());
    if (saved.isPresent()) {
      work.restore(saved.get());
    } else {
      work.begin();
    }
    return work.run(stop::get);
  }

  /** After the search has saved what it made of them. Files named here may be gone already. */
  @Override
  public void merged(List<Job> jobs) throws IOException {
    Checkpoints checkpoints = context.checkpoints();
    Set<String> names = new LinkedHashSet<>(mergedNames(checkpoints));
    jobs.forEach(job -> names.add(job.name()));
    State state = new State();
    state.put("names", String.join("\n", names));
    checkpoints.write(MERGED, state);
    for (Job job : jobs) {
      checkpoints.delete(job.name());
      JobId from = job.chain().from();
      if (from != null) {
        checkpoints.delete(JobTraining.keptAs(from));
      }
    }
  }

  private static List<String> mergedNames(Checkpoints checkpoints) throws IOException {
    return checkpoints
        .read(MERGED)
        .map(state -> state.string("names").lines().toList())
        .orElse(List.of());
  }

  /**
   * Where a job, given by its name, would go on: at none for one that would start anew, at all for
   * one that is merged. What a log holds beyond is written again.
   *
   * @throws IOException if a checkpoint can't be read
   */
  public static Effort resumesFrom(Checkpoints checkpoints, String job) throws IOException {
    if (!SavedNames.isJob(job)) {
      return Effort.NONE; // a damaged line of a log
    }
    Optional<State> own = checkpoints.read(job);
    if (own.isPresent()) {
      return Effort.restore(own.get(), "effort");
    }
    return mergedNames(checkpoints).contains(job) ? Effort.ALL : Effort.NONE;
  }

  private static RuntimeException unchecked(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof RuntimeException exception) {
      return exception;
    }
    return cause instanceof IOException io
        ? new UncheckedIOException(io.getMessage(), io)
        : new IllegalStateException(cause);
  }

  /** Stops what still runs, waits until it has saved itself, and closes the environments. */
  @Override
  public void close() {
    stop.set(true);
    threads.shutdown();
    boolean interrupted = Thread.interrupted();
    boolean ended = false;
    while (!ended) {
      try {
        ended = threads.awaitTermination(1, TimeUnit.HOURS);
      } catch (InterruptedException e) {
        interrupted = true; // environments can't be closed under jobs that step them
      }
    }
    synchronized (opened) {
      opened.forEach(VectorEnv::close);
      opened.clear();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
