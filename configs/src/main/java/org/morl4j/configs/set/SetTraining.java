package org.morl4j.configs.set;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.configs.run.Fingerprint;
import org.morl4j.configs.run.Run;
import org.morl4j.configs.set.SetStates.Ending;
import org.morl4j.pareto.search.JobRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A set at work: its runs on threads of this process, taken in their order. */
final class SetTraining {
  private static final Logger LOG = LoggerFactory.getLogger(SetTraining.class);

  private final RunSet set;
  private final Map<String, String> configs;
  private final SetStates states;
  private final RunSet.Pace pace;
  private final SetListener listener;
  private final @Nullable MedianWatch watch;
  private final Set<Run> running = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  SetTraining(
      RunSet set,
      Map<String, String> configs,
      SetStates states,
      RunSet.Pace pace,
      SetListener listener) {
    this.set = set;
    this.configs = configs;
    this.states = states;
    this.pace = pace;
    this.listener = listener;
    MedianRule rule = set.plan().pruning();
    watch = rule == null ? null : new MedianWatch(rule, set.plan().runs());
  }

  void stop() {
    stopped = true;
    if (watch != null) {
      watch.stop();
    }
    running.forEach(Run::stop);
  }

  /** A run that ended in an earlier process. */
  void earlier(NamedRun run) {
    if (watch != null) {
      watch.earlier(run.name(), states.scores(run.name()));
    }
    listener.ended(run, states.of(run.name()), states.why(run.name()));
  }

  void train(List<NamedRun> runs) throws IOException {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            pace.jobs(),
            task -> {
              Thread thread = new Thread(task, "morl4j-run");
              thread.setDaemon(true);
              return thread;
            });
    List<Future<NamedRun>> futures = new ArrayList<>();
    for (NamedRun run : runs) {
      futures.add(threads.submit(() -> train(run)));
    }
    threads.shutdown();
    Throwable failure = null;
    for (Future<NamedRun> future : futures) {
      try {
        future.get();
      } catch (ExecutionException e) {
        failure = e.getCause();
        stop(); // the set's folder can't be written, or memory is full
      } catch (InterruptedException e) {
        stop();
        Thread.currentThread().interrupt();
        throw new JobRunner.StoppedException();
      }
    }
    rethrow(failure);
  }

  private static void rethrow(@Nullable Throwable failure) throws IOException {
    if (failure instanceof IOException io) {
      throw io;
    } else if (failure instanceof Error error) {
      throw error;
    } else if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  private NamedRun train(NamedRun named) throws IOException {
    if (!stopped) {
      Ending ending = ending(named);
      if (ending != null) {
        states.ended(named.name(), ending);
        if (watch != null) {
          watch.ended(named.name());
        }
        listener.ended(named, ending.state(), ending.why());
      }
    }
    return named;
  }

  /** Trains a run; null if it is to go on another time, since the set stops. */
  private @Nullable Ending ending(NamedRun named) {
    Run run = null;
    WatchedRun watched = null;
    try {
      run = run(named);
      watched = new WatchedRun(named, run, watch, listener);
      running.add(run);
      if (stopped) {
        run.stop(); // it came before this run could be told
      }
      run.execute(watched);
      // One that was told to stop at its very last evaluation is treated as if it had come before.
      return ending(named, RunState.DONE, watched.stoppedAt());
    } catch (JobRunner.StoppedException e) {
      String at = watched == null ? "" : watched.stoppedAt();
      return at.isEmpty() ? null : ending(named, RunState.PRUNED, at);
    } catch (RuntimeException | IOException e) {
      LOG.error("Run {} failed.", set.folder(named), e);
      return ending(named, RunState.FAILED, String.valueOf(e.getMessage()));
    } finally {
      if (run != null) {
        running.remove(run);
      }
    }
  }

  private Ending ending(NamedRun run, RunState state, String why) {
    boolean pruned = state == RunState.DONE && !why.isEmpty();
    return new Ending(
        pruned ? RunState.PRUNED : state,
        why,
        watch == null ? new TreeMap<>() : watch.scores(run.name()));
  }

  private Run run(NamedRun named) throws IOException {
    Path folder = set.folder(named);
    RunConfig config = set.plan().config(named);
    require(named, config, set.path().resolve(SetFolder.MANIFEST));
    if (!Files.exists(folder.resolve("config.json"))) {
      return Run.create(config.with(null, pace.threads(), pace.checkpointSeconds()), folder);
    }
    Run run = Run.open(folder, pace.threads(), pace.checkpointSeconds());
    require(named, run.config(), folder.resolve("config.json"));
    return run;
  }

  private void require(NamedRun named, RunConfig config, Path file) {
    if (!Fingerprint.of(config).equals(configs.get(named.name()))) {
      throw new ConfigException(
          "%s is not the config that the set began %s with. Maybe delete the folder %s to train it anew."
              .formatted(file, named.name(), set.folder(named)));
    }
  }
}
