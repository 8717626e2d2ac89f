package org.morl4j.constraints;

import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.state.Savable;

/** One way of keeping constraints, acting in one {@link Hook}. Stacked by {@link Mixture}. */
public interface Handler extends Savable {
  Hook hook();

  /**
   * A term of the policy loss, for handlers at {@link Hook#LOSS}; see {@link
   * org.morl4j.core.constraint.Criterion#penalty}.
   *
   * @param gradient [S], added to
   */
  double penalty(double[] surrogate, double[] gradient);

  /** Tells measured returns. */
  void tick(Clock clock, Returns returns);
}
