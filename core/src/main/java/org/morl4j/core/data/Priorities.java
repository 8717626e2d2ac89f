package org.morl4j.core.data;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;

/**
 * Proportional prioritised replay (Schaul et al. 2015, arXiv 1511.05952, section 3.3 and algorithm
 * 1): P(i) = p_i^alpha / sum_j p_j^alpha, p = |TD error| + epsilon; weights (N P(i))^-beta over the
 * batch's largest. New transitions get the largest p so far, 1 at first. Each draw is independent
 * of the others; the paper's are stratified, one from each of n equal parts of the sum, which has
 * the same expectation, but no part of such a batch would be a fair draw by itself.
 */
final class Priorities {
  private final ReplayOptions.Priority options;
  private final long planned;
  private final SumTree tree;
  private double largest = 1;
  private long draws;

  /**
   * @param planned draws after which beta is 1
   */
  Priorities(ReplayOptions.Priority options, int capacity, long planned) {
    this.options = options;
    this.planned = Math.max(1, planned);
    tree = new SumTree(capacity);
  }

  /** Row {@code row} holds a new transition. */
  void added(int row) {
    tree.set(row, Math.pow(largest, options.alpha()));
  }

  /**
   * Draws rows and writes their weights.
   *
   * @param size N
   * @return what the weights were divided by: the largest (N P)^-beta of the batch
   */
  double draw(RandomGenerator rng, int[] rows, float[] weights, int size) {
    double total = tree.total();
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < rows.length; i++) {
      rows[i] = tree.find(rng.nextDouble() * total);
      least = Math.min(least, tree.get(rows[i]));
    }
    double beta = beta();
    // (N P(i))^-beta over the largest is (P(i) / P(least))^-beta: N and the sum cancel.
    for (int i = 0; i < rows.length; i++) {
      weights[i] = (float) Math.pow(tree.get(rows[i]) / least, -beta);
    }
    draws++;
    return Math.pow(size * least / total, -beta);
  }

  /** The exponent of the next draw's weights. */
  double beta() {
    return options.beta() + (1 - options.beta()) * Math.min(1, (double) draws / planned);
  }

  /** Takes new TD errors of drawn rows; NaN or infinity leaves a row as it is. */
  void learned(int[] rows, float[] errors) {
    for (int i = 0; i < rows.length; i++) {
      double p = Math.abs((double) errors[i]) + options.epsilon();
      if (p < Double.POSITIVE_INFINITY) {
        largest = Math.max(largest, p);
        tree.set(rows[i], Math.pow(p, options.alpha()));
      }
    }
  }

  /** Saves what belongs to the first {@code size} rows. */
  void save(State out, int size) {
    out.put("weights", tree.weights(size));
    out.put("largest", largest);
    out.put("draws", draws);
  }

  void restore(State in, int size) {
    tree.setAll(weights(in, size));
    progress(in);
  }

  /**
   * Takes over saved priorities of some rows.
   *
   * @param size rows saved
   * @param from places among the saved of the rows that are now 0, 1, 2 and so on
   */
  void load(State in, int size, int[] from) {
    double[] saved = weights(in, size);
    tree.setAll(Arrays.stream(from).mapToDouble(row -> saved[row]).toArray());
    progress(in);
  }

  private void progress(State in) {
    largest = in.scalarDouble("largest");
    draws = in.scalarLong("draws");
  }

  private static double[] weights(State in, int size) {
    double[] weights = in.doubles("weights", size);
    for (int i = 0; i < size; i++) {
      if (!(weights[i] > 0 && weights[i] < Double.POSITIVE_INFINITY)) {
        throw new StateException(
            "The saved priority of transition "
                + i
                + " is "
                + weights[i]
                + ", but must be positive.");
      }
    }
    return weights;
  }
}
