package org.morl4j.core.learn;

/** Who keeps the limits of a run's criterion while a learner learns. */
public enum LimitKeeper {
  /** The criterion's handlers, since the learner follows what the criterion makes of signals. */
  HANDLERS,
  /** The learner itself. */
  AGENT,
  /** Nobody can: the learner imitates what is recorded, whatever it brings or costs. */
  NOBODY
}
