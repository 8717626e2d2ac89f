package org.morl4j.core.data;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Check;

/**
 * Replay of an off-policy learner, as its options hold it.
 *
 * @param capacity most transitions kept, all rows together; the oldest give way
 * @param batch transitions a gradient step takes
 * @param warmup transitions acted uniformly at random before the first update
 * @param trainEvery steps of every environment row between two bouts of updates
 * @param updates gradient steps a bout
 * @param nStep environment steps a transition spans, fewer where an episode ends
 * @param priority draws surprising transitions more often; null for uniform draws
 * @param storage where the transitions lie
 */
public record ReplayOptions(
    int capacity,
    int batch,
    int warmup,
    int trainEvery,
    int updates,
    int nStep,
    @Nullable Priority priority,
    Storage storage) {
  /** Those of Stable-Baselines3's SAC. */
  public static final ReplayOptions DEFAULT =
      new ReplayOptions(1_000_000, 256, 100, 1, 1, 1, null, Storage.AUTO);

  public ReplayOptions {
    Check.atLeast("capacity", capacity, 1);
    Check.atLeast("batch", batch, 1);
    Check.atLeast("warmup", warmup, 0);
    Check.atLeast("trainEvery", trainEvery, 1);
    Check.atLeast("updates", updates, 1);
    Check.atLeast("nStep", nStep, 1);
  }

  /** The same with another {@code capacity}. */
  public ReplayOptions withCapacity(int value) {
    return new ReplayOptions(value, batch, warmup, trainEvery, updates, nStep, priority, storage);
  }

  /** The same with another {@code batch}. */
  public ReplayOptions withBatch(int value) {
    return new ReplayOptions(
        capacity, value, warmup, trainEvery, updates, nStep, priority, storage);
  }

  /** The same with another {@code warmup}. */
  public ReplayOptions withWarmup(int value) {
    return new ReplayOptions(capacity, batch, value, trainEvery, updates, nStep, priority, storage);
  }

  /** The same with another {@code trainEvery}. */
  public ReplayOptions withTrainEvery(int value) {
    return new ReplayOptions(capacity, batch, warmup, value, updates, nStep, priority, storage);
  }

  /** The same with another {@code updates}. */
  public ReplayOptions withUpdates(int value) {
    return new ReplayOptions(capacity, batch, warmup, trainEvery, value, nStep, priority, storage);
  }

  /** The same with another {@code nStep}. */
  public ReplayOptions withNStep(int value) {
    return new ReplayOptions(
        capacity, batch, warmup, trainEvery, updates, value, priority, storage);
  }

  /** The same with another {@code priority}. */
  public ReplayOptions withPriority(@Nullable Priority value) {
    return new ReplayOptions(capacity, batch, warmup, trainEvery, updates, nStep, value, storage);
  }

  /** The same with another {@code storage}. */
  public ReplayOptions withStorage(Storage value) {
    return new ReplayOptions(capacity, batch, warmup, trainEvery, updates, nStep, priority, value);
  }

  /** Where transitions lie. */
  public enum Storage {
    /** In the heap where they fit, else in a mapped file. */
    AUTO,
    /** In the heap; refused where they don't fit. */
    HEAP,
    /** In a temporary file, mapped into memory. */
    MAPPED
  }

  /**
   * Proportional prioritised replay (Schaul et al. 2015, arXiv 1511.05952): transition i is drawn
   * with probability p_i^alpha / sum p^alpha, p = |TD error| + epsilon, and weighs (N P(i))^-beta,
   * divided by the batch's largest.
   *
   * @param alpha how much priorities count
   * @param beta first exponent of the weights; it grows linearly to 1 over the run's updates
   * @param epsilon added to the error
   */
  public record Priority(double alpha, double beta, double epsilon) {
    public static final Priority DEFAULT = new Priority(0.6, 0.4, 1e-6);

    public Priority {
      Check.closed01("alpha", alpha);
      Check.closed01("beta", beta);
      Check.positive("epsilon", epsilon);
    }
  }
}
