package org.morl4j.core.env;

import org.jspecify.annotations.Nullable;

/**
 * One environment, as a Java user writes it. It never resets itself. Environments that also
 * implement {@link org.morl4j.core.state.Savable} are saved in checkpoints; the others are replayed
 * from their episode's seed and actions.
 *
 * <pre>
 * double[] obs = env.reset(7);
 * Step step = env.step(new double[] {1});
 * </pre>
 */
public interface Environment extends AutoCloseable {
  EnvSpec spec();

  /**
   * Starts an episode. The same seed gives the same episode under the same actions.
   *
   * @param seed 0 to 2^32 - 1
   * @return the first raw observation; the array may be reused by the next step
   */
  double[] reset(long seed);

  /**
   * Takes one step.
   *
   * @param act raw action [actionSpace.size()]
   * @throws IllegalArgumentException if the action is not a member of a discrete action space
   * @throws IllegalStateException if the episode has ended or none was begun
   */
  Step step(double[] act);

  /** A picture of the present state, or null from an environment that draws none. */
  default @Nullable Frame render() {
    return null;
  }

  @Override
  default void close() {}
}
