package org.morl4j.constraints;

import java.util.List;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.Limit;

/** What a config's {@code handlers} may hold: the settings of one kind of {@link Handler}. */
public interface HandlerOptions {
  /** Names of the limits it keeps; none for all. */
  List<String> limits();

  /** Whether it keeps {@code limit}. */
  default boolean keeps(Limit limit) {
    return limits().isEmpty() || limits().contains(limit.name());
  }

  /** Where it acts. */
  Hook hook();

  /**
   * The handler.
   *
   * @throws IllegalArgumentException if it can't keep one of the limits, naming it
   */
  Handler create(HandlerSetup setup);
}
