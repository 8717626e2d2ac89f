package org.morl4j.core.data;

import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Where batches of transitions come from: a replay buffer, a dataset, a mix of both. A learner
 * can't tell which.
 */
public interface TransitionSource {
  /** Has nothing. */
  TransitionSource EMPTY =
      new TransitionSource() {
        @Override
        public long size() {
          return 0;
        }

        @Override
        public Set<Column> columns() {
          return Set.of();
        }

        @Override
        public String description() {
          return "no data";
        }

        @Override
        public Batch sample(int n, RandomGenerator rng) {
          throw new IllegalStateException("Without data there is nothing to draw from.");
        }
      };

  /** Transitions there are to draw from. */
  long size();

  /** The optional columns every batch has. */
  Set<Column> columns();

  /** What it is, in words that follow "but". */
  default String description() {
    return "a source of its own";
  }

  /**
   * Draws n transitions independently, with replacement, each a segment of its own. Allocates
   * nothing as long as n stays the same.
   *
   * @return live arrays, valid until the next draw
   * @throws IllegalStateException if there is nothing to draw from
   */
  Batch sample(int n, RandomGenerator rng);

  /**
   * What column {@link Column#WEIGHT} of the last batch was divided by, so that its largest is 1: a
   * source that draws by priority weighs row i by (N P_i)^-beta over its batch's largest such
   * weight. Whoever merges batches needs it, since rows drawn plainly weigh 1 before the division.
   */
  default double largestWeight() {
    return 1;
  }

  /**
   * Takes back what a learner wrote into column {@link Column#TD_ERROR} of the last batch: what
   * prioritised sources draw by. Others ignore it. It is NaN in every new batch, and rows left so
   * keep their priority.
   */
  default void learned(Batch batch) {}
}
