package org.morl4j.cli.bench;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.morl4j.cli.compare.Curve;
import org.morl4j.configs.bench.Suite;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.ReferenceScores;

/**
 * How the return that counts on a data set, w.G of undiscounted returns, becomes a score: 100 (w.G
 * - w.random) / (w.expert - w.random), or itself where nothing is known to measure it against.
 *
 * @param random w.G of a random policy; NaN where it is not known, as is {@code expert}
 */
public record Scale(double random, double expert) {
  /** Of a data set of a suite. */
  static Scale of(Suite.Source source) {
    ReferenceScores references = source.settings().references();
    if (references == null) {
      return new Scale(Double.NaN, Double.NaN);
    }
    Vec weights = source.settings().weights();
    return new Scale(
        weighted(weights, references.random()), weighted(weights, references.expert()));
  }

  private static double weighted(@Nullable Vec weights, Vec returns) {
    return (weights == null ? Vec.filled(returns.size(), 1) : weights).dot(returns);
  }

  /** Whether scores are normalised. */
  boolean isGiven() {
    return !Double.isNaN(random);
  }

  double score(double weightedReturn) {
    return isGiven() ? 100 * (weightedReturn - random) / (expert - random) : weightedReturn;
  }

  Curve score(Curve returns) {
    return new Curve(
        returns.transitions(), Arrays.stream(returns.values()).map(this::score).toArray());
  }
}
