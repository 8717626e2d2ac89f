package org.morl4j.pareto.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionTable;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.state.Checkpoints;
import org.morl4j.core.state.State;
import org.morl4j.core.train.KeepState;
import org.morl4j.core.train.Trainer;

/**
 * The last trainer states of finished jobs: {@code states/<job>.safetensors} in a run's folder, of
 * the layout of {@link Checkpoints}. Under {@code trainer} lies what {@link
 * Trainer#saveWithoutReplay} writes, under {@code trainer.replay} what {@link Trainer#saveReplay}
 * does, where that is kept too.
 */
public final class JobStates {
  /** The folder in a run's folder. */
  public static final String FOLDER = "states";

  private static final String TRAINER = "trainer";
  private static final String REPLAY = "replay";
  private static final String SUFFIX = ".safetensors";

  private final Path folder;
  private final String fingerprint;
  private final KeepState keep;

  /**
   * @param run the run's folder; nothing is made there before there is something to keep
   * @param fingerprint as that of its checkpoints
   */
  public JobStates(Path run, String fingerprint, KeepState keep) {
    folder = run.resolve(FOLDER);
    this.fingerprint = fingerprint;
    this.keep = keep;
  }

  /** Keeps what there is to keep of a job that has come to its end. */
  void finished(String job, Trainer trainer) throws IOException {
    if (keep == KeepState.NONE) {
      return;
    }
    State state = new State();
    trainer.saveWithoutReplay(state.child(TRAINER));
    if (keep == KeepState.REPLAY) {
      trainer.saveReplay(state.child(TRAINER));
    }
    new Checkpoints(folder, fingerprint).write(job, state);
  }

  /** The files of states in a run's folder, in the order of their names; none if it kept none. */
  public static List<Path> files(Path run) throws IOException {
    Path folder = run.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  /**
   * The trainer's state in a file of states.
   *
   * @throws IOException if it can't be read
   */
  public static State trainer(Path file) throws IOException {
    return Checkpoints.read(file).child(TRAINER);
  }

  /**
   * The replay in a file of states, oldest transition first.
   *
   * @param spec of the environment
   * @param signals to learn under
   * @throws IOException if it can't be read
   * @throws IllegalArgumentException if no replay was kept
   * @throws org.morl4j.core.state.StateException if it is of another environment
   */
  public static TransitionTable replay(Path file, EnvSpec spec, Signals signals)
      throws IOException {
    State trainer = trainer(file);
    if (!trainer.hasChild(REPLAY)) {
      throw new IllegalArgumentException(
          "%s holds no replay. Maybe train that run with an off-policy agent and execution.keepState set to replay."
              .formatted(file));
    }
    return TransitionTable.ofReplay("the replay in " + file, trainer.child(REPLAY), spec, signals);
  }
}
