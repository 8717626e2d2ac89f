package org.morl4j.core.env;

import java.util.List;
import org.morl4j.core.check.Vec;

/**
 * The Pareto front of an environment, where it is known exactly: an oracle for tests and reports.
 */
@FunctionalInterface
public interface KnownFront {
  /** Non-dominated return vectors under the discount {@code gamma}. */
  List<Vec> points(double gamma);
}
