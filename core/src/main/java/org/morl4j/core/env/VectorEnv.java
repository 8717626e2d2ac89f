package org.morl4j.core.env;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.state.Savable;

/**
 * n environments of one kind, stepped together, with SAME_STEP autoreset. Not thread-safe: one
 * thread drives it.
 *
 * <p>As a {@link Savable} it restores, after a {@link #reset} with seeds of the same tree, to the
 * very observation and inner state it was saved in; environments that can't be saved are replayed
 * from their episode's seed and actions. A row that does not come out the same begins a new episode
 * and stands as truncated in the {@link VectorStep} until the next step.
 */
public interface VectorEnv extends AutoCloseable, Savable {
  EnvSpec spec();

  /** Rows n. */
  int size();

  /** Begins a new episode in every row and takes seeds for later ones from {@code seeds}. */
  VectorStep reset(EpisodeSeeds seeds);

  /**
   * Steps every row; rows that end begin their next episode at once.
   *
   * @param act raw actions [n, actSize]
   * @throws EnvException if an environment fails, naming the row and the cause
   */
  VectorStep step(double[] act);

  /**
   * True unless a {@link #restore} met an environment that did not reproduce its last observation:
   * that row's episode was then cut as truncated and the run is no longer exact.
   */
  default boolean exact() {
    return true;
  }

  /**
   * A picture of a row as the last reset or step left it: where that step ended an episode, of its
   * end if a picture of this row was asked for before it.
   *
   * @return null from an environment that draws none
   * @throws EnvException if drawing fails
   */
  default @Nullable Frame render(int row) {
    return null;
  }

  /** Names and versions of what computes the dynamics outside this library, for provenance. */
  default Map<String, String> versions() {
    return Map.of();
  }

  @Override
  void close();

  /** {@code n} copies of a Java environment, stepped in a loop by the calling thread. */
  static VectorEnv of(Supplier<? extends Environment> supplier, int n) {
    return new JavaVectorEnv(supplier, n);
  }
}
