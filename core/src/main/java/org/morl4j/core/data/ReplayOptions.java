package org.morl4j.core.data;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Allowed;
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
    @Allowed(min = 1, max = 2_000_000_000) int capacity,
    @Allowed(min = 1, max = 1_048_576) int batch,
    @Allowed(min = 0, max = 1_000_000_000) int warmup,
    @Allowed(min = 1, max = 1_000_000) int trainEvery,
    @Allowed(min = 1, max = 10_000) int updates,
    @Allowed(min = 1, max = 1_000) int nStep,
    @Nullable Priority priority,
    Storage storage) {
  /** Those of Stable-Baselines3's SAC. */
  public static final ReplayOptions DEFAULT =
      new ReplayOptions(1_000_000, 256, 100, 1, 1, 1, null, Storage.AUTO);

  public ReplayOptions {
    Check.allowed(ReplayOptions.class, "capacity", capacity);
    Check.allowed(ReplayOptions.class, "batch", batch);
    Check.allowed(ReplayOptions.class, "warmup", warmup);
    Check.allowed(ReplayOptions.class, "trainEvery", trainEvery);
    Check.allowed(ReplayOptions.class, "updates", updates);
    Check.allowed(ReplayOptions.class, "nStep", nStep);
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
  public record Priority(
      @Allowed(min = 0, max = 1) double alpha,
      @Allowed(min = 0, max = 1) double beta,
      @Allowed(above = 0, max = 1e12) double epsilon) {
    public static final Priority DEFAULT = new Priority(0.6, 0.4, 1e-6);

    public Priority {
      Check.allowed(Priority.class, "alpha", alpha);
      Check.allowed(Priority.class, "beta", beta);
      Check.allowed(Priority.class, "epsilon", epsilon);
    }
  }
}
